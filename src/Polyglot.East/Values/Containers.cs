namespace Polyglot.East;

/// <summary>A mutable cell, whatever it holds. Not thread-safe.</summary>
public interface IEastRef
{
    /// <summary>The content.</summary>
    /// <exception cref="InvalidCastException">The new content has the wrong CLR type.</exception>
    object? Value { get; set; }
}

/// <summary>A list, whatever it holds, for code that only looks or that builds values by type. Not thread-safe.</summary>
public interface IEastArray
{
    /// <summary>How many elements.</summary>
    int Count { get; }

    /// <summary>An element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    object? this[int index] { get; }

    /// <summary>Appends an element.</summary>
    /// <exception cref="InvalidCastException">The element has the wrong CLR type.</exception>
    void Add(object? element);
}

/// <summary>A set, whatever it holds. Not thread-safe.</summary>
public interface IEastSet
{
    /// <summary>How many keys.</summary>
    int Count { get; }

    /// <summary>The keys in East order.</summary>
    IEnumerable<object?> Keys { get; }

    /// <summary>Adds a key; false when an equal one is there, which then stays.</summary>
    /// <exception cref="InvalidCastException">The key has the wrong CLR type.</exception>
    bool Add(object? key);
}

/// <summary>A map, whatever it holds. Not thread-safe.</summary>
public interface IEastDict
{
    /// <summary>How many entries.</summary>
    int Count { get; }

    /// <summary>The entries in East order of the keys.</summary>
    IEnumerable<KeyValuePair<object?, object?>> Entries { get; }

    /// <summary>Adds an entry, or replaces the value of an equal key.</summary>
    /// <exception cref="InvalidCastException">The key or the value has the wrong CLR type.</exception>
    void Set(object? key, object? value);
}
