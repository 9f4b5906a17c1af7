using System.Text.Json;

namespace Polyglot.East.Tests;

public sealed class ReaderVectors
{
    [Test]
    public void East_text_is_read_as_the_reference_reads_it() => Vector.RunAll(Vector.Load("parse.json").GetProperty("cases").EnumerateArray(), item =>
    {
        var type = Vector.Type(item.GetProperty("type"));
        var parsed = EastText.Parse(type, Vector.Text(item, "in")!);
        return Vector.Expect("error", Vector.Text(item, "err"), parsed.Error?.Message)
            ?? (parsed.IsSuccess
                ? Vector.Expect("out", Vector.Text(item, "out"), EastText.Print(type, parsed.Value))
                : Vector.Expect("pos", item.GetProperty("pos").GetRawText(), $"{parsed.Error.Position}"));
    });

    [Test]
    public void Json_is_read_as_the_reference_reads_it() => Vector.RunAll(Vector.Load("json_decode.json").GetProperty("cases").EnumerateArray(), item =>
    {
        var type = Vector.Type(item.GetProperty("type"));
        var parsed = EastJson.Parse(type, Vector.Text(item, "in")!);
        if (parsed.IsSuccess) return Vector.Expect("out", Vector.Text(item, "out"), EastText.Print(type, parsed.Value));
        var expected = Vector.Text(item, "err");
        var message = EastJson.Explain(type, parsed.Error);
        const string syntax = "Failed to parse JSON: "; // what follows is the host's own text
        return expected?.StartsWith(syntax, StringComparison.Ordinal) == true
            ? Vector.Expect("error", syntax, message[..Math.Min(syntax.Length, message.Length)])
            : Vector.Expect("error", expected, message);
    });

    [Test]
    public void Both_binary_formats_are_read_as_the_reference_reads_them() => Vector.RunAll(Vector.Load("binary_decode.json").GetProperty("cases").EnumerateArray(), item =>
    {
        var bytes = Convert.FromHexString(item.GetProperty("hex").GetString()!);
        var decoded = item.GetProperty("fmt").GetString() == "beast2" ? Beast2.DecodeAny(bytes, KeyOrder.Any) : Beast1.DecodeAny(bytes);
        if (!decoded.IsSuccess) return Vector.Expect("error", OwnText(Vector.Text(item, "err")), decoded.Error.Message);
        var (type, value) = decoded.Value;
        return Vector.Expect("error", Vector.Text(item, "err"), null)
            ?? Vector.Expect("type", TypeText.Print(Vector.Type(item.GetProperty("type"))), TypeText.Print(type))
            ?? Vector.Expect("out", InEastOrder(type, Vector.Text(item, "out")!), EastText.Print(type, value));
    });

    [Test]
    public void Subtypes_are_those_of_the_reference()
    {
        var file = Vector.Load("subtype.json");
        var types = file.GetProperty("types").EnumerateArray().Select(Vector.Type).ToArray();
        var rows = types.Select(narrow => string.Concat(types.Select(wide => narrow.IsSubtypeOf(wide) ? '1' : '0')));
        Assert.That(rows, Is.EqualTo(file.GetProperty("rows").EnumerateArray().Select(r => r.GetString())));
    }

    /// <summary>Where the reference has no message of its own but a failure of its host, we have one.</summary>
    private static string? OwnText(string? message) =>
        message?.StartsWith("Cannot read properties of undefined", StringComparison.Ordinal) == true ? "Buffer underflow reading type byte at offset 8" : message;

    /// <summary>15: the reference leaves Dicts and Sets in the order of the file; ours are in East order.</summary>
    private static string InEastOrder(EastType type, string text) => EastText.Print(type, EastText.Parse(type, text).Value);
}
