using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>A value of type Dict: a map in East order of its keys, with identity. Not thread-safe.</summary>
/// <typeparam name="TKey">The CLR type of the keys (<see cref="ClrTypes"/>).</typeparam>
/// <typeparam name="TValue">The CLR type of the values.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "The word of the language.")]
public sealed class EastDict<TKey, TValue> : IEastDict, IReadOnlyCollection<KeyValuePair<TKey, TValue>>
{
    private readonly SortedKeys<TKey, TValue> _entries;

    /// <summary>An empty map.</summary>
    /// <param name="keyType">The East type of the keys, which gives their order.</param>
    /// <exception cref="ArgumentException">Keys of that type are not held as <typeparamref name="TKey"/>.</exception>
    public EastDict(EastType keyType) : this(EastOrder.Comparer<TKey>(keyType))
    {
    }

    internal EastDict(IComparer<TKey> order) : this(new SortedKeys<TKey, TValue>(order))
    {
    }

    internal EastDict(SortedKeys<TKey, TValue> entries) => _entries = entries;

    /// <summary>How many iterations are going on; as long as there are any, East code may not change the size (spec 4.6).</summary>
    internal int Locks { get; set; }

    /// <summary>East code may not change the map at all (spec 4.6).</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>How many entries.</summary>
    public int Count => _entries.Count;

    IEnumerable<KeyValuePair<object?, object?>> IEastDict.Entries => this.Select(e => new KeyValuePair<object?, object?>(e.Key, e.Value));

    /// <summary>The value of a key; setting adds the key or replaces its value.</summary>
    /// <exception cref="KeyNotFoundException">Getting: the key is not there.</exception>
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException();
        set => _entries.TryAdd(key, value, replace: true);
    }

    /// <summary>The value of a key; false when it is not there.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _entries.TryFind(key, out value);

    /// <summary>Whether an equal key is there.</summary>
    public bool ContainsKey(TKey key) => _entries.TryFind(key, out _);

    /// <summary>Adds an entry; false, and nothing changes, when an equal key is there.</summary>
    public bool TryAdd(TKey key, TValue value) => _entries.TryAdd(key, value, replace: false);

    void IEastDict.Set(object? key, object? value) => this[(TKey)key!] = (TValue)value!;

    /// <summary>Removes an entry; false when the key is not there.</summary>
    public bool Remove(TKey key) => _entries.Remove(key);

    /// <summary>Removes every entry.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>The entries in East order of the keys. Changing the map while enumerating is an error that is noticed.</summary>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The entries and their order, for codecs.</summary>
    internal SortedKeys<TKey, TValue> Sorted => _entries;
}
