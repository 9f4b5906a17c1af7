namespace Polyglot.East.Tests;

public sealed class EastIdentityTests
{
    [TestCase("Null", "null", "null", true)]
    [TestCase("Boolean", "true", "false", false)]
    [TestCase("Integer", "7", "7", true)]
    [TestCase("Float", "-0.0", "0.0", true)]
    [TestCase("Float", "NaN", "NaN", true)]
    [TestCase("Float", "1.0", "NaN", false)]
    [TestCase("String", "\"ab\"", "\"ab\"", true)]
    [TestCase("DateTime", "2020-01-01T00:00:00.000", "2020-01-01T00:00:00.000", true)]
    [TestCase("Blob", "0x01", "0x01", true)]
    [TestCase("Ref<Integer>", "&1", "&1", false)]
    [TestCase("Array<Integer>", "[1]", "[1]", false)]
    [TestCase("Set<Integer>", "{1}", "{1}", false)]
    [TestCase("Dict<Integer, Null>", "{1:null}", "{1:null}", false)]
    [TestCase("Struct<a: Integer, b: Float>", "(a=1, b=-0.0)", "(a=1, b=0.0)", true)]
    [TestCase("Struct<a: Array<Null>>", "(a=[])", "(a=[])", false)]
    [TestCase("Option<String>", ".some \"x\"", ".some \"x\"", true)]
    [TestCase("Option<String>", ".some \"x\"", ".none", false)]
    [TestCase("Option<Array<Null>>", ".some []", ".some []", false)]
    [TestCase("Recursive<L = Variant<cons: Struct<head: Integer, tail: L>, nil>>", ".cons (head=1, tail=.nil)", ".cons (head=1, tail=.nil)", true)]
    [TestCase("Array<() => Null>", "[]", "[]", false)]
    public void Two_values_read_apart_are_the_same_only_by_content(string type, string a, string b, bool same)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        var (x, y) = (EastText.Parse(parsed, a).Value, EastText.Parse(parsed, b).Value);
        Assert.That(EastIdentity.Is(parsed, x, y), Is.EqualTo(same));
        Assert.That(EastIdentity.Is(parsed, x, x), Is.True);
    }

    [Test]
    public void The_same_container_is_itself_wherever_it_lies()
    {
        var type = (StructType)TypeSyntax.Parse("Struct<n: Integer, kids: Recursive<A = Array<A>>>").Value;
        var kids = new EastArray<object>();
        Assert.That(EastIdentity.Is(type, EastStruct.Of(type, 1L, kids), EastStruct.Of(type, 1L, kids)), Is.True);
        Assert.That(EastIdentity.Relation<EastStruct>(type)(EastStruct.Of(type, 1L, kids), EastStruct.Of(type, 1L, new EastArray<object>())), Is.False);
        Assert.That(EastIdentity.Relation<object>(type.Fields[1].Type)(kids, kids), Is.True);
        Assert.That(() => EastIdentity.Relation<long>(type), Throws.ArgumentException);
    }

    [TestCase("() => Null")]
    [TestCase("Struct<f: () => Null>")]
    [TestCase("Option<async () => Null>")]
    public void Functions_have_no_identity(string type)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        Assert.That(() => EastIdentity.Is(parsed, null, null), Throws.ArgumentException.With.Message.StartsWith("Functions have no identity"));
    }

    [TestCase("Null", "null")]
    [TestCase("Boolean", "false")]
    [TestCase("Integer", "0")]
    [TestCase("Float", "0.0")]
    [TestCase("String", "\"\"")]
    [TestCase("DateTime", "1970-01-01T00:00:00.000")]
    [TestCase("Blob", "0x")]
    [TestCase("Ref<Array<Integer>>", "&[]")]
    [TestCase("Struct<a: Set<Integer>, b: Dict<Integer, Null>>", "(a={}, b={:})")]
    [TestCase("Variant<b: Integer, a: Option<Integer>>", ".a .none")]
    [TestCase("Recursive<T = Struct<v: Integer, kids: Array<T>>>", "(v=0, kids=[])")]
    [TestCase("Recursive<L = Variant<a: Struct<head: Integer, tail: L>, nil>>", null)]
    [TestCase("Recursive<R = Ref<R>>", null)]
    [TestCase("Never", null)]
    [TestCase("Variant<>", null)]
    [TestCase("Struct<f: () => Null>", null)]
    public void Defaults_are(string type, string? text)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        var value = EastDefaults.Of(parsed);
        Assert.That(value is null ? null : EastText.Print(parsed, value), Is.EqualTo(text));
    }
}
