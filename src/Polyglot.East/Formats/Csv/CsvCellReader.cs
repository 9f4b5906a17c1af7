using System.Buffers;
using System.Globalization;

namespace Polyglot.East;

/// <summary>Reads the text of one cell as a value of a field's type (spec 3.5, step 5).</summary>
internal static class CsvCellReader
{
    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789+-.eE");

    /// <summary>Whether a column can have this type: a scalar or an Option.</summary>
    public static bool IsSupported(EastType type) => type.Kind switch
    {
        EastTypeKind.Null or EastTypeKind.Boolean or EastTypeKind.Integer or EastTypeKind.Float or EastTypeKind.String
            or EastTypeKind.DateTime or EastTypeKind.Blob or EastTypeKind.Never => true,
        EastTypeKind.Variant => ((VariantType)type).OptionContent is { } content && IsSupported(content),
        _ => false,
    };

    /// <summary>The value, or null and what is wrong.</summary>
    public static object? Read(EastTypeKind kind, string text, out string? problem)
    {
        problem = null;
        switch (kind)
        {
            case EastTypeKind.Null:
                if (text is "" or "null") return EastNull.Boxed;
                problem = CsvMessages.ExpectedNull(text);
                return null;
            case EastTypeKind.Boolean:
                if (text is "true" or "false") return text == "true";
                problem = CsvMessages.ExpectedBoolean(text);
                return null;
            case EastTypeKind.Integer:
                return Integer(text, out problem);
            case EastTypeKind.Float:
                if (Float(Blank.Trim(text)) is { } number) return number;
                problem = CsvMessages.ExpectedFloat(text);
                return null;
            case EastTypeKind.String:
                return text;
            case EastTypeKind.DateTime:
                if (CsvDates.Parse(Blank.Trim(text)) is { } milliseconds) return new EastDateTime(milliseconds);
                problem = CsvMessages.ExpectedDate(text);
                return null;
            case EastTypeKind.Blob:
                return Blob(text, out problem);
            default:
                problem = CsvMessages.UnsupportedCell(kind);
                return null;
        }
    }

    private static object? Integer(string text, out string? problem)
    {
        var trimmed = Blank.Trim(text);
        var digits = trimmed is ['-', ..] ? trimmed[1..] : trimmed;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            problem = CsvMessages.ExpectedInteger(text);
            return null;
        }
        var fits = long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        problem = fits ? null : CsvMessages.IntegerRange(text);
        return fits ? value : null;
    }

    /// <summary>An ECMAScript decimal literal with an optional sign, or a special value; all of the text.</summary>
    private static double? Float(ReadOnlySpan<char> text)
    {
        switch (text)
        {
            case "NaN": return double.NaN;
            case "Infinity" or "+Infinity": return double.PositiveInfinity;
            case "-Infinity": return double.NegativeInfinity;
            default:
                if (text.ContainsAnyExcept(FloatCharacters)) return null;
                const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                return double.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) ? value : null;
        }
    }

    private static EastBlob? Blob(string text, out string? problem)
    {
        problem = null;
        if (!text.StartsWith("0x", StringComparison.Ordinal))
        {
            problem = CsvMessages.ExpectedBlob(text);
            return null;
        }
        if (HexText.Read(text.AsSpan(2)) is { } blob) return blob;
        problem = CsvMessages.BadHex(text);
        return null;
    }
}
