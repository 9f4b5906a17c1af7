using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>
/// The configuration structs of programs (spec 2.4) as options. Members are found by name, so that a struct with fewer of them will do;
/// each is an Option, and without a value the default stays. <c>newline</c> means nothing when reading.
/// </summary>
internal static class CsvConfig
{
    // Stands for a text without any character, which no option allows.
    private const char NoCharacter = '\uffff';

    public static CsvReadOptions Read(object? config)
    {
        var options = CsvReadOptions.Default;
        foreach (var (name, value) in Members(config))
            options = name switch
            {
                "delimiter" => options with { Delimiter = Character(value) },
                "quoteChar" => options with { Quote = Character(value) },
                "escapeChar" => options with { Escape = Character(value) },
                "hasHeader" => options with { HasHeader = (bool)value },
                "nullStrings" => options with { NullStrings = [.. (EastArray<string>)value] },
                "skipEmptyLines" => options with { SkipEmptyLines = (bool)value },
                "trimFields" => options with { TrimFields = (bool)value },
                "columnMapping" => options with { ColumnMapping = ((EastDict<string, string>)value).ToImmutableDictionary(StringComparer.Ordinal) },
                "strict" => options with { Strict = (bool)value },
                _ => options,
            };
        return options;
    }

    public static CsvWriteOptions Write(object? config)
    {
        var options = CsvWriteOptions.Default;
        foreach (var (name, value) in Members(config))
            options = name switch
            {
                "delimiter" => options with { Delimiter = Character(value) },
                "quoteChar" => options with { Quote = Character(value) },
                "escapeChar" => options with { Escape = Character(value) },
                "newline" => options with { Newline = (string)value },
                "includeHeader" => options with { IncludeHeader = (bool)value },
                "nullString" => options with { NullString = (string)value },
                "alwaysQuote" => options with { AlwaysQuote = (bool)value },
                _ => options,
            };
        return options;
    }

    private static List<(string Name, object Value)> Members(object? config)
    {
        var given = new List<(string, object)>();
        if (config is not EastStruct members) return given;
        for (var i = 0; i < members.Count; i++)
            if (members[i] is EastVariant option && OptionValues.TryGet<object>(option, out var value))
                given.Add((members.Type.Fields[i].Name, value));
        return given;
    }

    private static char Character(object value) => (string)value is [var first, ..] ? first : NoCharacter;
}
