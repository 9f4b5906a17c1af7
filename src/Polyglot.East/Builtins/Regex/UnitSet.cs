namespace Polyglot.East;

/// <summary>A set of UTF-16 units, which is what one position of a pattern accepts. Immutable.</summary>
internal sealed class UnitSet
{
    private readonly char[] _bounds;
    private readonly ulong _below64;
    private readonly ulong _below128;

    /// <summary>The ranges, first and last in turn, ascending and apart from each other.</summary>
    private UnitSet(char[] bounds)
    {
        _bounds = bounds;
        for (var c = 0; c < 64; c++)
        {
            if (Search((char)c)) _below64 |= 1UL << c;
            if (Search((char)(c + 64))) _below128 |= 1UL << c;
        }
    }

    public static UnitSet Empty { get; } = new([]);

    public static UnitSet All { get; } = Range('\0', char.MaxValue);

    public static UnitSet Digits { get; } = Range('0', '9');

    public static UnitSet Words { get; } = Union(Range('a', 'z'), Range('A', 'Z'), Digits, Of('_'));

    public static UnitSet Blanks { get; } = Union([.. Enumerable.Range(0, char.MaxValue + 1).Where(c => Blank.Is((char)c)).Select(c => Of((char)c))]);

    public static UnitSet LineEnds { get; } = Union(Of('\n'), Of('\r'), Range('\u2028', '\u2029'));

    /// <summary>What <c>.</c> accepts.</summary>
    public static UnitSet NotLineEnds { get; } = LineEnds.Inverted();

    /// <summary>The only member, or null when there are none or several.</summary>
    public char? Single => _bounds.Length == 2 && _bounds[0] == _bounds[1] ? _bounds[0] : null;

    public bool IsEmpty => _bounds.Length == 0;

    public static UnitSet Of(char unit) => new([unit, unit]);

    public static UnitSet Range(char first, char last) => new([first, last]);

    public static UnitSet Union(params ReadOnlySpan<UnitSet> sets)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var set in sets)
            for (var i = 0; i < set._bounds.Length; i += 2) ranges.Add((set._bounds[i], set._bounds[i + 1]));
        ranges.Sort();
        var bounds = new List<char>();
        foreach (var (first, last) in ranges)
        {
            if (bounds.Count == 0 || first > bounds[^1] + 1)
            {
                bounds.Add((char)first);
                bounds.Add((char)last);
            }
            else if (last > bounds[^1])
            {
                bounds[^1] = (char)last;
            }
        }
        return new UnitSet([.. bounds]);
    }

    public UnitSet Inverted()
    {
        var bounds = new List<char>();
        var next = 0;
        for (var i = 0; i < _bounds.Length; i += 2)
        {
            if (_bounds[i] > next)
            {
                bounds.Add((char)next);
                bounds.Add((char)(_bounds[i] - 1));
            }
            next = _bounds[i + 1] + 1;
        }
        if (next <= char.MaxValue)
        {
            bounds.Add((char)next);
            bounds.Add(char.MaxValue);
        }
        return new UnitSet([.. bounds]);
    }

    /// <summary>No unit is in both.</summary>
    public bool IsDisjointFrom(UnitSet other)
    {
        for (int i = 0, k = 0; i < _bounds.Length && k < other._bounds.Length;)
        {
            if (_bounds[i + 1] < other._bounds[k]) i += 2;
            else if (other._bounds[k + 1] < _bounds[i]) k += 2;
            else return false;
        }
        return true;
    }

    public bool Contains(char unit) => unit < 128 ? ((unit < 64 ? _below64 : _below128) >> (unit & 63) & 1) != 0 : Search(unit);

    private bool Search(char unit)
    {
        var (low, high) = (0, _bounds.Length / 2 - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (unit < _bounds[middle * 2]) high = middle - 1;
            else if (unit > _bounds[middle * 2 + 1]) low = middle + 1;
            else return true;
        }
        return false;
    }
}
