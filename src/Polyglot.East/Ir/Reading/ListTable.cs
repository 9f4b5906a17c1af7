using System.Text;

namespace Polyglot.East;

/// <summary>
/// The lists of a program that have been read, by their place, for the back-references to them (spec 3.1, "Aliasing"); and its names,
/// which occur again and again.
/// </summary>
internal sealed class ListTable
{
    private const int MaxInternedBytes = 256;

    private readonly Dictionary<long, object?> _lists = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _textsBySpan;

    public ListTable() => _textsBySpan = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The earlier list that the marker here refers to; null, with the place registered, when the list follows inline.</summary>
    public T? Shared<T>(ref Beast2Reader from)
        where T : class
    {
        var start = from.Position;
        var distance = from.ReadVarint();
        if (distance == 0)
        {
            _lists[from.Position] = null;
            return null;
        }
        var target = start - (long)distance;
        var found = target >= 0 && _lists.TryGetValue(target, out var list) ? list ?? throw new Beast2Failure(IrMessages.CyclicList, start) : null;
        return found as T ?? throw new Beast2Failure(Beast2Messages.UndefinedReference(start, target), start);
    }

    /// <summary>Makes the list at a place known, now that it is complete.</summary>
    public T Close<T>(long place, T list)
        where T : class
    {
        _lists[place] = list;
        return list;
    }

    /// <summary>A name; equal ones are one instance.</summary>
    public string Text(ref Beast2Reader from) => Text(from.ReadUtf8());

    /// <summary>A name in valid UTF-8; equal ones are one instance.</summary>
    public string Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxInternedBytes) return Encoding.UTF8.GetString(utf8);
        Span<char> chars = stackalloc char[MaxInternedBytes];
        chars = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        if (_textsBySpan.TryGetValue(chars, out var known)) return known;
        var text = chars.ToString();
        _texts.Add(text, text);
        return text;
    }
}
