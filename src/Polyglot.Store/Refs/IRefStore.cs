namespace Polyglot.Store;

/// <summary>
/// Names that point to objects. A ref is replaced in one step: readers see the old target or the new one. Writers of one
/// ref take turns under its lock file, which is taken over when its process is dead. Thread-safe, and safe between processes.
/// </summary>
public interface IRefStore
{
    /// <summary>What a ref points to.</summary>
    RefRead Get(RefName name);

    /// <summary>Every ref of a namespace by name (ordinal order). A namespace that is not a valid segment has none.</summary>
    IReadOnlyList<RefRead> List(string @namespace);

    /// <summary>Every namespace that has a folder, in order.</summary>
    IReadOnlyList<string> Namespaces();

    /// <summary>Points a ref to an object, whatever it pointed to before.</summary>
    /// <exception cref="StoreException">A live process kept the ref's lock for several seconds, or the name is in use as a folder of other refs.</exception>
    void Set(RefName name, ObjectId id);

    /// <summary>
    /// Points a ref to <paramref name="id"/> if it points to <paramref name="expected"/> now (null: if it does not exist). A damaged ref is
    /// never as expected; <see cref="Set"/> repairs it.
    /// </summary>
    /// <exception cref="StoreException">As for <see cref="Set"/>.</exception>
    RefSwap CompareAndSwap(RefName name, ObjectId? expected, ObjectId id);

    /// <summary>Removes a ref; false if there was none.</summary>
    /// <exception cref="StoreException">As for <see cref="Set"/>.</exception>
    bool Delete(RefName name);
}

/// <summary>What a ref was found to be.</summary>
public enum RefStatus
{
    /// <summary>There is no such ref.</summary>
    Missing,

    /// <summary>It points to an object (which may or may not be in the store).</summary>
    Found,

    /// <summary>Its file does not hold an id.</summary>
    Damaged,
}

/// <summary>A ref as it was read; <paramref name="Id"/> is null unless <paramref name="Status"/> is Found.</summary>
public readonly record struct RefRead(RefName Name, RefStatus Status, ObjectId? Id);

/// <summary>Whether a compare-and-swap was done, and what the ref is now.</summary>
public readonly record struct RefSwap(bool Done, RefRead Current);
