using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>
/// Reads the signature of a builtin: type parameters, then the arguments, then the result, in the syntax of types for people, with
/// <c>(A, B) -> C</c> for callbacks. Signatures are part of this program, so a wrong one is a bug.
/// </summary>
internal sealed class SignatureReader(string text)
{
    private ImmutableArray<string> _parameters = [];
    private int _position;

    public (ImmutableArray<string> Parameters, SignatureTerm[] Inputs, SignatureTerm Output) ReadAll()
    {
        if (Accept('<')) _parameters = [.. ReadUntil('>', ReadName)];
        Require('(');
        var inputs = ReadUntil(')', ReadTerm);
        RequireArrow();
        var output = ReadTerm();
        SkipSpace();
        return _position == text.Length ? (_parameters, [.. inputs], output) : throw Wrong("the end");
    }

    private SignatureTerm ReadTerm()
    {
        if (Accept('(')) return ReadFunction();
        var name = ReadName();
        if (_parameters.IndexOf(name) is >= 0 and var index) return new ParameterTerm(index);
        return name switch
        {
            "Never" => new FixedTerm(EastType.Never),
            "Null" => new FixedTerm(EastType.Null),
            "Boolean" => new FixedTerm(EastType.Boolean),
            "Integer" => new FixedTerm(EastType.Integer),
            "Float" => new FixedTerm(EastType.Float),
            "String" => new FixedTerm(EastType.String),
            "DateTime" => new FixedTerm(EastType.DateTime),
            "Blob" => new FixedTerm(EastType.Blob),
            "Ref" => Constructed(parts => EastType.Ref(parts[0])),
            "Array" => Constructed(parts => EastType.Array(parts[0])),
            "Set" => Constructed(parts => EastType.Set(parts[0])),
            "Dict" => Constructed(parts => EastType.Dict(parts[0], parts[1])),
            "Option" => Constructed(parts => EastType.Option(parts[0])),
            "Struct" => Named(parts => EastType.Struct(parts)),
            "Variant" => Named(parts => EastType.Variant(parts)),
            _ => throw Wrong("a type"),
        };
    }

    private FunctionTerm ReadFunction()
    {
        var inputs = ReadUntil(')', ReadTerm);
        RequireArrow();
        return new FunctionTerm([.. inputs], ReadTerm());
    }

    private ConstructedTerm Constructed(Func<EastType[], EastType> make)
    {
        Require('<');
        return new ConstructedTerm(make, [.. ReadUntil('>', ReadTerm)]);
    }

    /// <summary>Fields or cases; a case without a type is of type Null.</summary>
    private ConstructedTerm Named(Func<(string, EastType)[], EastType> make)
    {
        Require('<');
        var parts = ReadUntil('>', () => (Name: ReadName(), Term: Accept(':') ? ReadTerm() : new FixedTerm(EastType.Null)));
        return new ConstructedTerm(types => make([.. types.Select((type, i) => (parts[i].Name, type))]), [.. parts.Select(part => part.Term)]);
    }

    private List<T> ReadUntil<T>(char end, Func<T> read)
    {
        var items = new List<T>();
        if (Accept(end)) return items;
        do items.Add(read());
        while (Accept(','));
        Require(end);
        return items;
    }

    private string ReadName()
    {
        SkipSpace();
        var start = _position;
        while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] == '_')) _position++;
        return _position > start ? text[start.._position] : throw Wrong("a name");
    }

    private void RequireArrow()
    {
        Require('-');
        Require('>');
    }

    private void Require(char c)
    {
        if (!Accept(c)) throw Wrong($"'{c}'");
    }

    private bool Accept(char c)
    {
        SkipSpace();
        if (_position >= text.Length || text[_position] != c) return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && text[_position] == ' ') _position++;
    }

    private FormatException Wrong(string expected) => new($"expected {expected} at {_position} of the signature {text}");
}
