using System.Text;

namespace Polyglot.East;

/// <summary>The replacement of <c>RegexReplace</c>: text with <c>$$</c>, <c>$1</c> and <c>$&lt;name&gt;</c> in it (spec 5.1).</summary>
internal static class RegexReplacement
{
    /// <summary>The first thing in it that means nothing, read from the left; null when it is in order.</summary>
    public static string? Problem(string replacement)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '$') continue;
            if (++i == replacement.Length) return RegexMessages.UnescapedAtEnd;
            if (replacement[i] is '$' or (>= '1' and <= '9')) continue;
            if (replacement[i] != '<') return RegexMessages.Unescaped(CharacterAt(replacement, i));
            var start = ++i;
            for (; ; i++)
            {
                if (i == replacement.Length) return RegexMessages.UnterminatedName;
                if (replacement[i] == '>') break;
                if (!char.IsAsciiLetterOrDigit(replacement[i]) && replacement[i] != '_')
                    return RegexMessages.InvalidNameCharacter(CharacterAt(replacement, i));
            }
            if (i == start) return RegexMessages.EmptyName;
        }
        return null;
    }

    /// <summary>Appends a sound replacement for a match.</summary>
    public static void Append(StringBuilder to, string replacement, RegexProgram program, RegexMatcher match)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            var at = replacement.IndexOf('$', i);
            if (at < 0) at = replacement.Length;
            to.Append(replacement, i, at - i);
            if (at == replacement.Length) return;
            i = at + 1;
            switch (replacement[i])
            {
                case '$':
                    to.Append('$');
                    break;
                case '<' when program.Names.Count > 0:
                    var end = replacement.IndexOf('>', i);
                    if (program.Names.TryGetValue(replacement[(i + 1)..end], out var named)) to.Append(match.Group(named));
                    i = end;
                    break;
                case '<':
                    to.Append("$<");
                    break;
                default:
                    AppendNumbered(to, replacement, program, match, ref i);
                    break;
            }
        }
    }

    /// <summary>Two digits where there is such a group, else one, else the text as it stands.</summary>
    private static void AppendNumbered(StringBuilder to, string replacement, RegexProgram program, RegexMatcher match, ref int i)
    {
        var one = replacement[i] - '0';
        if (i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) && one * 10 + replacement[i + 1] - '0' is var two && two <= program.Groups)
        {
            to.Append(match.Group(two));
            i++;
        }
        else if (one <= program.Groups)
        {
            to.Append(match.Group(one));
        }
        else
        {
            to.Append('$').Append(replacement[i]);
        }
    }

    private static string CharacterAt(string text, int at) => text.Substring(at, CodePoints.UnitsAt(text, at));
}
