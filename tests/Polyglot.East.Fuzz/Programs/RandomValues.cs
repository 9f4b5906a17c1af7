namespace Polyglot.East.Fuzz;

/// <summary>Literals, and values as East text. The first of each kind is the simplest.</summary>
internal static class RandomValues
{
    private static readonly long[] Integers = [0, 1, 2, 0, 1, 2, 3, 4, -1, 5, 7, 10, 255, 1_000_000_007, (1L << 53) + 1, long.MaxValue, long.MinValue, -13];

    private static readonly double[] Floats =
        [0, 1, 1.5, -0.0, -2.25, 0.1, 1e21, 1e-7, 9007199254740993, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 5e-324, 1.7976931348623157e308, 3, -7];

    private static readonly string[] Strings = ["", "a", "b", "abc", "a,b", " x ", "ÄöSS", "\U0001F600", "\uFF21", "\n\"\\", "12", "-0.5", "[1]", "true", "z1z2", "null"];

    private static readonly long[] Times = [0, 1, -1, 951_782_400_000, 1_700_000_000_123, -62_135_596_800_000, 253_402_300_799_999];

    private static readonly byte[][] Blobs = [[], [0], [1, 2, 3], [0xff, 0xfe, 0x61, 0], "text"u8.ToArray(), [0xc3, 0x28], [0x61, 0xd8]];

    private static readonly string[] Patterns = ["a", "[a-c]+", "(\\d)(z)?", "^", "x*", "\\s", "(?<n>b)", "."];

    private static readonly string[] Flags = ["", "g", "i", "gi", "m"];

    /// <summary>A literal of a type without parts; null for other types.</summary>
    public static object? Scalar(Choices choices, EastType type) => type.Kind switch
    {
        EastTypeKind.Null => EastNull.Boxed,
        EastTypeKind.Boolean => choices.Next(2) == 1,
        EastTypeKind.Integer => choices.Of(Integers),
        EastTypeKind.Float => choices.Of(Floats),
        EastTypeKind.String => choices.Of(Strings),
        EastTypeKind.DateTime => new EastDateTime(choices.Of(Times)),
        EastTypeKind.Blob => new EastBlob(choices.Of(Blobs)),
        _ => null,
    };

    public static string Pattern(Choices choices) => choices.Of(Patterns);

    public static string Flag(Choices choices) => choices.Of(Flags);

    /// <summary>A value of a type of data.</summary>
    public static object Value(Choices choices, EastType type)
    {
        var parsed = EastText.Parse(type, Text(choices, type));
        return parsed.IsSuccess ? parsed.Value : throw new InvalidOperationException(parsed.Error.Message);
    }

    private static string Text(Choices choices, EastType type)
    {
        IEnumerable<string> Several(Func<string> one)
        {
            var count = choices.Next(5);
            for (var i = 0; i < count; i++) yield return one();
        }
        switch (type)
        {
            case RefType cell: return "&" + Text(choices, cell.Content);
            case ArrayType array: return $"[{string.Join(",", Several(() => Text(choices, array.Element)))}]";
            case SetType set: return $"{{{string.Join(",", Several(() => Text(choices, set.Key)))}}}";
            case DictType dict:
                var entries = Several(() => $"{Text(choices, dict.Key)} :{Text(choices, dict.Value)}").ToList();
                return entries.Count == 0 ? "{:}" : $"{{{string.Join(",", entries)}}}";
            case StructType parts: return $"({string.Join(",", parts.Fields.Select(f => $"{f.Name}={Text(choices, f.Type)}").ToList())})";
            case VariantType variant:
                var chosen = variant.Cases[choices.Next(variant.Cases.Length)];
                // Before the colon of a Dict, null is only read with a blank after it, and a case without payload only with its null.
                return chosen.Type.Kind == EastTypeKind.Null ? $".{chosen.Name} null" : $".{chosen.Name} {Text(choices, chosen.Type)}";
            // Printed text has escapes that no reader takes.
            case { Kind: EastTypeKind.String }: return $"\"{((string)Scalar(choices, type)!).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
            default: return EastText.Print(type, Scalar(choices, type));
        }
    }
}
