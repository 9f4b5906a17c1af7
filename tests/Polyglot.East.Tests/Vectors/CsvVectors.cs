using System.Text;
using System.Text.Json;

namespace Polyglot.East.Tests;

/// <summary>Tables as the reference reads and writes them.</summary>
public sealed class CsvVectors
{
    [Test]
    public void Tables_are_read_and_written_as_the_reference_does() => Vector.RunAll(Vector.Load("csv.json").GetProperty("cases").EnumerateArray(), item =>
    {
        var type = Vector.Type(item.GetProperty("type"));
        var (expected, actual) = item.GetProperty("op").GetString() == "decode" ? Decode(type, item) : Encode(type, item);
        return Vector.Expect("result", expected, actual);
    });

    private static (string Expected, string Actual) Decode(EastType type, JsonElement item)
    {
        var decoded = EastCsv.Decode(type, Encoding.UTF8.GetBytes(item.GetProperty("in").GetString()!), ReadOptions(item.GetProperty("opt")));
        var actual = decoded.IsSuccess ? EastText.Print(EastType.Array(type), decoded.Value) : $"Failed to decode CSV data: {decoded.Error}";
        return (Expected(item), actual);
    }

    private static (string Expected, string Actual) Encode(EastType type, JsonElement item)
    {
        var rows = EastText.Parse(EastType.Array(type), Unescaped(item.GetProperty("rows").GetString()!));
        var encoded = EastCsv.Encode(type, (EastArray<EastStruct>)rows.Value, WriteOptions(item.GetProperty("opt")));
        return (Expected(item), encoded.IsSuccess ? Encoding.UTF8.GetString(encoded.Value) : $"Failed to encode CSV data: {encoded.Error}");
    }

    // East text prints control characters as escapes that its reader refuses (spec 3.4).
    private static string Unescaped(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal);

    private static string Expected(JsonElement item) => (item.TryGetProperty("out", out var text) ? text : item.GetProperty("err")).GetString()!;

    private static CsvReadOptions ReadOptions(JsonElement given)
    {
        var options = CsvReadOptions.Default;
        foreach (var option in given.EnumerateObject())
            options = option.Name switch
            {
                "delimiter" => options with { Delimiter = option.Value.GetString()![0] },
                "quoteChar" => options with { Quote = option.Value.GetString()![0] },
                "escapeChar" => options with { Escape = option.Value.GetString()![0] },
                "hasHeader" => options with { HasHeader = option.Value.GetBoolean() },
                "nullStrings" => options with { NullStrings = [.. option.Value.EnumerateArray().Select(e => e.GetString()!)] },
                "skipEmptyLines" => options with { SkipEmptyLines = option.Value.GetBoolean() },
                "trimFields" => options with { TrimFields = option.Value.GetBoolean() },
                "columnMapping" => options with { ColumnMapping = options.ColumnMapping.AddRange(option.Value.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString()!))) },
                "strict" => options with { Strict = option.Value.GetBoolean() },
                _ => throw new InvalidDataException($"the vectors have an option {option.Name} that this test does not know"),
            };
        return options;
    }

    private static CsvWriteOptions WriteOptions(JsonElement given)
    {
        var options = CsvWriteOptions.Default;
        foreach (var option in given.EnumerateObject())
            options = option.Name switch
            {
                "delimiter" => options with { Delimiter = option.Value.GetString()![0] },
                "quoteChar" => options with { Quote = option.Value.GetString()![0] },
                "escapeChar" => options with { Escape = option.Value.GetString()![0] },
                "newline" => options with { Newline = option.Value.GetString()! },
                "includeHeader" => options with { IncludeHeader = option.Value.GetBoolean() },
                "nullString" => options with { NullString = option.Value.GetString()! },
                "alwaysQuote" => options with { AlwaysQuote = option.Value.GetBoolean() },
                _ => throw new InvalidDataException($"the vectors have an option {option.Name} that this test does not know"),
            };
        return options;
    }
}
