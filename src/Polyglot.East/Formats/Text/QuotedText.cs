using System.Text;

namespace Polyglot.East;

/// <summary>The quoted form of a String, the same in JSON and East text: ECMAScript's <c>JSON.stringify</c> (spec 3.3).</summary>
internal static class QuotedText
{
    public static void Append(StringBuilder text, ReadOnlySpan<char> value)
    {
        text.Append('"');
        while (true)
        {
            var plain = PlainPrefix(value);
            text.Append(value[..plain]);
            if (plain == value.Length) break;
            AppendEscape(text, value[plain]);
            value = value[(plain + 1)..];
        }
        text.Append('"');
    }

    public static string Of(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        Append(text, value);
        return text.ToString();
    }

    /// <summary>How many of the first characters need no escape; a surrogate pair counts as two.</summary>
    private static int PlainPrefix(ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is < ' ' or '"' or '\\') return i;
            if (!char.IsSurrogate(c)) continue;
            if (!char.IsHighSurrogate(c) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1])) return i;
            i++;
        }
        return value.Length;
    }

    private static void AppendEscape(StringBuilder text, char c)
    {
        text.Append('\\');
        switch (c)
        {
            case '"' or '\\': text.Append(c); break;
            case '\b': text.Append('b'); break;
            case '\t': text.Append('t'); break;
            case '\n': text.Append('n'); break;
            case '\f': text.Append('f'); break;
            case '\r': text.Append('r'); break;
            default:
                const string hex = "0123456789abcdef";
                text.Append('u').Append(hex[c >> 12]).Append(hex[(c >> 8) & 15]).Append(hex[(c >> 4) & 15]).Append(hex[c & 15]);
                break;
        }
    }
}
