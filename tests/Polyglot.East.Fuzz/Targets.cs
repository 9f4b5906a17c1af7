using System.Text;

namespace Polyglot.East.Fuzz;

/// <summary>The decoders, each with what must hold of everything that it accepts.</summary>
internal static class Targets
{
    private static readonly byte[][] TextWords = Mutator.Words(
        "null", "true", "false", "NaN", "-Infinity", "1#", "2#[0]", "#", "1#.kids", "[", "]", "{", "}", "{:}", "(", ")", ".some ", ".none", "&", "0x", "\"", "\\", "`",
        "1e999", "-0.0", "2024-02-30T00:00:00.000", ", ", "=", ":", "\u00a0", "\U0001F600", "99999999999999999999");

    private static readonly byte[][] JsonWords = Mutator.Words(
        "null", "true", "{\"$ref\":\"1#\"}", "{\"$ref\":\"2#0/value\"}", "{\"type\":\"some\",\"value\":", "{\"key\":", ",\"value\":", "[", "]", "{", "}", "\"", "\\ud800", "\\u0000",
        "-0", "1e400", "\"-0.0\"", "\"NaN\"", "\"0x1g\"", "\"2024-02-30T24:00:00.000+23:59\"", ",", ":", "\"9223372036854775808\"", "[[[[[[[[", " ");

    private static readonly byte[][] CsvWords = Mutator.Words(",", "\"", "\"\"", "\r\n", "\n", "\r", "\ufeff", "null", "true", "NaN", "0x0g", "2024-01-01", "id,name,score", "-", "  ");

    public static IReadOnlyList<FuzzTarget> All { get; } = [Beast2Files(), Beast1Files(), Texts(), Jsons(), Tables(), Programs()];

    private static FuzzTarget Beast2Files() => new("beast2", Inputs(seed => Beast2.Encode(seed.Type, seed.Value)), [Beast2.Magic.ToArray(), [0x0b, 2], [0x10, 0], [0, 1]], (input, seed) =>
    {
        var type = Seeds.Values[seed].Type;
        var strict = Beast2.Decode(input, type);
        Require(Equals(Beast2.Verify(input, type), strict.Error), "checking and decoding disagree");
        using var stream = new MemoryStream(input, writable: false);
        Require(Equals(Beast2.Decode(stream, type).Error, strict.Error), "decoding from a stream and from memory disagree");
        var any = Beast2.DecodeAny(input, KeyOrder.Any);
        if (!any.IsSuccess) return Answer(any.Error.Message);
        var (found, value) = any.Value;
        Require(ValueCheck.Find(found, value) is null, "the value is not of its type");
        if (Beast2.Write(System.IO.Stream.Null, found, value) is { } refused) return Answer(refused.Reason.ToString());
        var again = Beast2.Encode(found, value);
        Require(Beast2.Encode(found, Beast2.Decode(again, found).Value).AsSpan().SequenceEqual(again), "the value does not survive its own bytes");
        return "value " + found.Kind;
    });

    private static FuzzTarget Beast1Files() => new(
        "beast1",
        [.. Inputs(seed => Beast1.Unsupported(seed.Type) is null ? Beast1.Encode(seed.Type, seed.Value) : []).Where(i => i.Input.Length > 0)],
        [Beast1.Magic.ToArray(), [1], [0x86], [0x0b, 1], [0x0d, 1], [0, 0, 6]],
        (input, seed) =>
        {
            var any = Beast1.DecodeAny(input);
            if (!any.IsSuccess) return Answer(any.Error.Message);
            var (type, value) = any.Value;
            Require(ValueCheck.Find(type, value) is null, "the value is not of its type");
            if (Beast1.Unsupported(type) is { } unsupported) return unsupported;
            var again = Beast1.Encode(type, value);
            if (!again.AsSpan().Contains((byte)0)) return "value";
            var back = Beast1.Decode(again, type);
            Require(back.IsSuccess && Beast1.Encode(type, back.Value).AsSpan().SequenceEqual(again), "the value does not survive its own bytes");
            return "value " + type.Kind;
        });

    private static FuzzTarget Texts() => new("text", Inputs(seed => Encoding.UTF8.GetBytes(EastText.Print(seed.Type, seed.Value))), TextWords, (input, seed) =>
    {
        var type = Seeds.Values[seed].Type;
        var text = Encoding.UTF8.GetString(input);
        var parsed = EastText.Parse(type, text);
        Agree(parsed, EastText.Parse(type, Stream(text)), value => EastText.Print(type, value));
        if (!parsed.IsSuccess)
        {
            Require(parsed.Error.Position >= 0 && parsed.Error.Position <= text.Length, "the error is outside the text");
            return Answer(parsed.Error.Message);
        }
        Require(ValueCheck.Find(type, parsed.Value) is null, "the value is not of its type");
        var printed = EastText.Print(type, parsed.Value);
        var back = EastText.Parse(type, printed);
        // Printed control characters are escaped, which the reader refuses, as it refuses ':' after a case without payload (spec 3.4).
        if (!back.IsSuccess && (printed.Contains('\\', StringComparison.Ordinal) || back.Error.Message.Contains("expected null, got ':'", StringComparison.Ordinal))) return "one way";
        Require(back.IsSuccess && EastText.Print(type, back.Value) == printed, "the value does not survive its own text");
        return "value";
    });

    private static FuzzTarget Jsons() => new("json", Inputs(seed => Encoding.UTF8.GetBytes(EastJson.Print(seed.Type, seed.Value))), JsonWords, (input, seed) =>
    {
        var type = Seeds.Values[seed].Type;
        var text = Encoding.UTF8.GetString(input);
        var parsed = EastJson.Parse(type, text);
        Agree(parsed, EastJson.Parse(type, Stream(text)), value => EastJson.Print(type, value));
        if (!parsed.IsSuccess) return Answer(parsed.Error.Message);
        Require(ValueCheck.Find(type, parsed.Value) is null, "the value is not of its type");
        var printed = EastJson.Print(type, parsed.Value);
        var back = EastJson.Parse(type, printed);
        Require(back.IsSuccess ? EastJson.Print(type, back.Value) == printed : back.Error.Message.Contains("date", StringComparison.Ordinal), "the value does not survive its own JSON");
        return "value";
    });

    private static FuzzTarget Tables() => new("csv", TableInputs(), CsvWords, (input, seed) =>
    {
        var row = (StructType)((ArrayType)Seeds.Values[seed].Type).Element;
        var options = CsvReadOptions.Default with { HasHeader = input.Length % 2 == 0, TrimFields = input.Length % 3 == 0, Strict = input.Length % 5 == 0 };
        var decoded = EastCsv.Decode(row, input, options);
        if (!decoded.IsSuccess) return Answer(decoded.Error.Message);
        Require(ValueCheck.Find(EastType.Array(row), decoded.Value) is null, "the value is not of its type");
        return EastCsv.Encode(row, decoded.Value) is { IsSuccess: false, Error: var refused } ? Answer(refused.Message) : "table";
    });

    private static FuzzTarget Programs() => new("ir", [(IrWriter.ToBeast2(Seeds.Program)[IrTypes.Header.Length..], 0)], [[0x0d], [0x1c, 8], [0x05, 8], [0, 0], [0x1b, 8]], (input, _) =>
    {
        var read = IrReader.FromValue(input);
        if (!read.IsSuccess) return Answer(read.Error.Message);
        var again = IrWriter.ToValueBytes(read.Value.Root);
        Require(IrWriter.ToValueBytes(IrReader.FromValue(again).Value.Root).AsSpan().SequenceEqual(again), "the program does not survive its own bytes");
        return "program";
    });

    private static (byte[], int)[] TableInputs() =>
    [
        .. Seeds.Values.Select((seed, i) => (seed, i)).Where(s => s.seed.Value is EastArray<EastStruct> && EastCsv.WhyUnsupported(s.seed.Type) is null)
            .Select(s => (EastCsv.Encode(s.seed.Type, (EastArray<EastStruct>)s.seed.Value).Value, s.i)),
    ];

    private static (byte[] Input, int Seed)[] Inputs(Func<Seed, byte[]> encode) => [.. Seeds.Values.Select((seed, i) => (encode(seed), i))];

    /// <summary>The message without what varies, so that a message of a new kind is seen as new.</summary>
    private static string Answer(string message)
    {
        var words = new StringBuilder();
        foreach (var c in message.AsSpan(0, Math.Min(message.Length, 60)))
            words.Append(char.IsAsciiLetter(c) || c == ' ' ? c : '.');
        return words.ToString();
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text), writable: false);

    /// <summary>A byte order mark at the beginning is taken off when it comes from a stream, and nothing else is different.</summary>
    private static void Agree(ParseResult<object> fromText, ParseResult<object> fromStream, Func<object, string> print)
    {
        if (fromText.IsSuccess != fromStream.IsSuccess || !fromText.IsSuccess)
            Require(fromText.Error == fromStream.Error || fromText.Error?.Message.Contains('\ufeff', StringComparison.Ordinal) == true, "reading from a stream and from memory disagree");
        else
            Require(print(fromText.Value) == print(fromStream.Value), "reading from a stream and from memory give different values");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new BrokenPromiseException(otherwise);
    }
}
