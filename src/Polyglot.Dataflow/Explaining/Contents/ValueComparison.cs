using System.Globalization;
using Polyglot.East;

namespace Polyglot.Dataflow.Explaining;

/// <summary>A place in a value where two values differ.</summary>
/// <param name="Path">The place, such as <c>[12].ppm</c> or <c>["weekly"]</c>; <c>byte 7</c> in a Blob; empty for the whole value.</param>
/// <param name="Old">East text of what was there, shortened; null where nothing was.</param>
/// <param name="New">East text of what is there, shortened; null where nothing is.</param>
public sealed record ValueChange(string Path, string? Old, string? New);

/// <summary>Where two values of one type differ, in the order of writing. Pure. One use.</summary>
internal sealed class ValueComparison
{
    private readonly List<ValueChange> _changes = [];
    private readonly int _most;

    private ValueComparison(int most) => _most = most;

    /// <summary>How many places differ.</summary>
    private int Count { get; set; }

    /// <summary>The first places and how many more there are.</summary>
    /// <param name="type">The type of both. Values that may contain themselves, and functions, are compared as wholes.</param>
    /// <param name="old">What it was.</param>
    /// <param name="now">What it is.</param>
    /// <param name="most">How many places are given.</param>
    public static (IReadOnlyList<ValueChange> Changes, int More) Of(EastType type, object? old, object? now, int most)
    {
        var comparison = new ValueComparison(most);
        comparison.Compare(type, old, now, "");
        return (comparison._changes, comparison.Count - comparison._changes.Count);
    }

    private void Compare(EastType type, object? old, object? now, string path)
    {
        if (type.ContainsRecursion || !type.IsData)
        {
            Add(path, type, old, now);
            return;
        }
        if (EastOrder.Equal(type, old, now)) return;
        switch (type)
        {
            case StructType t:
                for (var i = 0; i < t.Fields.Length; i++) Compare(t.Fields[i].Type, ((EastStruct)old!)[i], ((EastStruct)now!)[i], $"{path}.{t.Fields[i].Name}");
                break;
            case VariantType t when ((EastVariant)old!).Case == ((EastVariant)now!).Case:
                var tag = ((EastVariant)old).Case;
                Compare(t.Cases[t.IndexOf(tag)].Type, ((EastVariant)old).Payload, ((EastVariant)now).Payload, $"{path}.{tag}");
                break;
            case RefType t:
                Compare(t.Content, ((IEastRef)old!).Value, ((IEastRef)now!).Value, path);
                break;
            case ArrayType t:
                CompareArrays(t.Element, (IEastArray)old!, (IEastArray)now!, path);
                break;
            case SetType t:
                CompareKeyed(t.Key, null, ((IEastSet)old!).Keys.Select(Entry), ((IEastSet)now!).Keys.Select(Entry), path);
                break;
            case DictType t:
                CompareKeyed(t.Key, t.Value, ((IEastDict)old!).Entries, ((IEastDict)now!).Entries, path);
                break;
            default:
                if (old is EastBlob before && now is EastBlob after) CompareBytes(before.Span, after.Span, path);
                else Add(path, type, old, now);
                break;
        }
    }

    // Where lengths differ, what both begin and end with stays; between that, what was goes and what is comes.
    private void CompareArrays(EastType element, IEastArray old, IEastArray now, string path)
    {
        if (old.Count == now.Count)
        {
            for (var i = 0; i < old.Count; i++) Compare(element, old[i], now[i], Index(path, i));
            return;
        }
        var (start, end) = (0, 0);
        var least = Math.Min(old.Count, now.Count);
        while (start < least && EastOrder.Equal(element, old[start], now[start])) start++;
        while (end < least - start && EastOrder.Equal(element, old[old.Count - end - 1], now[now.Count - end - 1])) end++;
        for (var i = start; i < old.Count - end; i++) Add(Index(path, i), element, old[i], null, hasNew: false);
        for (var i = start; i < now.Count - end; i++) Add(Index(path, i), element, null, now[i], hasOld: false);
    }

    private void CompareKeyed(EastType key, EastType? value, IEnumerable<KeyValuePair<object?, object?>> old, IEnumerable<KeyValuePair<object?, object?>> now, string path)
    {
        using var before = old.GetEnumerator();
        using var after = now.GetEnumerator();
        var (hasOld, hasNew) = (before.MoveNext(), after.MoveNext());
        while (hasOld || hasNew)
        {
            var order = !hasOld ? 1 : !hasNew ? -1 : EastOrder.Compare(key, before.Current.Key, after.Current.Key);
            var place = $"{path}[{ValueText.Of(key, order <= 0 ? before.Current.Key : after.Current.Key)}]";
            if (order < 0) Add(place, value ?? key, value is null ? before.Current.Key : before.Current.Value, null, hasNew: false);
            else if (order > 0) Add(place, value ?? key, null, value is null ? after.Current.Key : after.Current.Value, hasOld: false);
            else if (value is not null) Compare(value, before.Current.Value, after.Current.Value, place);
            if (order <= 0) hasOld = before.MoveNext();
            if (order >= 0) hasNew = after.MoveNext();
        }
    }

    // Of bytes the first that differs, and the lengths where they do.
    private void CompareBytes(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now, string path)
    {
        var at = old.CommonPrefixLength(now);
        var prefix = path.Length == 0 ? "" : path + " ";
        if (at < old.Length || at < now.Length) Add(new($"{prefix}byte {at.ToString(CultureInfo.InvariantCulture)}", At(old, at), At(now, at)));
        if (old.Length != now.Length) Add(new($"{prefix}length", Number(old.Length), Number(now.Length)));

        static string? At(ReadOnlySpan<byte> bytes, int at) => at < bytes.Length ? $"0x{bytes[at]:x2}" : null;
    }

    private void Add(string path, EastType type, object? old, object? now, bool hasOld = true, bool hasNew = true)
    {
        if (_changes.Count < _most) Add(new(path, hasOld ? ValueText.Of(type, old) : null, hasNew ? ValueText.Of(type, now) : null));
        else Count++;
    }

    private void Add(ValueChange change)
    {
        if (_changes.Count < _most) _changes.Add(change);
        Count++;
    }

    private static KeyValuePair<object?, object?> Entry(object? key) => new(key, null);

    private static string Index(string path, int index) => $"{path}[{Number(index)}]";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
