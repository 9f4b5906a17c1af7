using System.Collections;

namespace Polyglot.East;

/// <summary>A value of type Set: distinct keys in East order, with identity. Not thread-safe.</summary>
/// <typeparam name="T">The CLR type of the keys (<see cref="ClrTypes"/>).</typeparam>
public sealed class EastSet<T> : IEastSet, IReadOnlyCollection<T>
{
    private readonly SortedKeys<T, EastNull> _keys;

    /// <summary>An empty set.</summary>
    /// <param name="keyType">The East type of the keys, which gives their order.</param>
    /// <exception cref="ArgumentException">Keys of that type are not held as <typeparamref name="T"/>.</exception>
    public EastSet(EastType keyType) : this(EastOrder.Comparer<T>(keyType))
    {
    }

    internal EastSet(IComparer<T> order) : this(new SortedKeys<T, EastNull>(order))
    {
    }

    internal EastSet(SortedKeys<T, EastNull> keys) => _keys = keys;

    /// <summary>How many iterations are going on; as long as there are any, East code may not change the size (spec 4.6).</summary>
    internal int Locks { get; set; }

    /// <summary>East code may not change the set at all (spec 4.6).</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>How many keys.</summary>
    public int Count => _keys.Count;

    IEnumerable<object?> IEastSet.Keys => this.Select(k => (object?)k);

    /// <summary>Whether an equal key is there.</summary>
    public bool Contains(T key) => _keys.TryFind(key, out _);

    /// <summary>Adds a key; false when an equal one is there, which then stays.</summary>
    public bool Add(T key) => _keys.TryAdd(key, default, replace: false);

    bool IEastSet.Add(object? key) => Add((T)key!);

    /// <summary>Removes a key; false when it is not there.</summary>
    public bool Remove(T key) => _keys.Remove(key);

    /// <summary>Removes every key.</summary>
    public void Clear() => _keys.Clear();

    /// <summary>The keys in East order. Changing the set while enumerating is an error that is noticed.</summary>
    public IEnumerator<T> GetEnumerator() => new KeyEnumerator(_keys.GetEnumerator());

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The keys and their order, for codecs.</summary>
    internal SortedKeys<T, EastNull> Sorted => _keys;

    private sealed class KeyEnumerator(SortedKeys<T, EastNull>.Enumerator entries) : IEnumerator<T>
    {
        private SortedKeys<T, EastNull>.Enumerator _entries = entries;

        public T Current => _entries.Current.Key;

        object? IEnumerator.Current => Current;

        public bool MoveNext() => _entries.MoveNext();

        public void Reset() => _entries.Reset();

        public void Dispose() => _entries.Dispose();
    }
}
