using Polyglot.Store;

namespace Polyglot.Testing.Store;

/// <summary>Refs without a disk. Thread-safe.</summary>
public sealed class InMemoryRefStore : IRefStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (RefName Name, ObjectId Id)> _refs = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public RefRead Get(RefName name)
    {
        if (name == default) throw new ArgumentException("the default ref name names nothing", nameof(name));
        lock (_gate) return _refs.TryGetValue(name.ToString(), out var found) ? Found(found) : new RefRead(name, RefStatus.Missing, null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RefRead> List(string @namespace)
    {
        lock (_gate) return [.. _refs.Values.Where(r => r.Name.Namespace == @namespace).Select(Found)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Namespaces()
    {
        lock (_gate) return [.. _refs.Values.Select(r => r.Name.Namespace).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Set(RefName name, ObjectId id)
    {
        lock (_gate)
        {
            var text = Get(name).Name.ToString();
            if (_refs.Keys.Any(other => other.StartsWith(text + "/", StringComparison.Ordinal) || text.StartsWith(other + "/", StringComparison.Ordinal)))
                throw new StoreException(StoreError.RefNameTaken, $"a part of {text} is a ref");
            _refs[text] = (name, id);
        }
    }

    /// <inheritdoc/>
    public RefSwap CompareAndSwap(RefName name, ObjectId? expected, ObjectId id)
    {
        lock (_gate)
        {
            if (Get(name) is var current && current.Id != expected) return new RefSwap(false, current);
            Set(name, id);
            return new RefSwap(true, Get(name));
        }
    }

    /// <inheritdoc/>
    public bool Delete(RefName name)
    {
        lock (_gate) return _refs.Remove(Get(name).Name.ToString());
    }

    private static RefRead Found((RefName Name, ObjectId Id) r) => new(r.Name, RefStatus.Found, r.Id);
}
