using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Polyglot.East.Tests;

/// <summary>The vectors of readers once more, through the builtins that use them.</summary>
public sealed class BuiltinReaderVectors
{
    [Test]
    public void Parse_reads_as_in_the_reference() => Vector.RunAll(Cases("parse.json"), item =>
    {
        var type = Vector.Type(item.GetProperty("type"));
        var expected = Vector.Text(item, "err") is { } error ? $"Failed to parse {TypeText.Print(type)} at {item.GetProperty("pos").GetRawText()}: {error}" : Vector.Text(item, "out");
        return Vector.Expect("outcome", expected, Call("Parse", type, Vector.Text(item, "in")!));
    });

    [Test]
    public void StringParseJSON_reads_as_in_the_reference() => Vector.RunAll(Cases("json_decode.json"), item =>
    {
        var type = Vector.Type(item.GetProperty("type"));
        var (expected, actual) = (Vector.Text(item, "err") ?? Vector.Text(item, "out")!, Call("StringParseJSON", type, Vector.Text(item, "in")!));
        const string syntax = EastJsonMessages.SyntaxPrefix; // what follows is the host's own text
        return expected.StartsWith(syntax, StringComparison.Ordinal)
            ? Vector.Expect("outcome", syntax, actual[..Math.Min(syntax.Length, actual.Length)])
            : Vector.Expect("outcome", expected, actual);
    });

    [Test]
    public void BlobDecodeBeast_and_BlobDecodeBeast2_read_as_in_the_reference() => Vector.RunAll(Cases("binary_decode.json").Where(i => Type(i) is not null), item =>
    {
        var type = Type(item)!;
        var (builtin, what) = IsBeast2(item) ? ("BlobDecodeBeast2", "Beast2") : ("BlobDecodeBeast", "Beast");
        var expected = Vector.Text(item, "err") is { } error
            ? $"Failed to decode {what} data: {error}"
            : EastText.Print(type, EastText.Parse(type, Vector.Text(item, "out")!).Value); // 15: ours are in East order
        return Vector.Expect("outcome", expected, Call(builtin, type, Blob(item)));
    });

    [Test]
    public void BlobDecodeCsv_reads_as_in_the_reference() => Vector.RunAll(Cases("csv.json").Where(i => i.GetProperty("op").GetString() == "decode"), item =>
    {
        var row = Vector.Type(item.GetProperty("type"));
        var expected = (item.TryGetProperty("out", out var text) ? text : item.GetProperty("err")).GetString();
        var config = Config(item.GetProperty("opt"));
        var bytes = EastBlob.Wrap(Encoding.UTF8.GetBytes(item.GetProperty("in").GetString()!));
        return Vector.Expect("outcome", expected, Call("BlobDecodeCsv", [row, config.Type], EastType.Array(row), bytes, config.Value));
    });

    private static bool IsBeast2(JsonElement item) => item.GetProperty("fmt").GetString() == "beast2";

    private static EastBlob Blob(JsonElement item) => EastBlob.Wrap(Convert.FromHexString(item.GetProperty("hex").GetString()!));

    /// <summary>The type that the file says, or any where it says none; null where it cannot be known here.</summary>
    private static EastType? Type(JsonElement item)
    {
        if (item.TryGetProperty("type", out var type)) return Vector.Type(type);
        if (!IsBeast2(item)) return null;
        var header = Beast2.ReadHeader(Blob(item).Span);
        return header.IsSuccess ? header.Value.Type : EastType.Integer;
    }

    private static IEnumerable<JsonElement> Cases(string file) => Vector.Load(file).GetProperty("cases").EnumerateArray();

    private static string Call(string builtin, EastType type, object argument) => Call(builtin, [type], type, argument);

    /// <summary>The East text of what the builtin gives, or the message of its error.</summary>
    private static string Call(string builtin, EastType[] types, EastType output, params object[] arguments)
    {
        BuiltinTable.TryGet(builtin, out var definition);
        var site = new BuiltinSite(definition!, [.. types], Sites.Here);
        try
        {
            return EastText.Print(output, definition!.Method.MakeGenericMethod([.. types.Select(ClrTypes.Of)]).Invoke(null, [site, .. arguments]));
        }
        catch (TargetInvocationException e) when (e.InnerException is EastException error)
        {
            Assert.That(error.Locations, Is.EqualTo(new[] { Sites.Here }));
            return error.Message;
        }
    }

    /// <summary>A configuration struct with the members that the vector has; the others mean none.</summary>
    private static TypedValue Config(JsonElement given)
    {
        var fields = given.EnumerateObject().Select(option => (option.Name, Type: option.Value.ValueKind switch
        {
            JsonValueKind.String => EastType.String,
            JsonValueKind.Array => EastType.Array(EastType.String),
            JsonValueKind.Object => (EastType)EastType.Dict(EastType.String, EastType.String),
            _ => EastType.Boolean,
        }, option.Value)).ToArray();
        var type = EastType.Struct([.. fields.Select(f => (f.Name, (EastType)EastType.Option(f.Type)))]);
        return new TypedValue(type, EastStruct.Of(type, [.. fields.Select(f => (object?)new EastVariant(EastType.Option(f.Type), "some", Value(f.Type, f.Value)))]));
    }

    private static object Value(EastType type, JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object) return EastJson.Parse(type, given.GetRawText()).Value;
        var mapping = new EastDict<string, string>(EastType.String);
        foreach (var entry in given.EnumerateObject()) mapping[entry.Name] = entry.Value.GetString()!;
        return mapping;
    }
}
