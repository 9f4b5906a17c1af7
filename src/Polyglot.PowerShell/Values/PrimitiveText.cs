using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Polyglot.East;

namespace Polyglot.PowerShell.Values;

/// <summary>Writes primitive objects as East's JSON mapping has them. Pure.</summary>
internal static class PrimitiveText
{
    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>What is asked for, in words.</summary>
    public static string Name(EastTypeKind kind) => kind switch
    {
        EastTypeKind.Null => "$null",
        EastTypeKind.Boolean => "true or false",
        EastTypeKind.Integer => "a whole number of at most 64 bits",
        EastTypeKind.Float => "a number",
        EastTypeKind.String => "text",
        EastTypeKind.DateTime => "a date",
        EastTypeKind.Blob => "bytes, or hex text that begins with 0x",
        _ => "no value, because none has this type",
    };

    /// <summary>Writes a primitive.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="kind">A primitive kind.</param>
    /// <param name="plain">The object without what is wrapped around it.</param>
    /// <param name="wrong">What to throw where it is none.</param>
    /// <param name="dateFormats">How text may say dates; without a zone they are in UTC.</param>
    public static void Write(Utf8JsonWriter json, EastTypeKind kind, object? plain, Func<Exception> wrong, string[] dateFormats)
    {
        switch (kind)
        {
            case EastTypeKind.Null when plain is null: json.WriteNullValue(); break;
            case EastTypeKind.Boolean when plain is bool flag: json.WriteBooleanValue(flag); break;
            case EastTypeKind.Boolean when plain is string text && bool.TryParse(text, out var flag): json.WriteBooleanValue(flag); break;
            case EastTypeKind.Integer when Whole(plain) is { } whole: json.WriteStringValue(whole.ToString(CultureInfo.InvariantCulture)); break;
            case EastTypeKind.Float when Number(plain) is { } number: WriteFloat(json, number); break;
            case EastTypeKind.String when plain is string or char: json.WriteStringValue(plain.ToString()); break;
            case EastTypeKind.DateTime when Date(plain, dateFormats) is { } date: json.WriteStringValue(date.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture) + "+00:00"); break;
            case EastTypeKind.Blob when Bytes(plain) is { } hex: json.WriteStringValue(hex); break;
            default: throw wrong();
        }
    }

    private static long? Whole(object? plain) => plain switch
    {
        long or int or short or sbyte or byte or ushort or uint => Convert.ToInt64(plain, CultureInfo.InvariantCulture),
        ulong large => large <= long.MaxValue ? (long)large : null,
        BigInteger big => big >= long.MinValue && big <= long.MaxValue ? (long)big : null,
        // What a double can say of a whole number beyond 2^53 need not be what was meant.
        double or float => Convert.ToDouble(plain, CultureInfo.InvariantCulture) is var number && Math.Abs(number) <= 1L << 53 && number == Math.Floor(number) ? (long)number : null,
        decimal exact => exact == decimal.Floor(exact) && exact >= long.MinValue && exact <= long.MaxValue ? (long)exact : null,
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var parsed) ? parsed : null,
        _ => null,
    };

    private static double? Number(object? plain) => plain switch
    {
        double or float or long or int or short or sbyte or byte or ushort or uint or ulong or decimal => Convert.ToDouble(plain, CultureInfo.InvariantCulture),
        BigInteger big => (double)big,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null,
        _ => null,
    };

    private static void WriteFloat(Utf8JsonWriter json, double number)
    {
        if (double.IsNaN(number)) json.WriteStringValue("NaN");
        else if (double.IsInfinity(number)) json.WriteStringValue(number > 0 ? "Infinity" : "-Infinity");
        else if (number == 0 && double.IsNegative(number)) json.WriteStringValue("-0.0");
        else json.WriteNumberValue(number);
    }

    private static DateTime? Date(object? plain, string[] formats) => plain switch
    {
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        DateTime date => date,
        DateTimeOffset moment => moment.UtcDateTime,
        string text => DateTimeOffset.TryParseExact(text.Trim(), formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed) ? parsed.UtcDateTime : null,
        _ => null,
    };

    private static string? Bytes(object? plain) => plain switch
    {
        byte[] bytes => "0x" + Convert.ToHexStringLower(bytes),
        IEnumerable<byte> bytes => "0x" + Convert.ToHexStringLower([.. bytes]),
        string text when text.StartsWith("0x", StringComparison.Ordinal) && text.Length % 2 == 0 && text.AsSpan(2).IndexOfAnyExcept(_hexDigits) < 0 => text,
        _ => null,
    };
}
