using System.Globalization;

namespace Polyglot.East;

/// <summary>The types without parts, from JSON.</summary>
internal static class JsonScalars
{
    private const int MillisecondStart = 19;
    private const int ZoneStart = 23;

    public static object Read(EastTypeKind kind, JsonItem json, Place place) => kind switch
    {
        EastTypeKind.Null => json.Kind == JsonKind.Null ? EastNull.Boxed : throw Expected("null", json, place),
        EastTypeKind.Boolean => json.Kind is JsonKind.True or JsonKind.False ? json.Kind == JsonKind.True : throw Expected("boolean", json, place),
        EastTypeKind.Integer => ReadInteger(json, place),
        EastTypeKind.Float => ReadFloat(json, place),
        EastTypeKind.String => json.Kind == JsonKind.Text ? json.Text : throw Expected("string", json, place),
        EastTypeKind.DateTime => ReadDateTime(json, place),
        EastTypeKind.Blob => ReadBlob(json, place),
        _ => throw new EastJsonFailure(EastJsonMessages.Never, place),
    };

    /// <summary>What ECMAScript's <c>BigInt(string)</c> takes, except the empty string: blanks around, a sign, or a prefix for the base (spec 9, quirk 13: matched).</summary>
    private static long ReadInteger(JsonItem json, Place place)
    {
        const string what = "string representing integer";
        if (json.Kind != JsonKind.Text || json.Text.Length == 0) throw Expected(what, json, place);
        var text = Blank.Trim(json.Text);
        if (text.IsEmpty) return 0;
        var isNegative = text[0] == '-';
        var radix = 10;
        if (text.Length > 2 && text[0] == '0') radix = text[1] switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => 10 };
        var digits = radix != 10 ? text[2..] : text[0] is '-' or '+' ? text[1..] : text;
        if (digits.IsEmpty) throw Expected(what, json, place);
        var value = UInt128.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix) throw Expected(what, json, place);
            value = UInt128.Min(value * (uint)radix + (uint)digit, UInt128.One << 64);
        }
        var limit = (UInt128)long.MaxValue + (isNegative ? 1u : 0u);
        if (value > limit) throw new EastJsonFailure(EastJsonMessages.IntegerRange(json), place);
        return isNegative ? (long)-(Int128)value : (long)value;
    }

    private static double ReadFloat(JsonItem json, Place place) => json switch
    {
        { Kind: JsonKind.Number } => json.Number,
        { Kind: JsonKind.Text, Text: "-0.0" } => double.NegativeZero,
        { Kind: JsonKind.Text, Text: "NaN" } => double.NaN,
        { Kind: JsonKind.Text, Text: "Infinity" } => double.PositiveInfinity,
        { Kind: JsonKind.Text, Text: "-Infinity" } => double.NegativeInfinity,
        _ => throw Expected("number or string representing special float value", json, place),
    };

    private static EastDateTime ReadDateTime(JsonItem json, Place place)
    {
        if (json.Kind != JsonKind.Text) throw Expected("string for DateTime", json, place);
        var text = json.Text.AsSpan();
        if (!DateTimeText.TryRead(text, out var fields) || !HasMilliseconds(text) || ZoneMinutes(text[ZoneStart..]) is not { } zone)
            throw new EastJsonFailure(EastJsonMessages.DateShape(json), place);
        var millisecond = int.Parse(text[(MillisecondStart + 1)..ZoneStart], NumberStyles.None, CultureInfo.InvariantCulture);
        var local = CalendarText.From(fields.Year, fields.Month, fields.Day, fields.Hour, fields.Minute, fields.Second, millisecond);
        if (local is null || zone == InvalidZone) throw new EastJsonFailure(EastJsonMessages.DateValue(json), place);
        return new EastDateTime(local.Value - zone * 60_000L);
    }

    /// <summary>A zone of the right shape whose hours or minutes are out of range.</summary>
    private const int InvalidZone = int.MaxValue;

    private static bool HasMilliseconds(ReadOnlySpan<char> text) =>
        text.Length > ZoneStart && text[MillisecondStart] == '.'
        && char.IsAsciiDigit(text[20]) && char.IsAsciiDigit(text[21]) && char.IsAsciiDigit(text[22]);

    /// <summary>The minutes that a zone is ahead of UTC; null when it is neither <c>Z</c> nor <c>±dd:dd</c>.</summary>
    private static int? ZoneMinutes(ReadOnlySpan<char> zone)
    {
        if (zone is "Z") return 0;
        if (zone.Length != 6 || zone[0] is not ('+' or '-') || zone[3] != ':') return null;
        foreach (var i in (ReadOnlySpan<int>)[1, 2, 4, 5])
            if (!char.IsAsciiDigit(zone[i])) return null;
        var (hours, minutes) = (DateTimeText.Pair(zone, 1), DateTimeText.Pair(zone, 4));
        if (hours > 23 || minutes > 59) return InvalidZone;
        return (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    private static EastBlob ReadBlob(JsonItem json, Place place)
    {
        if (json.Kind != JsonKind.Text || !json.Text.StartsWith("0x", StringComparison.Ordinal))
            throw Expected("hex string starting with 0x", json, place);
        return HexText.Read(json.Text.AsSpan(2)) ?? throw new EastJsonFailure(EastJsonMessages.Hex(json), place);
    }

    private static EastJsonFailure Expected(string what, JsonItem json, Place place) => new(EastJsonMessages.Expected(what, json), place);
}
