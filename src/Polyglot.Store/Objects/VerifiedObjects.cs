namespace Polyglot.Store;

/// <summary>
/// Remembers which object files this process has checked (or written), by what a stat says of them. An entry is 16 bytes of digest, so
/// 100,000 objects take about 4 MB, and there is a bound: past it everything is forgotten and checked again. A collision of two objects
/// can only cause a check that was not needed. Thread-safe.
/// </summary>
internal sealed class VerifiedObjects
{
    private const int MaxEntries = 1 << 18;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, ulong> _seen = [];

    /// <summary>Whether the object was checked when its file had this stamp.</summary>
    public bool Contains(ObjectId id, in FileStamp stamp)
    {
        var mark = Mark(id, stamp);
        lock (_gate) return _seen.TryGetValue(id.Digest.Head, out var known) && known == mark;
    }

    /// <summary>Keeps that the object was checked when its file had this stamp.</summary>
    public void Add(ObjectId id, in FileStamp stamp)
    {
        var mark = Mark(id, stamp);
        lock (_gate)
        {
            if (_seen.Count >= MaxEntries) _seen.Clear();
            _seen[id.Digest.Head] = mark;
        }
    }

    /// <summary>The object must be checked at its next use.</summary>
    public void Remove(ObjectId id)
    {
        lock (_gate) _seen.Remove(id.Digest.Head);
    }

    private static ulong Mark(ObjectId id, in FileStamp stamp)
    {
        unchecked
        {
            var mark = id.Digest.Second;
            mark = Mix(mark ^ (ulong)stamp.Size);
            mark = Mix(mark ^ (ulong)stamp.ModifiedNs);
            mark = Mix(mark ^ (ulong)stamp.ChangedNs);
            return Mix(mark ^ stamp.Inode);
        }
    }

    // The finaliser of SplitMix64: every input bit reaches every output bit.
    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x += 0x9E3779B97F4A7C15;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }
}
