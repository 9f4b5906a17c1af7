using System.Globalization;
using System.Text;

namespace Polyglot.East.Tests;

/// <summary>A source in the notation of cases that cannot be read; a mistake of whoever wrote the case.</summary>
internal sealed class NotationException(string message) : Exception(message);

/// <summary>The words of the notation of cases (ir/conformance/README.md): names, literals, punctuation, and whole types.</summary>
internal sealed class NotationScanner(string source, IReadOnlyDictionary<string, string> aliases)
{
    private int _position;

    /// <summary>Where the next word starts.</summary>
    public int Start
    {
        get
        {
            SkipBlanks();
            return _position;
        }
    }

    public bool IsAtEnd => Start == source.Length;

    public IrLocation LocationOf(int offset)
    {
        var before = source.AsSpan(0, offset);
        return new IrLocation("case", before.Count('\n') + 1, offset - before.LastIndexOf('\n'));
    }

    /// <summary>Goes back to a place.</summary>
    public void Reset(int start) => _position = start;

    public bool Peek(string punctuation) => string.CompareOrdinal(source, Start, punctuation, 0, punctuation.Length) == 0;

    public bool Accept(string punctuation)
    {
        if (!Peek(punctuation)) return false;
        _position += punctuation.Length;
        return true;
    }

    public void Expect(string punctuation)
    {
        if (!Accept(punctuation)) throw Wrong($"'{punctuation}'");
    }

    /// <summary>A name that is not followed by more of a name.</summary>
    public bool AcceptWord(string word)
    {
        var start = Start;
        if (TryName() == word) return true;
        _position = start;
        return false;
    }

    public string Name() => TryName() ?? throw Wrong("a name");

    public string? TryName()
    {
        SkipBlanks();
        var start = _position;
        if (start < source.Length && source[start] == '`')
        {
            var end = source.IndexOf('`', start + 1);
            _position = end + 1;
            return source[(start + 1)..end];
        }
        while (_position < source.Length && (char.IsAsciiLetterOrDigit(source[_position]) || source[_position] == '_')) _position++;
        if (_position > start && !char.IsAsciiDigit(source[start])) return source[start.._position];
        _position = start;
        return null;
    }

    /// <summary>A type in friendly syntax, with the aliases of the file.</summary>
    public EastType Type()
    {
        var start = Start;
        SkipType();
        return TypeOf(source[start.._position]);
    }

    /// <summary>Types in angle brackets, none without them.</summary>
    public EastType[] TypeArguments()
    {
        if (!Accept("<")) return [];
        var types = new List<EastType>();
        do types.Add(Type());
        while (Accept(","));
        Expect(">");
        return [.. types];
    }

    /// <summary>An Integer or Float, a DateTime after @, a Blob after 0x, a String in quotes.</summary>
    public object? TryLiteral()
    {
        SkipBlanks();
        if (_position == source.Length) return null;
        var c = source[_position];
        if (c == '"') return Quoted();
        if (c == '@')
        {
            var start = ++_position;
            while (_position < source.Length && (char.IsAsciiDigit(source[_position]) || source[_position] is '-' or ':' or '.' or 'T')) _position++;
            return EastText.Parse(EastType.DateTime, source[start.._position]).Value;
        }
        if (!char.IsAsciiDigit(c) && !(c == '-' && _position + 1 < source.Length && (char.IsAsciiDigit(source[_position + 1]) || source[_position + 1] == 'I'))) return null;
        var begin = _position++;
        while (_position < source.Length && (char.IsAsciiLetterOrDigit(source[_position]) || source[_position] == '.' || (source[_position] is '-' or '+' && source[_position - 1] == 'e'))) _position++;
        var text = source[begin.._position];
        if (text.StartsWith("0x", StringComparison.Ordinal)) return EastText.Parse(EastType.Blob, text).Value;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? integer
            : EastText.Parse(EastType.Float, text).Value;
    }

    public NotationException Wrong(string expected) =>
        new($"{LocationOf(Start)}: expected {expected} before '{source[_position..Math.Min(_position + 20, source.Length)]}' in\n{source}");

    private string Quoted()
    {
        var text = new StringBuilder();
        for (_position++; source[_position] != '"'; _position++)
        {
            if (source[_position] != '\\')
            {
                text.Append(source[_position]);
                continue;
            }
            _position++;
            if (source[_position] == 'u')
            {
                text.Append((char)Convert.ToUInt16(source.Substring(_position + 1, 4), 16));
                _position += 4;
            }
            else
            {
                text.Append(source[_position] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var c => c });
            }
        }
        _position++;
        return text.ToString();
    }

    private EastType TypeOf(string text)
    {
        foreach (var (alias, meaning) in aliases) text = System.Text.RegularExpressions.Regex.Replace(text, $@"\b{alias}\b", meaning);
        var parsed = TypeSyntax.Parse(text);
        return parsed.IsSuccess ? parsed.Value : throw Wrong($"a type ({parsed.Error})");
    }

    private void SkipType()
    {
        SkipBlanks();
        if (Accept("async") || Peek("("))
        {
            Expect("(");
            Balance('(', ')');
            Expect("=>");
            SkipType();
            return;
        }
        Name();
        if (Accept("<")) Balance('<', '>');
    }

    /// <summary>To the bracket that closes the one just read; the arrow's head is no bracket.</summary>
    private void Balance(char open, char close)
    {
        for (var depth = 1; depth > 0; _position++)
        {
            if (_position == source.Length) throw Wrong($"'{close}'");
            if (source[_position] == open) depth++;
            else if (source[_position] == close && source[_position - 1] != '=') depth--;
        }
    }

    private void SkipBlanks()
    {
        while (_position < source.Length && char.IsWhiteSpace(source[_position])) _position++;
    }
}
