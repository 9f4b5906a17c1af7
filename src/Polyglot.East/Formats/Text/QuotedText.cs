namespace Polyglot.East;

/// <summary>The quoted form of a String, the same in JSON and East text: ECMAScript's <c>JSON.stringify</c> (spec 3.3). East text's own reader refuses most of the escapes (spec 9, quirk 7: matched).</summary>
internal static class QuotedText
{
    public static void Write(TextWriter to, ReadOnlySpan<char> value)
    {
        to.Write('"');
        while (true)
        {
            var plain = PlainPrefix(value);
            to.Write(value[..plain]);
            if (plain == value.Length) break;
            WriteEscape(to, value[plain]);
            value = value[(plain + 1)..];
        }
        to.Write('"');
    }

    public static string Of(string value)
    {
        using var text = new StringWriter();
        Write(text, value);
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

    private static void WriteEscape(TextWriter to, char c)
    {
        switch (c)
        {
            case '"': to.Write("\\\""); break;
            case '\\': to.Write(@"\\"); break;
            case '\b': to.Write("\\b"); break;
            case '\t': to.Write("\\t"); break;
            case '\n': to.Write("\\n"); break;
            case '\f': to.Write("\\f"); break;
            case '\r': to.Write("\\r"); break;
            default:
                const string hex = "0123456789abcdef";
                to.Write(['\\', 'u', hex[c >> 12], hex[(c >> 8) & 15], hex[(c >> 4) & 15], hex[c & 15]]);
                break;
        }
    }
}
