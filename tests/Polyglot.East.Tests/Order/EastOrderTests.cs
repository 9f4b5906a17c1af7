namespace Polyglot.East.Tests;

public sealed class EastOrderTests
{
    private static readonly EastType Tree = TypeSyntax.Parse("Recursive<T = Struct<v: Integer, kids: Array<T>>>").Value;

    [Test]
    public void Floats_go_from_minus_infinity_to_NaN()
    {
        double[] ascending = [double.NegativeInfinity, -1e308, -1, -5e-324, -0.0, 0.0, 5e-324, 1, 1e308, double.PositiveInfinity, double.NaN];
        for (var i = 0; i < ascending.Length; i++)
            for (var k = 0; k < ascending.Length; k++)
                Assert.That(Math.Sign(EastOrder.Compare(EastType.Float, ascending[i], ascending[k])), Is.EqualTo(Math.Sign(i.CompareTo(k))), $"{ascending[i]} {ascending[k]}");
        Assert.That(EastOrder.Equal(EastType.Float, double.NaN, BitConverter.Int64BitsToDouble(-1)), Is.True);
    }

    [TestCase("B", "a")]
    [TestCase("", "\0")]
    [TestCase("\U0001F600", "\uffff")]
    [TestCase("a", "aa")]
    public void Strings_go_by_utf16_unit(string less, string greater)
    {
        Assert.That(EastOrder.Compare(EastType.String, less, greater), Is.Negative);
        Assert.That(EastOrder.Compare(EastType.String, greater, less), Is.Positive);
    }

    [Test]
    public void Dicts_compare_key_and_value_at_each_step()
    {
        var type = EastType.Dict(EastType.String, EastType.Integer);
        EastDict<string, long> Of(params (string, long)[] entries)
        {
            var dict = new EastDict<string, long>(EastType.String);
            foreach (var (key, value) in entries) dict[key] = value;
            return dict;
        }

        Assert.That(EastOrder.Compare(type, Of(("a", 2)), Of(("a", 1), ("b", 0))), Is.Positive);
        Assert.That(EastOrder.Compare(type, Of(("a", 1)), Of(("a", 1), ("b", 0))), Is.Negative);
        Assert.That(EastOrder.Compare(type, Of(("b", 1)), Of(("a", 9))), Is.Positive);
        Assert.That(EastOrder.Compare(type, Of(("b", 1), ("a", 2)), Of(("a", 2), ("b", 1))), Is.Zero);
    }

    [Test]
    public void Values_that_contain_themselves_equal_their_unrolling()
    {
        var kids = new EastArray<EastStruct>();
        var cycle = EastStruct.Of((StructType)Tree, 1L, kids);
        kids.Add(cycle);
        var unrolled = EastStruct.Of((StructType)Tree, 1L, new EastArray<EastStruct>([EastStruct.Of((StructType)Tree, 1L, new EastArray<EastStruct>([cycle]))]));
        Assert.That(EastOrder.Equal(Tree, cycle, unrolled), Is.True);
        var otherKids = new EastArray<EastStruct>();
        var other = EastStruct.Of((StructType)Tree, 1L, otherKids);
        otherKids.Add(EastStruct.Of((StructType)Tree, 2L, new EastArray<EastStruct>([other])));
        Assert.That(EastOrder.Compare(Tree, cycle, other), Is.Negative);
    }

    [Test]
    public void Shared_parts_are_compared_once()
    {
        // A chain in which every level holds the next one twice has 2^60 paths.
        object a = new EastArray<object>();
        object b = new EastArray<object>();
        for (var i = 0; i < 60; i++) (a, b) = (new EastArray<object>([a, a]), new EastArray<object>([b, b]));
        Assert.That(EastOrder.Equal(EastType.Array(EastType.Recursive(1)), a, b), Is.True);
    }

    [Test]
    public void Nesting_beyond_the_stack_is_an_exception_and_not_a_crash()
    {
        var type = EastType.Array(EastType.Recursive(1));
        object a = new EastArray<object>();
        object b = new EastArray<object>();
        for (var i = 0; i < 200_000; i++) (a, b) = (new EastArray<object>([a]), new EastArray<object>([b]));
        Assert.That(() => EastOrder.Compare(type, a, b), Throws.InstanceOf<InsufficientExecutionStackException>());
    }

    [Test]
    public void A_value_of_a_subtype_compares_where_the_supertype_is_asked_for()
    {
        var narrow = EastType.Variant(("some", EastType.Integer));
        var wide = EastType.Option(EastType.Integer);
        Assert.That(EastOrder.Compare(wide, new EastVariant(narrow, "some", 1L), new EastVariant(wide, "some", 1L)), Is.Zero);
        Assert.That(EastOrder.Compare(wide, new EastVariant(narrow, "some", 1L), new EastVariant(wide, "none")), Is.Positive);
    }

    [Test]
    public void Functions_are_all_equal() => Assert.That(EastOrder.Compare(EastType.Function([], EastType.Null), TestFunctions.Nothing(), TestFunctions.Nothing()), Is.Zero);

    [Test]
    public void A_comparer_is_for_the_clr_type_of_its_type()
    {
        Assert.That(EastOrder.Comparer<double>(EastType.Float).Compare(-0.0, 0.0), Is.Negative);
        Assert.That(() => EastOrder.Comparer<int>(EastType.Integer), Throws.ArgumentException);
    }
}
