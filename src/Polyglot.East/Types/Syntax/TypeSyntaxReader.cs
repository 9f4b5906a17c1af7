using System.Text;

namespace Polyglot.East;

/// <summary>Reads one type in the friendly syntax.</summary>
internal sealed class TypeSyntaxReader(string text)
{
    /// <summary>The names bound by <c>Recursive</c>, innermost last, with the number of constructors around what each one names.</summary>
    private readonly List<(string Name, int Level)> _bound = [];

    private int _position;

    /// <summary>How many constructors are around the type being read.</summary>
    private int _level;

    private int _nesting;

    public ParseResult<EastType> ReadAll()
    {
        try
        {
            var type = ReadType();
            SkipSpace();
            return _position == text.Length ? type : throw Expected(TypeSyntaxMessages.EndOfType);
        }
        catch (Failure failure)
        {
            return failure.Error;
        }
    }

    private EastType ReadType()
    {
        SkipSpace();
        var start = _position;
        if (++_nesting > EastType.MaxDepth) throw Fail(start, TypeMessages.TooDeep);
        var type = Peek() == '(' ? ReadFunction(isAsync: false) : ReadNamed(start);
        _nesting--;
        return type;
    }

    private EastType ReadNamed(int start)
    {
        var name = ReadPlainName(TypeSyntaxMessages.Type);
        for (var i = _bound.Count - 1; i >= 0; i--)
            if (_bound[i].Name == name) return BackReference(start, _bound[i].Level);
        switch (name)
        {
            case "Never": return EastType.Never;
            case "Null": return EastType.Null;
            case "Boolean": return EastType.Boolean;
            case "Integer": return EastType.Integer;
            case "Float": return EastType.Float;
            case "String": return EastType.String;
            case "DateTime": return EastType.DateTime;
            case "Blob": return EastType.Blob;
            case "Ref": return Inside(start, () => EastType.Ref(ReadOnlyArgument()));
            case "Array": return Inside(start, () => EastType.Array(ReadOnlyArgument()));
            case "Set": return Inside(start, () => EastType.Set(ReadOnlyArgument()));
            case "Dict": return Inside(start, ReadDict);
            case "Option": return Inside(start, () => EastType.Option(ReadOnlyArgument()));
            case "Struct": return Inside(start, () => EastType.Struct(ReadParts(TypeMessages.DuplicateField, mayBeSilent: false)));
            case "Variant": return Inside(start, () => EastType.Variant(ReadParts(TypeMessages.DuplicateCase, mayBeSilent: true)));
            case "Recursive": return ReadRecursive();
            case "async":
                SkipSpace();
                return ReadFunction(isAsync: true);
            default: throw Fail(start, TypeSyntaxMessages.UnknownName(name, [.. _bound.Select(b => b.Name)]));
        }
    }

    private RecursiveType BackReference(int start, int level) =>
        level < _level ? EastType.Recursive(_level - level) : throw Fail(start, TypeSyntaxMessages.NothingBound);

    private DictType ReadDict()
    {
        Require('<');
        var key = ReadType();
        Require(',');
        var value = ReadType();
        Require('>');
        return EastType.Dict(key, value);
    }

    private EastType ReadOnlyArgument()
    {
        Require('<');
        var argument = ReadType();
        Require('>');
        return argument;
    }

    private (string Name, EastType Type)[] ReadParts(Func<string, string> duplicate, bool mayBeSilent)
    {
        Require('<');
        var parts = new List<(string, EastType)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        SkipSpace();
        if (Peek() != '>')
        {
            do
            {
                SkipSpace();
                var start = _position;
                var name = ReadPartName();
                if (!seen.Add(name)) throw Fail(start, duplicate(name));
                SkipSpace();
                if (mayBeSilent && Peek() is ',' or '>')
                {
                    parts.Add((name, EastType.Null));
                    continue;
                }
                Require(':');
                parts.Add((name, ReadType()));
            }
            while (Accept(','));
        }
        Require('>');
        return [.. parts];
    }

    private EastType ReadRecursive()
    {
        Require('<');
        SkipSpace();
        var start = _position;
        var name = ReadPlainName(TypeSyntaxMessages.RecursiveName);
        if (TypeSyntaxMessages.IsReserved(name)) throw Fail(start, TypeSyntaxMessages.Reserved(name));
        Require('=');
        _bound.Add((name, _level));
        var type = ReadType();
        _bound.RemoveAt(_bound.Count - 1);
        Require('>');
        return type;
    }

    private EastType ReadFunction(bool isAsync)
    {
        var start = _position;
        return Inside(start, () =>
        {
            Require('(');
            var inputs = new List<EastType>();
            if (!Accept(')'))
            {
                do inputs.Add(ReadType());
                while (Accept(','));
                Require(')');
            }
            SkipSpace();
            if (Peek() != '=' || _position + 1 >= text.Length || text[_position + 1] != '>') throw Expected("'=>'");
            _position += 2;
            var output = ReadType();
            return isAsync ? EastType.AsyncFunction([.. inputs], output) : EastType.Function([.. inputs], output);
        });
    }

    /// <summary>Reads what is inside a constructor; what the constructor itself refuses is an error at its start.</summary>
    private EastType Inside(int start, Func<EastType> read)
    {
        _level++;
        try
        {
            return read();
        }
        catch (ArgumentException problem)
        {
            throw Fail(start, problem.Message.Split(" (Parameter")[0]);
        }
        finally
        {
            _level--;
        }
    }

    private string ReadPartName()
    {
        if (Peek() != '`') return ReadPlainName(TypeSyntaxMessages.PartName);
        var name = new StringBuilder();
        for (_position++; _position < text.Length; _position++)
        {
            var c = text[_position];
            if (c == '`')
            {
                _position++;
                return name.ToString();
            }
            if (c == '\\')
            {
                _position++;
                if (Peek() is not ('\\' or '`')) throw Expected(TypeSyntaxMessages.EscapedCharacter);
            }
            name.Append(text[_position]);
        }
        throw Expected(TypeSyntaxMessages.ClosingBacktick);
    }

    private string ReadPlainName(string expected)
    {
        if (_position >= text.Length || !TypeText.IsStart(text[_position])) throw Expected(expected);
        var start = _position;
        while (_position < text.Length && TypeText.IsPart(text[_position])) _position++;
        return text[start.._position];
    }

    private void Require(char c)
    {
        if (!Accept(c)) throw Expected($"'{c}'");
    }

    private bool Accept(char c)
    {
        SkipSpace();
        if (Peek() != c) return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position])) _position++;
    }

    /// <summary>The character here, or NUL at the end; a NUL in the text fits nowhere, so the two need not be told apart.</summary>
    private char Peek() => _position < text.Length ? text[_position] : '\0';

    private Failure Expected(string what) => Fail(_position,
        TypeSyntaxMessages.Expected(what, _position < text.Length ? $"'{text[_position]}'" : "end of input"));

    private Failure Fail(int position, string message) => new(ParseError.At(text, position, message));

    /// <summary>Leaves the recursion; never leaves the reader.</summary>
    private sealed class Failure(ParseError error) : Exception
    {
        public ParseError Error { get; } = error;
    }
}
