using System.Globalization;
using System.Text;

namespace Polyglot.East;

/// <summary>A cursor over East text: blanks, identifiers and the values without parts.</summary>
internal sealed class EastTextScanner(string text)
{
    private const int DateLength = 19;

    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    /// <summary>Whether a value may end here, as after the word null.</summary>
    public bool AtTerminator => AtEnd || text[Position] is ' ' or '\t' or '\r' or '\n' or ',' or ')' or ']' or '}';

    private ReadOnlySpan<char> Rest => text.AsSpan(Position);

    public void SkipBlanks()
    {
        while (Position < text.Length && Blank.Is(text[Position])) Position++;
    }

    public bool IsNext(char c) => !AtEnd && text[Position] == c;

    public bool TryTake(char c)
    {
        if (!IsNext(c)) return false;
        Position++;
        return true;
    }

    /// <summary>Takes a reference's text if there is one here: <c>digits # path</c>.</summary>
    public string? TryTakeReference()
    {
        var end = Position;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (end >= text.Length || text[end] != '#') return null;
        end++;
        while (end < text.Length && StepEnd(text, end) is var next && next > end) end = next;
        var reference = text[Position..end];
        Position = end;
        return reference;
    }

    /// <summary>The end of the path step at a position: <c>.name</c>, also in backticks, or <c>[…]</c>; the position itself when there is none.</summary>
    public static int StepEnd(string text, int from)
    {
        if (text[from] == '.')
        {
            var end = from + 1;
            if (end < text.Length && text[end] == '`')
            {
                for (end++; end < text.Length && text[end] != '`'; end++)
                    if (text[end] == '\\') end++;
                return end < text.Length ? end + 1 : from;
            }
            while (end < text.Length && TypeText.IsPart(text[end])) end++;
            return end;
        }
        if (text[from] != '[') return from;
        var open = 0;
        for (var end = from; end < text.Length; end++)
        {
            if (text[end] == '[') open++;
            if (text[end] == ']' && --open == 0) return end + 1;
        }
        return from;
    }

    public object ReadScalar(EastType type, Place place)
    {
        switch (type.Kind)
        {
            case EastTypeKind.Null:
                ReadNull(place);
                return EastNull.Boxed;
            case EastTypeKind.Boolean: return ReadBoolean(place);
            case EastTypeKind.Integer: return ReadInteger(place);
            case EastTypeKind.Float: return ReadFloat(place);
            case EastTypeKind.String: return ReadString(place);
            case EastTypeKind.DateTime: return ReadDateTime(place);
            case EastTypeKind.Blob: return ReadBlob(place);
            case EastTypeKind.Never: throw Fail(EastTextMessages.Never, Position, place);
            default: throw Fail(EastTextMessages.Function, Position, place);
        }
    }

    public void ReadNull(Place place)
    {
        var start = Position;
        if (Rest.StartsWith("null", StringComparison.Ordinal))
        {
            Position += "null".Length;
            if (AtTerminator) return;
            Position = start;
        }
        throw Expected("null", place);
    }

    /// <summary>A name, bare or in backticks; null, at the offending character, and the reason when there is none.</summary>
    public string? TryReadIdentifier(out string? problem)
    {
        problem = null;
        if (IsNext('`')) return ReadQuotedIdentifier(out problem);
        if (AtEnd || !TypeText.IsStart(text[Position]))
        {
            problem = AtEnd ? EastTextMessages.Identifier : EastTextMessages.IdentifierOpening;
            return null;
        }
        var start = Position;
        while (!AtEnd && TypeText.IsPart(text[Position])) Position++;
        return text[start..Position];
    }

    private string? ReadQuotedIdentifier(out string? problem)
    {
        problem = null;
        var name = new StringBuilder();
        for (Position++; Position < text.Length; Position++)
        {
            if (TryTake('`')) return name.ToString();
            if (text[Position] == '\\')
            {
                Position++;
                if (AtEnd) break;
                if (text[Position] is not ('\\' or '`'))
                {
                    problem = EastTextMessages.IdentifierEscape;
                    return null;
                }
            }
            name.Append(text[Position]);
        }
        problem = EastTextMessages.IdentifierClosing;
        return null;
    }

    private bool ReadBoolean(Place place)
    {
        if (TryTakeWord("true")) return true;
        return TryTakeWord("false") ? false : throw Expected("boolean", place);
    }

    private long ReadInteger(Place place)
    {
        var end = Digits(IsNext('-') ? Position + 1 : Position);
        if (end == Position || end == Position + 1 && IsNext('-')) throw Expected("integer", place);
        var digits = text.AsSpan(Position, end - Position);
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw Fail(EastTextMessages.IntegerRange(digits), Position, place);
        Position = end;
        return value;
    }

    private double ReadFloat(Place place)
    {
        if (TryTakeWord("NaN")) return double.NaN;
        if (TryTakeWord("Infinity")) return double.PositiveInfinity;
        if (TryTakeWord("-Infinity")) return double.NegativeInfinity;
        var first = IsNext('-') ? Position + 1 : Position;
        var end = Digits(first);
        if (end == first) throw Expected("float", place);
        if (end < text.Length && text[end] == '.') end = Digits(end + 1);
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            end = Digits(exponent);
            if (end == exponent) throw Fail(EastTextMessages.FloatExponent, exponent, place);
        }
        var value = double.Parse(text.AsSpan(Position, end - Position), NumberStyles.Float, CultureInfo.InvariantCulture);
        Position = end;
        return value;
    }

    private string ReadString(Place place)
    {
        if (!IsNext('"')) throw Expected("'\"'", place);
        Position++;
        var plain = Rest.IndexOfAny('"', '\\');
        if (plain >= 0 && Rest[plain] == '"')
        {
            var value = Rest[..plain].ToString();
            Position += plain + 1;
            return value;
        }
        var unescaped = new StringBuilder();
        while ((plain = Rest.IndexOfAny('"', '\\')) >= 0)
        {
            unescaped.Append(Rest[..plain]);
            Position += plain;
            if (TryTake('"')) return unescaped.ToString();
            Position++;
            if (AtEnd) break;
            if (text[Position] is not ('"' or '\\')) throw Fail(EastTextMessages.StringEscape, Position, place);
            unescaped.Append(text[Position++]);
        }
        throw Fail(EastTextMessages.UnterminatedString, text.Length, place);
    }

    private EastDateTime ReadDateTime(Place place)
    {
        var sign = IsNext('-') ? 1 : 0;
        var fields = Rest[sign..];
        if (!DateTimeText.TryRead(fields, out var parts)) throw Fail(EastTextMessages.DateTime, Position, place);
        var length = DateLength;
        var fraction = 0;
        if (fields.Length > length + 1 && fields[length] == '.' && char.IsAsciiDigit(fields[length + 1]))
        {
            var digits = 1;
            while (digits < 3 && fields.Length > length + 1 + digits && char.IsAsciiDigit(fields[length + 1 + digits])) digits++;
            fraction = int.Parse(fields.Slice(length + 1, digits), NumberStyles.None, CultureInfo.InvariantCulture) * (digits == 1 ? 100 : digits == 2 ? 10 : 1);
            length += 1 + digits;
        }
        var value = sign == 1 ? null : CalendarText.From(parts.Year, parts.Month, parts.Day, parts.Hour, parts.Minute, parts.Second, fraction);
        if (value is null) throw Fail(EastTextMessages.DateTimeValue(Rest[..(sign + length)]), Position, place);
        Position += length;
        return new EastDateTime(value.Value);
    }

    private EastBlob ReadBlob(Place place)
    {
        if (!Rest.StartsWith("0x", StringComparison.Ordinal)) throw Fail(EastTextMessages.Blob, Position, place);
        var length = 2;
        while (Position + length < text.Length && char.IsAsciiHexDigit(text[Position + length])) length++;
        var blob = HexText.Read(Rest[2..length]) ?? throw Fail(EastTextMessages.OddHex(Rest[..length]), Position, place);
        Position += length;
        return blob;
    }

    private bool TryTakeWord(string word)
    {
        if (!Rest.StartsWith(word, StringComparison.Ordinal)) return false;
        Position += word.Length;
        return true;
    }

    private int Digits(int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from])) from++;
        return from;
    }

    private EastTextFailure Expected(string what, Place place) =>
        Fail(EastTextMessages.Expected(what, AtEnd ? "end of input" : $"'{text[Position]}'"), Position, place);

    private static EastTextFailure Fail(string message, int position, Place place) => new(message, position, place);
}
