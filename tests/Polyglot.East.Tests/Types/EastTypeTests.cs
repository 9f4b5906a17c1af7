namespace Polyglot.East.Tests;

public sealed class EastTypeTests
{
    private static readonly EastType List = EastType.Variant(
        ("nil", EastType.Null), ("cons", EastType.Struct(("head", EastType.Integer), ("tail", EastType.Recursive(2)))));

    [Test]
    public void Equality_is_structural()
    {
        var again = EastType.Variant(("cons", EastType.Struct(("head", EastType.Integer), ("tail", EastType.Recursive(2)))), ("nil", EastType.Null));
        Assert.That(again, Is.EqualTo(List));
        Assert.That(again.GetHashCode(), Is.EqualTo(List.GetHashCode()));
        Assert.That(again == List, Is.True);
        Assert.That(EastType.Struct(("a", EastType.Integer), ("b", EastType.Integer)),
            Is.Not.EqualTo(EastType.Struct(("b", EastType.Integer), ("a", EastType.Integer))));
        Assert.That((EastType)EastType.Function([], EastType.Null), Is.Not.EqualTo((EastType)EastType.AsyncFunction([], EastType.Null)));
    }

    [Test]
    public void Cases_are_sorted_by_utf16_unit()
    {
        var type = EastType.Variant(("\uffff", EastType.Null), ("\U0001F600", EastType.Null), ("a", EastType.Null), ("B", EastType.Null));
        Assert.That(type.Cases.Select(c => c.Name), Is.EqualTo(new[] { "B", "a", "\U0001F600", "\uffff" }));
        Assert.That(type.Cases.Select(c => c.Index), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(type.IndexOf("a"), Is.EqualTo(1));
        Assert.That(type.IndexOf("z"), Is.EqualTo(-1));
    }

    [Test]
    public void A_name_cannot_occur_twice()
    {
        Assert.That(() => EastType.Struct(("a", EastType.Null), ("a", EastType.Integer)), Throws.ArgumentException.With.Message.Contains("'a'"));
        Assert.That(() => EastType.Variant(("a", EastType.Null), ("a", EastType.Integer)), Throws.ArgumentException.With.Message.Contains("'a'"));
    }

    [Test]
    public void Keys_are_closed_immutable_data()
    {
        Assert.That(() => EastType.Set(EastType.Array(EastType.Integer)), Throws.ArgumentException);
        Assert.That(() => EastType.Dict(EastType.Struct(("a", EastType.Ref(EastType.Null))), EastType.Null), Throws.ArgumentException);
        Assert.That(() => EastType.Set(EastType.Function([], EastType.Null)), Throws.ArgumentException);
        Assert.That(() => EastType.Set(EastType.Recursive(1)), Throws.ArgumentException);
        Assert.That(EastType.Set(List).Key, Is.EqualTo(List));
    }

    [Test]
    public void Closedness_follows_the_back_references()
    {
        Assert.That(List.IsClosed, Is.True);
        Assert.That(EastType.Recursive(1).IsClosed, Is.False);
        Assert.That(EastType.Array(EastType.Recursive(1)).IsClosed, Is.True);
        Assert.That(EastType.Array(EastType.Recursive(2)).IsClosed, Is.False);
        Assert.That(EastType.Dict(EastType.String, EastType.Array(EastType.Recursive(2))).IsClosed, Is.True);
        Assert.That(() => EastType.Recursive(0), Throws.ArgumentException);
    }

    [Test]
    public void Data_types_have_no_functions_inside()
    {
        Assert.That(List.IsData, Is.True);
        Assert.That(EastType.Array(EastType.Option(EastType.Function([], EastType.Null))).IsData, Is.False);
    }

    [Test]
    public void Fixed_width_is_the_sum_of_the_fields()
    {
        Assert.That(EastType.Null.FixedWidth, Is.EqualTo(0));
        Assert.That(EastType.Boolean.FixedWidth, Is.EqualTo(1));
        Assert.That(EastType.Float.FixedWidth, Is.EqualTo(8));
        Assert.That(EastType.Integer.FixedWidth, Is.Null);
        Assert.That(EastType.Struct().FixedWidth, Is.EqualTo(0));
        var nested = EastType.Struct(("p", EastType.Struct(("x", EastType.Float), ("y", EastType.Float))), ("ok", EastType.Boolean), ("n", EastType.Null));
        Assert.That(nested.FixedWidth, Is.EqualTo(17));
        Assert.That(nested.IsFixedWidth, Is.True);
        Assert.That(EastType.Struct(("d", EastType.DateTime)).IsFixedWidth, Is.False);
        Assert.That(EastType.Struct(("d", EastType.Recursive(1))).IsFixedWidth, Is.False);
    }

    [Test]
    public void Hostile_nesting_is_refused()
    {
        EastType type = EastType.Null;
        for (var i = 1; i < EastType.MaxDepth; i++) type = EastType.Array(type);
        Assert.That(() => EastType.Array(type), Throws.ArgumentException);
        EastType wide = EastType.Null;
        Assert.That(() =>
        {
            for (var i = 0; i < 40; i++) wide = EastType.Struct(("a", wide), ("b", wide));
        }, Throws.ArgumentException);
    }

    [Test]
    public void Option_is_only_a_name()
    {
        Assert.That((EastType)EastType.Option(EastType.Float), Is.EqualTo((EastType)EastType.Variant(("some", EastType.Float), ("none", EastType.Null))));
        Assert.That(EastType.Option(EastType.Float).OptionContent, Is.EqualTo(EastType.Float));
    }

    [Test]
    public void Clr_types_are_unboxed_where_they_can_be()
    {
        Assert.That(ClrTypes.Of(EastType.Array(EastType.Float)), Is.EqualTo(typeof(EastArray<double>)));
        Assert.That(ClrTypes.Of(EastType.Dict(EastType.String, EastType.Set(EastType.Integer))), Is.EqualTo(typeof(EastDict<string, EastSet<long>>)));
        Assert.That(ClrTypes.Of(List), Is.EqualTo(typeof(EastVariant)));
    }
}
