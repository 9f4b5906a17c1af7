using FsCheck.Fluent;

namespace Polyglot.East.Tests;

public sealed class TypeSyntaxTests
{
    [TestCase("Integer", ".Integer")]
    [TestCase(" Array < Float > ", ".Array .Float")]
    [TestCase("Dict<String,Set<Integer>>", ".Dict (key=.String, value=.Set .Integer)")]
    [TestCase("Option<Blob>", ".Variant [(name=\"none\", type=.Null), (name=\"some\", type=.Blob)]")]
    [TestCase("Struct<>", ".Struct []")]
    [TestCase("Struct<date: DateTime, ppm: Float>", ".Struct [(name=\"date\", type=.DateTime), (name=\"ppm\", type=.Float)]")]
    [TestCase("Variant<ok: Integer, failed>", ".Variant [(name=\"failed\", type=.Null), (name=\"ok\", type=.Integer)]")]
    [TestCase("Struct<`a b`: Null, `\\`\\\\`: Null>", ".Struct [(name=\"a b\", type=.Null), (name=\"`\\\\\", type=.Null)]")]
    [TestCase("() => Null", ".Function (inputs=[], output=.Null)")]
    [TestCase("async (Integer, String) => Array<Float>", ".AsyncFunction (inputs=[.Integer, .String], output=.Array .Float)")]
    [TestCase("Recursive<List = Variant<cons: Struct<head: Integer, tail: List>, nil>>",
        ".Variant [(name=\"cons\", type=.Struct [(name=\"head\", type=.Integer), (name=\"tail\", type=.Recursive 2)]), (name=\"nil\", type=.Null)]")]
    [TestCase("Recursive<A = Recursive<B = Struct<a: Ref<A>, b: Ref<B>>>>",
        ".Struct [(name=\"a\", type=.Ref .Recursive 2), (name=\"b\", type=.Ref .Recursive 2)]")]
    [TestCase("Recursive<A = Array<(A) => A>>", ".Array .Function (inputs=[.Recursive 2], output=.Recursive 2)")]
    public void Friendly_types_are_read(string text, string east)
    {
        var parsed = TypeSyntax.Parse(text);
        Assert.That(parsed.Error, Is.Null);
        Assert.That(TypeText.Print(parsed.Value), Is.EqualTo(east));
    }

    [TestCase("Array<Struct<`x y`: Integer, ok: Boolean>>")]
    [TestCase("Option<Option<Null>>")]
    [TestCase("Variant<`a b`, failed: String, ok>")]
    [TestCase("Recursive<Self = Variant<cons: Struct<head: Integer, tail: Self>, nil>>")]
    [TestCase("Recursive<Self = Struct<x: Array<Self>, y: Recursive<Self2 = Variant<end, more: Self2>>>>")]
    [TestCase("Struct<x: Recursive<Self = Array<Self>>, y: Recursive<Self = Ref<Option<Self>>>>")]
    [TestCase("async (Integer, () => Null) => Dict<String, Ref<Never>>")]
    public void Printing_is_canonical(string text) => Assert.That(TypeSyntax.Print(TypeSyntax.Parse(text).Value), Is.EqualTo(text));

    [TestCase("", 1, 1, "expected a type, got end of input")]
    [TestCase("Array", 1, 6, "expected '<', got end of input")]
    [TestCase("Array<Int>", 1, 7, "unknown type 'Int'; did you mean Integer?")]
    [TestCase("array<Integer>", 1, 1, "unknown type 'array'; did you mean Array?")]
    [TestCase("Dict<String Integer>", 1, 13, "expected ',', got 'I'")]
    [TestCase("Struct<\n  a: Integer,\n  a: Float>", 3, 3, "the field 'a' occurs twice in one Struct")]
    [TestCase("Struct<a: Integer,>", 1, 19, "expected a name (odd ones in backticks), got '>'")]
    [TestCase("Struct<a>", 1, 9, "expected ':', got '>'")]
    [TestCase("Struct<`a: Integer>", 1, 20, "expected a closing '`', got end of input")]
    [TestCase("Struct<`a\\n`: Integer>", 1, 11, "expected '\\' or '`' after '\\', got 'n'")]
    [TestCase("Integer x", 1, 9, "expected the end of the type, got 'x'")]
    [TestCase("Set<Array<Integer>>", 1, 1, "Array<Integer> cannot be a key: keys are immutable data (no Ref, Array, Set, Dict or function inside)")]
    [TestCase("Recursive<A = A>", 1, 15, "a recursive type needs a constructor around the name that stands for it")]
    [TestCase("Recursive<Float = Array<Float>>", 1, 11, "'Float' is the name of a type and cannot stand for a recursive one")]
    [TestCase("(Integer) -> Null", 1, 11, "expected '=>', got '-'")]
    [TestCase("(Integer", 1, 9, "expected ')', got end of input")]
    public void Errors_say_where_and_what_was_expected(string text, int line, int column, string message)
    {
        var error = TypeSyntax.Parse(text).Error;
        Assert.That(error, Is.Not.Null);
        Assert.That((error!.Line, error.Column, error.Message), Is.EqualTo((line, column, message)));
    }

    [Test]
    public void Nesting_without_end_is_an_error()
    {
        var error = TypeSyntax.Parse(string.Concat(Enumerable.Repeat("Array<", 100_000))).Error;
        Assert.That(error!.Message, Does.Contain("nests more than"));
    }

    [Test]
    public void What_is_printed_reads_back_as_the_same_type() =>
        Property.Holds(Prop.ForAll(TypeGenerator.Closed(), type =>
        {
            var parsed = TypeSyntax.Parse(TypeSyntax.Print(type));
            return parsed.IsSuccess && parsed.Value == type;
        }));

    [Test]
    public void Mutated_text_gives_a_type_or_an_error()
    {
        var random = new Random(7);
        const string alphabet = "ArayDictStrucVnteg<>(),:=`\\ .[]\"RecuivSlf";
        for (var i = 0; i < 20_000; i++)
        {
            var text = TypeSyntax.Print(TypeGenerator.Make(random, data: false)).ToCharArray();
            for (var k = random.Next(4); k >= 0 && text.Length > 0; k--) text[random.Next(text.Length)] = alphabet[random.Next(alphabet.Length)];
            var parsed = TypeSyntax.Parse(new string(text));
            if (parsed.IsSuccess) Assert.That(TypeSyntax.Parse(parsed.Value.ToString()).Value, Is.EqualTo(parsed.Value));
            else Assert.That(parsed.Error.Position, Is.InRange(0, text.Length));
        }
    }
}
