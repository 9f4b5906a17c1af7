using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>
/// Entries in ascending order of their keys, in a list of chunks: finding is two binary searches, adding and removing shift at most
/// one chunk, and adding at the end (what decoding does) only appends.
/// </summary>
internal sealed class SortedKeys<TKey, TValue>(IComparer<TKey> order)
{
    private const int ChunkSize = 256;

    /// <summary>Among so many a search is quick enough.</summary>
    private const int FewKeys = 16;

    private readonly List<Chunk> _chunks = [];
    private TextPlaces? _places;
    private int _version;

    public int Count { get; private set; }

    public IComparer<TKey> Order => order;

    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isThere = Locate(key, out var chunk, out var index);
        value = isThere ? chunk!.Values[index] : default;
        return isThere;
    }

    /// <summary>Adds an entry and gives true; at an equal key gives false, with the value replaced if so asked (the key stays).</summary>
    public bool TryAdd(TKey key, TValue value, bool replace)
    {
        if (Count == 0)
        {
            Append(key, value);
            return true;
        }
        var at = ChunkFor(key);
        var chunk = _chunks[at];
        var index = chunk.Search(key, order);
        if (index >= 0)
        {
            if (replace) chunk.Values[index] = value;
            return false;
        }
        index = ~index;
        if (at == _chunks.Count - 1 && index == chunk.Count)
        {
            Append(key, value);
            return true;
        }
        if (chunk.Count == ChunkSize)
        {
            var upper = chunk.Split();
            _chunks.Insert(at + 1, upper);
            if (index > chunk.Count)
            {
                index -= chunk.Count;
                chunk = upper;
            }
        }
        chunk.Insert(index, key, value);
        Count++;
        _version++;
        return true;
    }

    /// <summary>Where an entry is, for as long as none is added or removed.</summary>
    internal readonly record struct Slot(Chunk Chunk, int Index, int Version);

    /// <summary>As <see cref="TryFind"/>, with the place, so that a new value can be put there without another search.</summary>
    public bool TryLocate(TKey key, out Slot slot, [MaybeNullWhen(false)] out TValue value)
    {
        if (Locate(key, out var chunk, out var index))
        {
            slot = new Slot(chunk, index, _version);
            value = chunk.Values[index];
            return true;
        }
        (slot, value) = (default, default);
        return false;
    }

    /// <summary>Replaces the value of a located entry; or sets that of the key, when entries were added or removed since.</summary>
    public void Put(in Slot slot, TKey key, TValue value)
    {
        if (slot.Version == _version) slot.Chunk.Values[slot.Index] = value;
        else TryAdd(key, value, replace: true);
    }

    /// <summary>Adds an entry whose key is greater than every key that is there.</summary>
    public void Append(TKey key, TValue value)
    {
        if (_chunks.Count == 0 || _chunks[^1].Count == ChunkSize) _chunks.Add(new Chunk(_chunks.Count == 0 ? 4 : ChunkSize));
        _chunks[^1].Insert(_chunks[^1].Count, key, value);
        Count++;
        _version++;
    }

    public bool Remove(TKey key)
    {
        if (Count == 0) return false;
        var at = ChunkFor(key);
        var index = _chunks[at].Search(key, order);
        if (index < 0) return false;
        _chunks[at].Remove(index);
        if (_chunks[at].Count == 0) _chunks.RemoveAt(at);
        Count--;
        _version++;
        return true;
    }

    public void Clear()
    {
        _chunks.Clear();
        Count = 0;
        _version++;
    }

    /// <summary>The same entries in containers of their own.</summary>
    public SortedKeys<TKey, TValue> Copy()
    {
        var copy = new SortedKeys<TKey, TValue>(order);
        copy._chunks.EnsureCapacity(_chunks.Count);
        foreach (var chunk in _chunks) copy._chunks.Add(chunk.Copy());
        copy.Count = Count;
        return copy;
    }

    /// <summary>Replaces all entries by those of another, in the same order of keys, which must not be used any more.</summary>
    public void TakeFrom(SortedKeys<TKey, TValue> other)
    {
        _chunks.Clear();
        _chunks.AddRange(other._chunks);
        Count = other.Count;
        _version++;
    }

    public Enumerator GetEnumerator() => new(this);

    private bool Locate(TKey key, [NotNullWhen(true)] out Chunk? chunk, out int index)
    {
        (chunk, index) = (null, -1);
        if (_chunks.Count == 0) return false;
        if (_places is not null && IsAt(key, _places.Guess((string)(object)key!), out chunk, out index)) return true;
        var at = ChunkFor(key);
        chunk = _chunks[at];
        index = chunk.Search(key, order);
        if (index < 0) return false;
        if (order is StringOrder && Count > FewKeys) (_places ??= new TextPlaces()).Note((string)(object)key!, at * ChunkSize + index, Count);
        return true;
    }

    /// <summary>Whether the text key is where it is thought to be.</summary>
    private bool IsAt(TKey key, int place, [NotNullWhen(true)] out Chunk? chunk, out int index)
    {
        (var at, index) = (place / ChunkSize, place % ChunkSize);
        chunk = at < _chunks.Count ? _chunks[at] : null;
        return chunk is not null && index < chunk.Count
            && string.Equals((string)(object)chunk.Keys[index]!, (string)(object)key!, StringComparison.Ordinal);
    }

    /// <summary>The chunk that has the key or where it belongs: the first one that ends at or after it, else the last.</summary>
    private int ChunkFor(TKey key)
    {
        var (low, high) = (0, _chunks.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (order.Compare(_chunks[middle].Last, key) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    internal sealed class Chunk(int capacity)
    {
        private TKey[] _keys = new TKey[capacity];
        private TValue[] _values = new TValue[capacity];

        public int Count { get; private set; }

        public TKey[] Keys => _keys;

        public TValue[] Values => _values;

        public TKey Last => _keys[Count - 1];

        public int Search(TKey key, IComparer<TKey> order) => KeySearch.Find(_keys, Count, key, order);

        public void Insert(int index, TKey key, TValue value)
        {
            if (Count == _keys.Length)
            {
                var capacity = Math.Min(ChunkSize, Count * 2);
                Array.Resize(ref _keys, capacity);
                Array.Resize(ref _values, capacity);
            }
            Array.Copy(_keys, index, _keys, index + 1, Count - index);
            Array.Copy(_values, index, _values, index + 1, Count - index);
            (_keys[index], _values[index]) = (key, value);
            Count++;
        }

        public void Remove(int index)
        {
            Count--;
            Array.Copy(_keys, index + 1, _keys, index, Count - index);
            Array.Copy(_values, index + 1, _values, index, Count - index);
            (_keys[Count], _values[Count]) = (default!, default!);
        }

        public Chunk Copy()
        {
            var copy = new Chunk(_keys.Length) { Count = Count };
            Array.Copy(_keys, copy._keys, Count);
            Array.Copy(_values, copy._values, Count);
            return copy;
        }

        /// <summary>Moves the upper half to a new chunk.</summary>
        public Chunk Split()
        {
            var half = Count / 2;
            var upper = new Chunk(ChunkSize) { Count = Count - half };
            Array.Copy(_keys, half, upper._keys, 0, upper.Count);
            Array.Copy(_values, half, upper._values, 0, upper.Count);
            Array.Clear(_keys, half, upper.Count);
            Array.Clear(_values, half, upper.Count);
            Count = half;
            return upper;
        }
    }

    internal struct Enumerator(SortedKeys<TKey, TValue> entries) : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly int _version = entries._version;
        private int _chunk;
        private int _index = -1;

        public readonly KeyValuePair<TKey, TValue> Current
        {
            get
            {
                var chunk = entries._chunks[_chunk];
                return new(chunk.Keys[_index], chunk.Values[_index]);
            }
        }

        readonly object System.Collections.IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_version != entries._version) throw new InvalidOperationException("the collection was changed while it was enumerated");
            if (_chunk >= entries._chunks.Count) return false;
            if (++_index < entries._chunks[_chunk].Count) return true;
            _index = 0;
            return ++_chunk < entries._chunks.Count;
        }

        public void Reset() => (_chunk, _index) = (0, -1);

        public readonly void Dispose()
        {
        }
    }
}
