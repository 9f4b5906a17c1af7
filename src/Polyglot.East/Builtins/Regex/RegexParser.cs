using System.Globalization;

namespace Polyglot.East;

/// <summary>
/// Reads patterns of ECMAScript without the flag <c>u</c>, the forms for old programs included (Annex B): a <c>{</c> or <c>]</c> that
/// closes nothing is itself, an unknown escape is the character, a number that names no group is an octal escape.
/// </summary>
internal sealed class RegexParser
{
    private const int MaxDepth = 250;
    private const int MaxLength = 1 << 20;

    private readonly string _pattern;
    private readonly RegexFlags _flags;
    private readonly RegexEscapes _escapes;
    private int _position;
    private int _depth;
    private int _groups;

    private RegexParser(string pattern, RegexFlags flags)
    {
        _pattern = pattern;
        _flags = flags;
        Names = RegexGroups.Scan(pattern, out var count);
        GroupCount = count;
        _escapes = new RegexEscapes(pattern, count, Names);
    }

    private int GroupCount { get; }

    private Dictionary<string, int> Names { get; }

    /// <summary>The pattern's tree.</summary>
    /// <exception cref="RegexSyntaxException">The pattern is not one.</exception>
    public static (RegexNode Root, int Groups, Dictionary<string, int> Names) Parse(string pattern, RegexFlags flags)
    {
        if (pattern.Length > MaxLength) throw new RegexSyntaxException(RegexMessages.TooLarge);
        var parser = new RegexParser(pattern, flags);
        var root = parser.Choice();
        if (parser._position < pattern.Length) throw new RegexSyntaxException(RegexMessages.UnmatchedClose);
        return (root, parser.GroupCount, parser.Names);
    }

    private RegexNode Choice()
    {
        if (++_depth > MaxDepth) throw new RegexSyntaxException(RegexMessages.TooDeep);
        var options = new List<RegexNode> { Sequence() };
        while (Skip("|")) options.Add(Sequence());
        _depth--;
        return options is [var only] ? only : new RegexNode.Choice(options);
    }

    private RegexNode Sequence()
    {
        var items = new List<RegexNode>();
        while (_position < _pattern.Length && _pattern[_position] is not ('|' or ')')) items.Add(Term());
        return items is [var only] ? only : new RegexNode.Sequence(items);
    }

    private RegexNode Term()
    {
        var firstGroup = _groups + 1;
        var atom = Atom(out var canRepeat);
        if (Quantifier() is not var (min, max)) return atom;
        if (!canRepeat) throw new RegexSyntaxException(RegexMessages.NothingToRepeat);
        if (min > max) throw new RegexSyntaxException(RegexMessages.QuantifierOrder);
        return new RegexNode.Repeat(atom, min, max, IsGreedy: !Skip("?"), firstGroup, _groups + 1);
    }

    private RegexNode Atom(out bool canRepeat)
    {
        canRepeat = true;
        var c = _pattern[_position++];
        switch (c)
        {
            case '^':
                canRepeat = false;
                return new RegexNode.Assertion(_flags.HasFlag(RegexFlags.Multiline) ? RegexAssertion.LineStart : RegexAssertion.TextStart);
            case '$':
                canRepeat = false;
                return new RegexNode.Assertion(_flags.HasFlag(RegexFlags.Multiline) ? RegexAssertion.LineEnd : RegexAssertion.TextEnd);
            case '.':
                return new RegexNode.Unit(_flags.HasFlag(RegexFlags.DotAll) ? UnitSet.All : UnitSet.NotLineEnds);
            case '(':
                return Group(out canRepeat);
            case '[':
                return new RegexNode.Unit(Class());
            case '\\':
                return Escape(out canRepeat);
            case '*' or '+' or '?':
                throw new RegexSyntaxException(RegexMessages.NothingToRepeat);
            case '{':
                _position--;
                if (Quantifier() is not null) throw new RegexSyntaxException(RegexMessages.NothingToRepeat);
                _position++;
                return Literal('{');
            default:
                return Literal(c);
        }
    }

    private RegexNode.Unit Literal(char unit) => new(Folded(UnitSet.Of(unit)));

    private UnitSet Folded(UnitSet set)
    {
        if (!_flags.HasFlag(RegexFlags.IgnoreCase)) return set;
        return set.Single is { } unit ? CaseFolds.Of(unit) : CaseFolds.Closure(set);
    }

    private RegexNode Group(out bool canRepeat)
    {
        canRepeat = true;
        if (!Skip("?")) return Capture();
        if (Skip(":")) return Closed(Choice());
        if (Skip("=")) return new RegexNode.Look(Closed(Choice()), IsBehind: false, IsNegated: false);
        if (Skip("!")) return new RegexNode.Look(Closed(Choice()), IsBehind: false, IsNegated: true);
        canRepeat = false;
        if (Skip("<=")) return new RegexNode.Look(Closed(Choice()), IsBehind: true, IsNegated: false);
        if (Skip("<!")) return new RegexNode.Look(Closed(Choice()), IsBehind: true, IsNegated: true);
        canRepeat = true;
        if (!Skip("<")) throw new RegexSyntaxException(RegexMessages.InvalidGroup);
        _position = _pattern.IndexOf('>', _position) + 1;
        return Capture();
    }

    private RegexNode.Group Capture()
    {
        var index = ++_groups;
        return new RegexNode.Group(index, Closed(Choice()));
    }

    private RegexNode Closed(RegexNode body) => Skip(")") ? body : throw new RegexSyntaxException(RegexMessages.Unterminated);

    private RegexNode Escape(out bool canRepeat)
    {
        canRepeat = true;
        if (_position == _pattern.Length) throw new RegexSyntaxException(RegexMessages.TrailingBackslash);
        var c = _pattern[_position];
        if (c is 'b' or 'B')
        {
            _position++;
            canRepeat = false;
            return new RegexNode.Assertion(c == 'b' ? RegexAssertion.WordBoundary : RegexAssertion.NotWordBoundary);
        }
        if (_escapes.TryBackReference(ref _position, out var group)) return new RegexNode.BackReference(group);
        return new RegexNode.Unit(Folded(_escapes.Set(ref _position) ?? UnitSet.Of(_escapes.Unit(ref _position, inClass: false))));
    }

    /// <summary>After the opening bracket.</summary>
    private UnitSet Class()
    {
        var isNegated = Skip("^");
        var parts = new List<UnitSet>();
        while (!Skip("]"))
        {
            var first = ClassAtom();
            if (_position + 1 < _pattern.Length && _pattern[_position] == '-' && _pattern[_position + 1] != ']')
            {
                _position++;
                var last = ClassAtom();
                if (first.Single is { } from && last.Single is { } to)
                {
                    if (from > to) throw new RegexSyntaxException(RegexMessages.RangeOrder);
                    parts.Add(UnitSet.Range(from, to));
                    continue;
                }
                parts.Add(UnitSet.Of('-'));
                parts.Add(last);
            }
            parts.Add(first);
        }
        var set = Folded(UnitSet.Union([.. parts]));
        return isNegated ? set.Inverted() : set;
    }

    private UnitSet ClassAtom()
    {
        if (_position == _pattern.Length) throw new RegexSyntaxException(RegexMessages.UnterminatedClass);
        var c = _pattern[_position++];
        if (c != '\\') return UnitSet.Of(c);
        if (_position == _pattern.Length) throw new RegexSyntaxException(RegexMessages.TrailingBackslash);
        return _escapes.Set(ref _position) ?? UnitSet.Of(_escapes.Unit(ref _position, inClass: true));
    }

    /// <summary>The bounds of a quantifier, or null, with nothing consumed, when there is none.</summary>
    private (int Min, int Max)? Quantifier()
    {
        if (Skip("*")) return (0, int.MaxValue);
        if (Skip("+")) return (1, int.MaxValue);
        if (Skip("?")) return (0, 1);
        var start = _position;
        if (Skip("{") && Number() is { } min)
        {
            if (Skip("}")) return (min, min);
            if (Skip(","))
            {
                var max = Number();
                if (Skip("}")) return (min, max ?? int.MaxValue);
            }
        }
        _position = start;
        return null;
    }

    /// <summary>Digits; numbers beyond what can be counted are as good as no limit.</summary>
    private int? Number()
    {
        var start = _position;
        while (_position < _pattern.Length && char.IsAsciiDigit(_pattern[_position])) _position++;
        if (_position == start) return null;
        return int.TryParse(_pattern.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }

    private bool Skip(string expected)
    {
        if (string.CompareOrdinal(_pattern, _position, expected, 0, expected.Length) != 0) return false;
        _position += expected.Length;
        return true;
    }
}

/// <summary>A pattern that cannot be read; the message says why.</summary>
internal sealed class RegexSyntaxException(string message) : Exception(message);
