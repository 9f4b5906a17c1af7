using System.Globalization;

namespace Polyglot.East;

/// <summary>A Float as ECMAScript prints a number, except that negative zero keeps its sign (spec 3.5).</summary>
internal static class CsvFloat
{
    /// <summary>The shortest digits that read back as the same number, laid out as ECMAScript does (spec 3.4).</summary>
    public static string Text(double value)
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";
        var (digits, exponent) = Parts(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        return (value < 0 ? "-" : "") + Layout(digits, exponent);
    }

    /// <summary>The significant digits, and the exponent n of 0.d1d2… × 10^n.</summary>
    private static (string Digits, int Exponent) Parts(string text)
    {
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? text : text[..e];
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var all = whole + (point < 0 ? "" : mantissa[(point + 1)..]);
        var significant = all.TrimStart('0');
        return (significant.TrimEnd('0'), exponent + whole.Length - (all.Length - significant.Length));
    }

    private static string Layout(string digits, int n) => n switch
    {
        > 0 and <= 21 when digits.Length <= n => digits.PadRight(n, '0'),
        > 0 and <= 21 => $"{digits[..n]}.{digits[n..]}",
        > -6 and <= 0 => $"0.{new string('0', -n)}{digits}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(n > 0 ? "+" : "-")}{Math.Abs(n - 1)}"),
    };
}
