using FsCheck.Fluent;

namespace Polyglot.East.Tests;

/// <summary>A recursive type and the same type unfolded have the same values: the very same objects, in every codec and relation.</summary>
public sealed class FoldingTests
{
    private const string List = "Recursive<L = Variant<cons: Struct<head: Integer, tail: L>, nil>>";
    private const string Rose = "Recursive<T = Struct<v: Integer, kids: Array<T>>>";
    private const string Itself = "Recursive<A = Array<A>>";
    private const string Twice = "Recursive<A = Array<Array<A>>>";
    private const string Mutual = "Recursive<A = Array<Struct<one: A, many: Array<A>, byName: Dict<String, Array<A>>>>>";
    private const string Cells = "Recursive<R = Ref<Variant<end, next: Struct<all: Array<R>, r: R>>>>";
    private const string Map = "Recursive<D = Dict<String, D>>";
    private const string Inner = "Recursive<S = Struct<own: Recursive<A = Array<A>>, s: Array<S>>>";

    [TestCase(List, "EastVariant")]
    [TestCase(Rose, "EastStruct")]
    [TestCase(Itself, "EastArray<Object>")]
    [TestCase(Twice, "EastArray<EastArray<Object>>")]
    [TestCase(Mutual, "EastArray<EastStruct>")]
    [TestCase(Cells, "EastRef<EastVariant>")]
    [TestCase(Map, "EastDict<String, Object>")]
    [TestCase("Array<" + Rose + ">", "EastArray<EastStruct>")]
    [TestCase("Array<" + Itself + ">", "EastArray<Object>")]
    [TestCase("Dict<String, Array<" + Itself + ">>", "EastDict<String, EastArray<Object>>")]
    [TestCase("Ref<() => Null>", "EastRef<EastFunction>")]
    [TestCase("Recursive<F = (Integer) => F>", "EastFunction")]
    public void The_class_of_a_value_is(string friendly, string expected)
    {
        var type = Type(friendly);
        Assert.That(Name(ClrTypes.ClassOf(type)), Is.EqualTo(expected));
        Assert.That(ClrTypes.ClassOf(type.Unfold()), Is.EqualTo(ClrTypes.ClassOf(type)));
    }

    [Test]
    public void A_container_that_contains_its_own_type_is_held_as_an_object_and_everything_else_as_what_it_is()
    {
        Assert.That(ClrTypes.Of(Type(Itself)), Is.EqualTo(typeof(object)));
        Assert.That(ClrTypes.Of(Type(Itself).Unfold()), Is.EqualTo(typeof(EastArray<object>)));
        Assert.That(ClrTypes.Of(Type(Rose)), Is.EqualTo(typeof(EastStruct)));
        Assert.That(ClrTypes.Of(EastType.Array(EastType.Float)), Is.EqualTo(typeof(EastArray<double>)));
        Assert.That(() => ClrTypes.Of(EastType.Array(EastType.Recursive(2))), Throws.ArgumentException);
    }

    [Test]
    public void The_delegate_of_a_function_is_over_what_holds_its_inputs_and_output()
    {
        Assert.That(ClrTypes.DelegateOf((FunctionType)Type("(Integer, Float) => String")), Is.EqualTo(typeof(Func<long, double, string>)));
        Assert.That(ClrTypes.DelegateOf((FunctionType)Type("async () => Null")), Is.EqualTo(typeof(Func<EastNull>)));
        Assert.That(ClrTypes.DelegateOf((FunctionType)Type("Recursive<F = (Array<F>) => F>")), Is.EqualTo(typeof(Func<EastArray<EastFunction>, EastFunction>)));
        Assert.That(ClrTypes.DelegateOf((FunctionType)Type($"({Itself}) => Never")), Is.EqualTo(typeof(Func<object, object>)));
        var many = EastType.Function([.. Enumerable.Repeat(EastType.Integer, 20)], EastType.Null);
        Assert.That(ClrTypes.DelegateOf(many).GetMethod("Invoke")!.GetParameters(), Has.Length.EqualTo(20));
    }

    [Test]
    public void A_function_is_called_through_its_delegate_or_with_objects()
    {
        var type = (FunctionType)Type("(Integer, Integer) => Integer");
        var add = EastFunction.Of(type, (long a, long b) => a + b);
        Assert.That(add, Is.InstanceOf<EastFunction<Func<long, long, long>>>());
        Assert.That(add.Invoke(1L, 2L), Is.EqualTo(3L));
        Assert.That(add.Captured, Is.Empty);
        Assert.That(() => EastFunction.Of(type, (int a, int b) => a + b), Throws.ArgumentException);
        var failing = EastFunction.Of((FunctionType)Type("() => Null"), new Func<EastNull>(() => throw new InvalidDataException("no")));
        Assert.That(() => failing.Invoke(), Throws.TypeOf<InvalidDataException>());
        Assert.That(ValueCheck.Find(EastType.Array(type), new EastArray<EastFunction>([add])), Is.Null);
        Assert.That(ValueCheck.Find(type, failing)?.ToString(), Does.StartWith("expected (Integer, Integer) => Integer"));
    }

    [TestCase(List)]
    [TestCase(Rose)]
    [TestCase(Itself)]
    [TestCase(Twice)]
    [TestCase(Mutual)]
    [TestCase(Cells)]
    [TestCase(Map)]
    [TestCase(Inner)]
    public void A_value_goes_through_every_codec_as_either_type(string friendly)
    {
        var type = Type(friendly);
        for (var seed = 0; seed < 200; seed++)
            if (ValueGenerator.Of(type, new Random(seed)) is { } value) GoesThrough(type, type.Unfold(), value);
    }

    [Test]
    public void A_shared_container_may_be_met_as_both_types()
    {
        var tree = (StructType)Type(Rose);
        var kids = new EastArray<EastStruct>();
        kids.Add(EastStruct.Of(tree, 1L, kids));
        GoesThrough(tree, tree.Unfold(), EastStruct.Of(tree, 1L, kids));
    }

    [Test]
    public void Any_type_and_its_unfolding_hold_the_same_classes() => Property.Holds(Prop.ForAll(TypeGenerator.Closed(), type =>
        Unfolded(type) is not { } unfolded
        || (ClrTypes.ClassOf(unfolded) == ClrTypes.ClassOf(type) && TypeNode.HaveSameValues(TypeNode.Of(type), TypeNode.Of(unfolded)))));

    private static void GoesThrough(EastType folded, EastType unfolded, object value)
    {
        Assert.That(ValueCheck.Find(unfolded, value), Is.Null);
        Assert.That(EastText.Print(unfolded, value), Is.EqualTo(EastText.Print(folded, value)));
        Assert.That(EastJson.Print(unfolded, value), Is.EqualTo(EastJson.Print(folded, value)));
        var bytes = Beast2.Encode(folded, value)[Beast2.Header(folded).Length..];
        Assert.That(Beast2.Encode(unfolded, value)[Beast2.Header(unfolded).Length..], Is.EqualTo(bytes));
        foreach (var (type, other) in ((EastType, EastType)[])[(folded, unfolded), (unfolded, folded)])
            foreach (var back in (object[])[Beast2.DecodeValue(bytes, type).Value, EastJson.Parse(type, EastJson.Print(type, value)).Value])
            {
                Assert.That(ValueCheck.Find(other, back), Is.Null);
                Assert.That(EastOrder.Equal(other, value, back), Is.True);
                Assert.That(EastOrder.Equal(type, value, back), Is.True);
                Assert.That(EastText.Print(other, back), Is.EqualTo(EastText.Print(type, value)));
            }
    }

    private static EastType? Unfolded(EastType type)
    {
        try
        {
            return type.Unfold();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static EastType Type(string friendly) => TypeSyntax.Parse(friendly).Value;

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
