using System.Text.Json;

namespace Polyglot.East.Tests;

/// <summary>
/// Every value of the vectors through every format, both ways. Where an expectation differs from the vector, a rule of the
/// specification's section 9 says so, and the rule is here by its number.
/// </summary>
public sealed class ValueVectors
{
    private JsonElement _file;
    private EastType[] _types = [];

    [OneTimeSetUp]
    public void Load()
    {
        _file = Vector.Load("values.json");
        _types = [.. _file.GetProperty("types").EnumerateArray().Select(t => TypeCodec.Decode(Bytes(t, "b2")).Value)];
    }

    [Test]
    public void Types_survive_schema_text_json_and_friendly_syntax() => Vector.RunAll(_file.GetProperty("types").EnumerateArray(), item =>
    {
        var type = TypeCodec.Decode(Bytes(item, "b2")).Value;
        var value = TypeOfTypes.ToValue(type);
        return Vector.Expect("schema", Vector.Text(item, "b2"), Convert.ToHexStringLower(TypeCodec.Encode(type)))
            ?? Vector.Expect("text", Vector.Text(item, "text"), TypeText.Print(type))
            ?? Vector.Expect("text of the value", Vector.Text(item, "text"), EastText.Print(TypeOfTypes.Type, value))
            ?? Vector.Expect("json", Compact(item.GetProperty("json")), EastJson.Print(TypeOfTypes.Type, value))
            ?? (TypeSyntax.Parse(Vector.Text(item, "text")!).Value == type ? null : "East text does not read back")
            ?? (TypeSyntax.Parse(TypeSyntax.Print(type)).Value == type ? null : "friendly syntax does not read back")
            ?? (Vector.Type(item.GetProperty("json")) == type ? null : "JSON does not read back");
    });

    [Test]
    public void Values_survive_beast2() => Vector.RunAll(DataCases(), item =>
    {
        var type = TypeOf(item);
        if (HasLoneSurrogate(item)) return null; // 18: UTF-8 cannot say it; see the tests of EastJson for what becomes of it
        var bytes = Bytes(item, "b2");
        var decoded = Beast2.DecodeValue(bytes, type);
        if (!decoded.IsSuccess) return $"decode: {decoded.Error}";
        byte[] file = [.. Beast2.Header(type), .. bytes];
        return Vector.Expect("verify", null, Beast2.Verify(file, type)?.Message)
            ?? Vector.Expect("text", Vector.Text(item, "text"), EastText.Print(type, decoded.Value))
            ?? Vector.Expect("bytes", Convert.ToHexStringLower(file), Convert.ToHexStringLower(Beast2.Encode(type, decoded.Value)))
            ?? Vector.Expect("check", null, ValueCheck.Find(type, decoded.Value)?.ToString())
            ?? (EastOrder.Equal(type, decoded.Value, Beast2.DecodeAny(file).Value.Value) ? null : "differs from itself decoded again");
    });

    [Test]
    public void Values_survive_beast_v1() => Vector.RunAll(DataCases().Where(c => c.TryGetProperty("b1", out _)), item =>
    {
        var type = TypeOf(item);
        if (HasLoneSurrogate(item)) return null; // 18: UTF-8 cannot say it
        byte[] file = [.. Beast1.Magic, .. Bytes(_file.GetProperty("types")[item.GetProperty("t").GetInt32()], "b1"), .. Bytes(item, "b1")];
        var value = Beast2.DecodeValue(Bytes(item, "b2"), type).Value;
        if (Vector.Expect("bytes", Convert.ToHexStringLower(file), Convert.ToHexStringLower(Beast1.Encode(type, value))) is { } failure) return failure;
        var decoded = Beast1.Decode(file, type);
        if (Vector.Text(item, "b1Err") is { } error) return Vector.Expect("error", error, decoded.Error?.Message);
        if (!decoded.IsSuccess) return $"decode: {decoded.Error}";
        // 15: elsewhere b1Back has the reference's Sets and Dicts, whose keys lost their order and identity.
        var back = Vector.Text(item, "tag")?.StartsWith("alias", StringComparison.Ordinal) == true ? Vector.Text(item, "b1Back") : null;
        return Vector.Expect("text", back ?? Vector.Text(item, "text"), EastText.Print(type, decoded.Value))
            ?? (EastOrder.Equal(type, value, decoded.Value) ? null : "differs from the value in beast2");
    });

    [Test]
    public void Types_that_beast_v1_cannot_say_are_those_of_the_reference() => Vector.RunAll(_file.GetProperty("types").EnumerateArray(), item =>
        Vector.Expect("supported", $"{item.GetProperty("b1").ValueKind != JsonValueKind.Null}", $"{Beast1.Unsupported(TypeCodec.Decode(Bytes(item, "b2")).Value) is null}"));

    [Test]
    public void Values_survive_text() => Vector.RunAll(DataCases(), item =>
    {
        var type = TypeOf(item);
        var text = Vector.Text(item, "text")!;
        var parsed = EastText.Parse(type, text);
        if (Vector.Text(item, "textErr") is { } error) return Vector.Expect("error", error, parsed.Error?.Message);
        if (!parsed.IsSuccess) return $"parse: {parsed.Error}";
        return Vector.Expect("text", text, EastText.Print(type, parsed.Value))
            ?? (HasLoneSurrogate(item) ? null : Vector.Expect("bytes", Vector.Text(item, "b2"), ValueBytes(type, parsed.Value)));
    });

    [Test]
    public void Values_survive_json() => Vector.RunAll(DataCases(), item =>
    {
        var type = TypeOf(item);
        var json = Compact(item.GetProperty("json"));
        var parsed = EastJson.Parse(type, json);
        var error = Vector.Text(item, "jsonErr");
        if (error?.Contains("ISO 8601", StringComparison.Ordinal) == true)
        {
            // 11: years are padded to four digits when written, so only those beyond four digits cannot be read.
            var value = Beast2.DecodeValue(Bytes(item, "b2"), type).Value;
            return Vector.Expect("error", error, parsed.Error?.Message) ?? Vector.Expect("json", Padded(json), EastJson.Print(type, value));
        }
        if (!parsed.IsSuccess) return $"parse: {parsed.Error}"; // 12: references across a Ref are read, where the vector has an error
        return Vector.Expect("json", json, EastJson.Print(type, parsed.Value))
            ?? Vector.Expect("text", Vector.Text(item, "text"), EastText.Print(type, parsed.Value))
            ?? (HasLoneSurrogate(item) ? null : Vector.Expect("bytes", Vector.Text(item, "b2"), ValueBytes(type, parsed.Value)));
    });

    private static string ValueBytes(EastType type, object value) => Convert.ToHexStringLower(Beast2.Encode(type, value).AsSpan(Beast2.Header(type).Length));

    private static byte[] Bytes(JsonElement item, string member) => Convert.FromHexString(item.GetProperty(member).GetString()!);

    private static bool HasLoneSurrogate(JsonElement item) =>
        item.GetProperty("json").GetRawText().Contains("\\ud", StringComparison.OrdinalIgnoreCase)
        && Vector.Text(item, "text")!.Contains("\\ud", StringComparison.Ordinal);

    private static string Padded(string json)
    {
        var sign = json[1] == '-' ? "-" : "";
        var digits = json.AsSpan(1 + sign.Length);
        var year = digits[..digits.IndexOf('-')].ToString();
        return $"\"{sign}{year.PadLeft(4, '0')}{digits[year.Length..]}";
    }

    /// <summary>The JSON without blanks and with the escapes that <c>JSON.stringify</c> makes.</summary>
    private static string Compact(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", json.EnumerateObject().Select(m => QuotedText.Of(m.Name) + ":" + Compact(m.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(",", json.EnumerateArray().Select(Compact)) + "]",
        JsonValueKind.String => QuotedText.Of(Vector.Text(json)),
        JsonValueKind.Number => FloatText.Stringify(json.GetDouble()),
        _ => json.GetRawText(),
    };

    private EastType TypeOf(JsonElement item) => _types[item.GetProperty("t").GetInt32()];

    /// <summary>Cases of types that have values of data; functions have no portable form.</summary>
    private IEnumerable<JsonElement> DataCases() => _file.GetProperty("cases").EnumerateArray().Where(c => TypeOf(c).IsData);
}
