namespace Polyglot.East.Tests;

public sealed class ContainerTests
{
    [TestCase(10)]
    [TestCase(300)]
    [TestCase(5000)]
    public void A_dict_behaves_like_a_sorted_map(int keys)
    {
        var random = new Random(keys);
        var dict = new EastDict<long, int>(EastType.Integer);
        var model = new SortedDictionary<long, int>();
        for (var i = 0; i < 20_000; i++)
        {
            long key = random.Next(keys);
            switch (random.Next(4))
            {
                case 0:
                    dict[key] = i;
                    model[key] = i;
                    break;
                case 1:
                    Assert.That(dict.TryAdd(key, i), Is.EqualTo(model.TryAdd(key, i)));
                    break;
                case 2:
                    Assert.That(dict.Remove(key), Is.EqualTo(model.Remove(key)));
                    break;
                default:
                    Assert.That(dict.TryGetValue(key, out var value), Is.EqualTo(model.TryGetValue(key, out var expected)));
                    Assert.That(value, Is.EqualTo(expected));
                    break;
            }
        }
        Assert.That(dict, Is.EqualTo(model));
        Assert.That(dict.Count, Is.EqualTo(model.Count));
        dict.Clear();
        Assert.That(dict, Is.Empty);
    }

    [Test]
    public void A_set_keeps_east_order_and_the_first_of_equal_keys()
    {
        var set = new EastSet<double>(EastType.Float) { double.NaN, 0.0, -0.0, 1, double.NegativeInfinity, 0.0 };
        Assert.That(set, Is.EqualTo(new[] { double.NegativeInfinity, -0.0, 0.0, 1, double.NaN }));
        Assert.That(set.Contains(double.NaN), Is.True);
        Assert.That(set.Add(-0.0), Is.False);
        Assert.That(set.Remove(-0.0), Is.True);
        Assert.That(set.Contains(0.0), Is.True);
    }

    [Test]
    public void Keys_are_identified_by_value()
    {
        var key = EastType.Struct(("a", EastType.Integer), ("b", EastType.Blob));
        var set = new EastSet<EastStruct>(key) { EastStruct.Of(key, 1L, new EastBlob([1])), EastStruct.Of(key, 1L, new EastBlob([1])) };
        Assert.That(set.Count, Is.EqualTo(1));
        Assert.That(() => new EastSet<string>(key), Throws.ArgumentException);
    }

    [Test]
    public void Changing_a_set_while_it_is_enumerated_is_noticed()
    {
        var set = new EastSet<long>(EastType.Integer) { 1, 2, 3 };
        Assert.That(() =>
        {
            foreach (var key in set) set.Add(key + 10);
        }, Throws.InvalidOperationException);
    }

    [Test]
    public void An_array_grows_and_shows_its_elements()
    {
        var array = new EastArray<long>();
        for (var i = 0; i < 1000; i++) array.Add(i);
        array.AddRange([7, 8]);
        Assert.That(array.Count, Is.EqualTo(1002));
        array.Span[0] = 42;
        Assert.That(array[0], Is.EqualTo(42));
        array.Truncate(3);
        Assert.That(array, Is.EqualTo(new long[] { 42, 1, 2 }));
        Assert.That(() => array[3], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => array[-1] = 0, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ((IEastArray)array).Add("x"), Throws.InstanceOf<InvalidCastException>());
    }

    [Test]
    public void Blobs_have_value_equality_and_byte_order()
    {
        Assert.That(new EastBlob([1, 2]), Is.EqualTo(EastBlob.Wrap(new byte[] { 1, 2 })));
        Assert.That(new EastBlob([1, 2]).GetHashCode(), Is.EqualTo(new EastBlob([1, 2]).GetHashCode()));
        Assert.That(new EastBlob([0x7f]) < new EastBlob([0x80]), Is.True);
        Assert.That(new EastBlob([1]) < new EastBlob([1, 0]), Is.True);
        Assert.That(EastBlob.Empty.ToString(), Is.EqualTo("0x"));
    }

    [Test]
    public void Structs_are_read_by_position_and_by_name()
    {
        var type = EastType.Struct(("x", EastType.Float), ("ok", EastType.Boolean), ("p", EastType.Struct(("y", EastType.Float), ("n", EastType.Null))));
        var boxed = EastStruct.Of(type, 1.5, true, EastStruct.Of((StructType)type.Fields[2].Type, double.NaN, EastNull.Boxed));
        var packed = (EastStruct)Beast2.Decode(Beast2.Encode(type, boxed), type).Value;
        foreach (var value in new[] { boxed, packed })
        {
            Assert.That(value.GetFloat(0), Is.EqualTo(1.5));
            Assert.That(value["ok"], Is.EqualTo(true));
            Assert.That(value.GetBoolean(1), Is.True);
            Assert.That(((EastStruct)value["p"]!).GetFloat(0), Is.NaN);
            Assert.That(((EastStruct)value["p"]!)["n"], Is.EqualTo(EastNull.Boxed));
            Assert.That(() => value["z"], Throws.InstanceOf<KeyNotFoundException>());
            Assert.That(() => value.GetFloat(1), Throws.InstanceOf<InvalidCastException>());
            Assert.That(() => value.GetInteger(1), Throws.InstanceOf<InvalidCastException>());
            Assert.That(ValueCheck.Find(type, value), Is.Null);
        }
        Assert.That(EastOrder.Equal(type, boxed, packed), Is.True);
        Assert.That(() => EastStruct.Of(type, 1.5), Throws.ArgumentException);
    }

    [TestCase("Integer", 1, "expected Integer, got a System.Int32")]
    [TestCase("Null", null, "expected Null, got null")]
    [TestCase("Never", 1L, "expected Never, got a System.Int64")]
    public void A_wrong_value_is_named(string type, object? value, string message) =>
        Assert.That(ValueCheck.Find(TypeSyntax.Parse(type).Value, value)?.ToString(), Is.EqualTo(message));

    [Test]
    public void A_wrong_part_is_named_with_its_place()
    {
        var row = EastType.Struct(("ppm", EastType.Option(EastType.Float)));
        var type = EastType.Dict(EastType.String, EastType.Array(row));
        var rows = new EastArray<EastStruct>([EastStruct.Of(row, new EastVariant(EastType.Option(EastType.Float), "some", 1L))]);
        var dict = new EastDict<string, EastArray<EastStruct>>(EastType.String) { ["a b"] = rows };
        Assert.That(ValueCheck.Find(type, dict)?.ToString(), Is.EqualTo("[\"a b\"][0].ppm.some: expected Float, got a System.Int64"));
        Assert.That(() => Beast2.Encode(type, dict), Throws.ArgumentException.With.Message.StartsWith("[\"a b\"][0].ppm.some: expected Float"));
        Assert.That(() => Beast2.Encode(EastType.Integer, "x"), Throws.ArgumentException.With.Message.StartsWith("expected Integer, got a System.String"));
    }

    [Test]
    public void Types_become_values_and_back_unless_they_are_hostile()
    {
        var random = new Random(2);
        for (var i = 0; i < 500; i++)
        {
            var type = TypeGenerator.Make(random, data: false);
            Assert.That(TypeOfTypes.TryFromValue(TypeOfTypes.ToValue(type), out var back, out _), Is.True);
            Assert.That(back, Is.EqualTo(type));
        }
        var fields = new EastArray<EastStruct>();
        var self = new EastVariant(TypeOfTypes.Type, "Struct", fields);
        var field = (StructType)((ArrayType)TypeOfTypes.Type.Cases[(int)EastTypeKind.Struct].Type).Element;
        fields.Add(EastStruct.Of(field, "a", self));
        fields.Add(EastStruct.Of(field, "b", self));
        Assert.That(TypeOfTypes.TryFromValue(self, out _, out var problem), Is.False);
        Assert.That(problem, Is.EqualTo(TypeMessages.TooDeep));
    }
}
