using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Polyglot.East;

/// <summary>
/// Reads JSON text strictly (RFC 8259), but with unpaired surrogates in <c>\u</c> escapes, as ECMAScript does; .NET's own reader refuses
/// those.
/// </summary>
internal sealed class JsonText(string text)
{
    /// <summary>One level of an East value takes up to three of JSON: a Dict, its entry, and a Variant's object.</summary>
    public const int MaxDepth = 3 * Beast2.MaxDepth;

    private int _position;
    private int _depth;

    public static ParseResult<JsonItem> Parse(string text)
    {
        var reader = new JsonText(text);
        try
        {
            var item = reader.Read();
            reader.SkipBlanks();
            return reader._position == text.Length ? item : throw reader.Fail(EastJsonMessages.TrailingInput);
        }
        catch (Failure failure)
        {
            var error = ParseError.At(text, failure.Position, failure.Message);
            return error with { Message = $"{EastJsonMessages.SyntaxPrefix}{error}", NamesPlace = true };
        }
    }

    /// <summary>The text that the inside of a string means; null when an escape in it is none.</summary>
    public static string? Unescape(string inside)
    {
        var reader = new JsonText(inside + "\"") { _position = -1 };
        try
        {
            var text = reader.ReadString();
            return reader._position == inside.Length + 1 ? text : null;
        }
        catch (Failure)
        {
            return null;
        }
    }

    private JsonItem Read()
    {
        SkipBlanks();
        switch (Peek())
        {
            case '{': return Nested(ReadObject);
            case '[': return Nested(ReadArray);
            case '"': return JsonItem.Of(ReadString());
            case 't': return Word("true", JsonItem.True);
            case 'f': return Word("false", JsonItem.False);
            case 'n': return Word("null", JsonItem.Null);
            case '-' or >= '0' and <= '9': return JsonItem.Of(ReadNumber());
            default: throw Expected("a JSON value");
        }
    }

    private JsonItem Nested(Func<JsonItem> read)
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Fail(EastJsonMessages.TooDeep);
        var item = read();
        _depth--;
        return item;
    }

    private JsonItem ReadArray()
    {
        _position++;
        var items = new List<JsonItem>();
        if (TryTake(']')) return JsonItem.Of(items);
        do items.Add(Read());
        while (TryTake(','));
        return TryTake(']') ? JsonItem.Of(items) : throw Expected("',' or ']'");
    }

    private JsonItem ReadObject()
    {
        _position++;
        var members = new List<KeyValuePair<string, JsonItem>>();
        var places = default(Dictionary<string, int>);
        if (TryTake('}')) return JsonItem.Of(members);
        do
        {
            SkipBlanks();
            if (Peek() != '"') throw Expected("a member name in quotes");
            var name = ReadString();
            if (!TryTake(':')) throw Expected("':'");
            var value = Read();
            places ??= new Dictionary<string, int>(StringComparer.Ordinal);
            if (places.TryAdd(name, members.Count)) members.Add(new(name, value));
            else members[places[name]] = new(name, value);
        }
        while (TryTake(','));
        return TryTake('}') ? JsonItem.Of(members) : throw Expected("',' or '}'");
    }

    private double ReadNumber()
    {
        var end = _position;
        if (text[end] == '-') end++;
        var digits = end;
        end = Digits(end);
        if (end == digits || end > digits + 1 && text[digits] == '0') throw Fail(EastJsonMessages.BadNumber);
        if (end < text.Length && text[end] == '.') end = SomeDigits(end + 1);
        if (end < text.Length && text[end] is 'e' or 'E')
            end = SomeDigits(end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1);
        var number = double.Parse(text.AsSpan(_position, end - _position), NumberStyles.Float, CultureInfo.InvariantCulture);
        _position = end;
        return number;
    }

    private int SomeDigits(int from) => Digits(from) is var end && end > from ? end : throw Fail(EastJsonMessages.BadNumber);

    private int Digits(int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from])) from++;
        return from;
    }

    private string ReadString()
    {
        var start = ++_position;
        StringBuilder? unescaped = null;
        while (true)
        {
            if (_position >= text.Length) throw Fail(EastJsonMessages.UnterminatedString);
            var c = text[_position];
            if (c < ' ') throw Fail(EastJsonMessages.ControlCharacter);
            if (c is not ('"' or '\\'))
            {
                _position++;
                continue;
            }
            var plain = text.AsSpan(start, _position - start);
            if (c == '"')
            {
                _position++;
                return unescaped is null ? plain.ToString() : unescaped.Append(plain).ToString();
            }
            (unescaped ??= new StringBuilder()).Append(plain);
            _position++;
            unescaped.Append(ReadEscape());
            start = _position;
        }
    }

    private char ReadEscape()
    {
        if (_position >= text.Length) throw Fail(EastJsonMessages.UnterminatedString);
        switch (text[_position++])
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _position + 4 <= text.Length
                && ushort.TryParse(text.AsSpan(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                _position += 4;
                return (char)unit;
            default:
                _position--;
                throw Fail(EastJsonMessages.BadEscape);
        }
    }

    private JsonItem Word(string word, JsonItem item)
    {
        if (!text.AsSpan(_position).StartsWith(word)) throw Expected("a JSON value");
        _position += word.Length;
        return item;
    }

    private bool TryTake(char c)
    {
        SkipBlanks();
        if (Peek() != c) return false;
        _position++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\r' or '\n') _position++;
    }

    /// <summary>The character here, or NUL at the end; JSON has no NUL, so the two need not be told apart.</summary>
    private char Peek() => _position < text.Length ? text[_position] : '\0';

    private Failure Expected(string what) =>
        Fail(EastJsonMessages.ExpectedJson(what, _position < text.Length ? $"'{text[_position]}'" : "end of input"));

    private Failure Fail(string message) => new(message, _position);

    /// <summary>Leaves the recursion; never leaves the reader.</summary>
    private sealed class Failure(string message, int position) : Exception(message)
    {
        public int Position { get; } = position;
    }
}
