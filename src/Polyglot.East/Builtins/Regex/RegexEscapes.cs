using System.Globalization;

namespace Polyglot.East;

/// <summary>Reads what follows a backslash; the position is that of the character after it, and moves behind the escape.</summary>
internal sealed class RegexEscapes(string pattern, int groupCount, Dictionary<string, int> names)
{
    /// <summary><c>\1</c> where there is such a group, or <c>\k&lt;name&gt;</c> where there are named groups.</summary>
    public bool TryBackReference(ref int position, out int group)
    {
        group = 0;
        if (pattern[position] == 'k' && names.Count > 0)
        {
            if (position + 1 >= pattern.Length || pattern[position + 1] != '<' || pattern.IndexOf('>', position) < 0)
                throw new RegexSyntaxException(RegexMessages.InvalidNamedReference);
            var name = RegexGroups.Name(pattern, position + 2);
            if (!names.TryGetValue(name, out group)) throw new RegexSyntaxException(RegexMessages.UnknownNamedReference);
            position += name.Length + 3;
            return true;
        }
        if (pattern[position] is < '1' or > '9') return false;
        var end = position;
        while (end < pattern.Length && char.IsAsciiDigit(pattern[end])) end++;
        if (!int.TryParse(pattern.AsSpan(position, end - position), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > groupCount)
            return false;
        group = number;
        position = end;
        return true;
    }

    /// <summary><c>\d \w \s</c> and their opposites, otherwise null.</summary>
    public UnitSet? Set(ref int position)
    {
        var set = pattern[position] switch
        {
            'd' => UnitSet.Digits,
            'D' => UnitSet.Digits.Inverted(),
            'w' => UnitSet.Words,
            'W' => UnitSet.Words.Inverted(),
            's' => UnitSet.Blanks,
            'S' => UnitSet.Blanks.Inverted(),
            _ => null,
        };
        if (set is not null) position++;
        return set;
    }

    /// <summary>An escape that stands for one unit.</summary>
    public char Unit(ref int position, bool inClass)
    {
        var c = pattern[position++];
        switch (c)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case 'b' when inClass: return '\b';
            case 'x': return Hex(ref position, 2) ?? c;
            case 'u': return Hex(ref position, 4) ?? c;
            case 'k' when names.Count > 0: throw new RegexSyntaxException(RegexMessages.InvalidEscape);
            case 'c':
                if (position < pattern.Length && IsControl(pattern[position], inClass)) return (char)(pattern[position++] % 32);
                // The backslash stands for itself, and the c for itself after it.
                position--;
                return '\\';
            case >= '0' and <= '7':
                position--;
                return Octal(ref position);
            default: return c;
        }
    }

    private static bool IsControl(char c, bool inClass) => char.IsAsciiLetter(c) || (inClass && (char.IsAsciiDigit(c) || c == '_'));

    private char? Hex(ref int position, int digits)
    {
        if (position + digits > pattern.Length) return null;
        if (!ushort.TryParse(pattern.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)) return null;
        position += digits;
        return (char)unit;
    }

    /// <summary>Up to three octal digits, at most 377.</summary>
    private char Octal(ref int position)
    {
        var value = 0;
        for (var i = 0; i < 3 && position < pattern.Length && pattern[position] is >= '0' and <= '7'; i++)
        {
            if (value * 8 + pattern[position] - '0' > 255) break;
            value = value * 8 + pattern[position++] - '0';
        }
        return (char)value;
    }
}
