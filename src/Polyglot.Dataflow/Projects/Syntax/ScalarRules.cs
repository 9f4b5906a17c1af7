namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>The YAML 1.2 core schema's reading of plain (unquoted) scalars; <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c> are text.</summary>
internal static class ScalarRules
{
    public static ScalarKind KindOf(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL") return ScalarKind.Null;
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE") return ScalarKind.Boolean;
        var body = text[0] is '-' or '+' ? text.AsSpan(1) : text.AsSpan();
        if (body is ".inf" or ".Inf" or ".INF" || text is ".nan" or ".NaN" or ".NAN") return ScalarKind.Float;
        if (body.IsEmpty || !(char.IsAsciiDigit(body[0]) || body[0] == '.')) return ScalarKind.String;
        return NumberKind(body);
    }

    // digits, or digits "." digits with an optional exponent, with at least one digit before the exponent
    private static ScalarKind NumberKind(ReadOnlySpan<char> body)
    {
        var at = 0;
        var whole = Digits(body, ref at);
        if (at == body.Length) return ScalarKind.Integer;
        var fraction = 0;
        if (body[at] == '.')
        {
            at++;
            fraction = Digits(body, ref at);
        }
        if (whole + fraction == 0) return ScalarKind.String;
        if (at < body.Length && (body[at] is 'e' or 'E'))
        {
            at++;
            if (at < body.Length && (body[at] is '-' or '+')) at++;
            if (Digits(body, ref at) == 0) return ScalarKind.String;
        }
        return at == body.Length ? ScalarKind.Float : ScalarKind.String;
    }

    private static int Digits(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at - start;
    }
}
