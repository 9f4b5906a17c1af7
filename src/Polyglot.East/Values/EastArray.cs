using System.Collections;
using System.Runtime.InteropServices;

namespace Polyglot.East;

/// <summary>A value of type Array: a growable list with identity, its elements side by side and unboxed. Not thread-safe.</summary>
/// <typeparam name="T">The CLR type of the elements (<see cref="ClrTypes"/>).</typeparam>
public sealed class EastArray<T> : IEastArray, IReadOnlyList<T>
{
    private T[] _items;

    /// <summary>An empty list.</summary>
    public EastArray() => _items = [];

    /// <summary>A list of these elements.</summary>
    public EastArray(IEnumerable<T> items)
    {
        _items = items.ToArray();
        Count = _items.Length;
    }

    /// <summary>A list of these elements, copied.</summary>
    public EastArray(ReadOnlySpan<T> items)
    {
        _items = items.ToArray();
        Count = _items.Length;
    }

    internal EastArray(T[] items, int count)
    {
        _items = items;
        Count = count;
    }

    /// <summary>How many iterations are going on; as long as there are any, East code may not change the size (spec 4.6).</summary>
    internal int Locks { get; set; }

    /// <summary>East code may not change the list at all (spec 4.6).</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>How many elements.</summary>
    public int Count { get; private set; }

    /// <summary>How many elements there is room for.</summary>
    public int Capacity => _items.Length;

    /// <summary>The elements themselves; valid until the list grows.</summary>
    public Span<T> Span => _items.AsSpan(0, Count);

    /// <summary>The elements themselves, as memory; valid until the list grows.</summary>
    public Memory<T> Memory => _items.AsMemory(0, Count);

    /// <summary>An element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)index), (uint)Count, nameof(index));
            return _items[index];
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)index), (uint)Count, nameof(index));
            _items[index] = value;
        }
    }

    object? IEastArray.this[int index] => this[index];

    /// <summary>Appends an element.</summary>
    public void Add(T item)
    {
        if (Count == _items.Length) EnsureCapacity(Count + 1);
        _items[Count++] = item;
    }

    void IEastArray.Add(object? element) => Add((T)element!);

    /// <summary>Appends elements.</summary>
    public void AddRange(ReadOnlySpan<T> items)
    {
        EnsureCapacity(Count + items.Length);
        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    /// <summary>Makes room.</summary>
    public void EnsureCapacity(int capacity)
    {
        if (capacity > _items.Length) Array.Resize(ref _items, (int)Math.Min(Math.Max(Math.Max(4L, capacity), 2L * _items.Length), Array.MaxLength));
    }

    /// <summary>Lengthens the list by that many elements, to be filled at once.</summary>
    internal Span<T> Extend(int count)
    {
        EnsureCapacity(Count + count);
        Count += count;
        return _items.AsSpan(Count - count, count);
    }

    /// <summary>Shortens the list to its first <paramref name="count"/> elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unchecked((uint)count), (uint)Count, nameof(count));
        Array.Clear(_items, count, Count - count);
        Count = count;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => MemoryMarshal.ToEnumerable<T>(_items.AsMemory(0, Count)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes lists.</summary>
public static class EastArray
{
    /// <summary>Takes an array as the storage of a list without copying; the caller promises to let go of it.</summary>
    public static EastArray<T> Wrap<T>(T[] items) => new(items, items.Length);

    /// <summary>An empty list with room for that many elements.</summary>
    public static EastArray<T> WithCapacity<T>(int capacity) => new(new T[capacity], 0);

    /// <summary>A list of that many elements, each of them the CLR default; the decoder fills it.</summary>
    internal static EastArray<T> OfLength<T>(int count) => new(GC.AllocateUninitializedArray<T>(count), count);
}
