using System.Globalization;

namespace Polyglot.East;

/// <summary>Floats as text: ECMAScript's <c>Number.toString</c> (spec 3.4), with the variations of East text and JSON.</summary>
internal static class FloatText
{
    /// <summary>Room for the longest text.</summary>
    public const int MaxLength = 32;

    private const int MaxPlainExponent = 21;
    private const int MinPlainExponent = -6;

    /// <summary>The East text: a number without a point gets <c>.0</c>.</summary>
    public static ReadOnlySpan<char> East(double value, Span<char> into)
    {
        if (!double.IsFinite(value)) return Special(value);
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";
        var text = Number(value, into);
        if (text.ContainsAny('.', 'e')) return text;
        ".0".CopyTo(into[text.Length..]);
        return into[..(text.Length + 2)];
    }

    /// <summary>The JSON form, in quotes where JSON has no number for it.</summary>
    public static ReadOnlySpan<char> Json(double value, Span<char> into)
    {
        if (double.IsNaN(value)) return "\"NaN\"";
        if (double.IsInfinity(value)) return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
        if (value == 0) return double.IsNegative(value) ? "\"-0.0\"" : "0";
        return Number(value, into);
    }

    /// <summary>What ECMAScript's <c>JSON.stringify</c> makes of a number.</summary>
    public static string Stringify(double value) =>
        !double.IsFinite(value) ? "null" : value == 0 ? "0" : Number(value, stackalloc char[MaxLength]).ToString();

    /// <summary>The form in tables (spec 3.5): ECMAScript's, but negative zero keeps its sign.</summary>
    public static string Csv(double value) =>
        !double.IsFinite(value) ? Special(value)
        : value == 0 ? double.IsNegative(value) ? "-0" : "0"
        : Number(value, stackalloc char[MaxLength]).ToString();

    private static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    /// <summary>A finite number other than zero.</summary>
    private static ReadOnlySpan<char> Number(double value, Span<char> into)
    {
        Span<char> scientific = stackalloc char[MaxLength];
        value.TryFormat(scientific, out var length, "R", CultureInfo.InvariantCulture);
        Span<char> digits = stackalloc char[MaxLength];
        var (count, exponent) = Digits(scientific[..length], digits);
        var end = 0;
        if (value < 0) into[end++] = '-';
        return into[..LayOut(digits[..count], exponent, into, end)];
    }

    /// <summary>Takes the shortest digits d1…dk and the exponent n, with value = 0.d1…dk × 10^n, out of .NET's shortest form.</summary>
    private static (int Count, int Exponent) Digits(ReadOnlySpan<char> text, Span<char> digits)
    {
        var (count, exponent, seenPoint) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.') seenPoint = true;
            if (c == 'E')
            {
                exponent += int.Parse(text[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            }
            if (!char.IsAsciiDigit(c)) continue;
            if (count == 0 && c == '0')
            {
                if (seenPoint) exponent--;
                continue;
            }
            digits[count++] = c;
            if (!seenPoint) exponent++;
        }
        while (digits[count - 1] == '0') count--;
        return (count, exponent);
    }

    private static int LayOut(ReadOnlySpan<char> digits, int exponent, Span<char> into, int end)
    {
        if (exponent is <= MinPlainExponent or > MaxPlainExponent)
        {
            into[end++] = digits[0];
            if (digits.Length > 1)
            {
                into[end++] = '.';
                end = Put(digits[1..], into, end);
            }
            into[end++] = 'e';
            into[end++] = exponent - 1 < 0 ? '-' : '+';
            Math.Abs(exponent - 1).TryFormat(into[end..], out var written, default, CultureInfo.InvariantCulture);
            return end + written;
        }
        if (exponent <= 0)
        {
            end = Put("0.", into, end);
            end = Zeros(-exponent, into, end);
            return Put(digits, into, end);
        }
        if (digits.Length <= exponent) return Zeros(exponent - digits.Length, into, Put(digits, into, end));
        end = Put(digits[..exponent], into, end);
        into[end++] = '.';
        return Put(digits[exponent..], into, end);
    }

    private static int Put(ReadOnlySpan<char> text, Span<char> into, int end)
    {
        text.CopyTo(into[end..]);
        return end + text.Length;
    }

    private static int Zeros(int count, Span<char> into, int end)
    {
        into.Slice(end, count).Fill('0');
        return end + count;
    }
}
