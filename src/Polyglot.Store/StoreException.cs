namespace Polyglot.Store;

/// <summary>What kind of refusal a <see cref="StoreException"/> is.</summary>
public enum StoreError
{
    /// <summary>The folder is not a repository.</summary>
    NotARepository,

    /// <summary>There is a repository already.</summary>
    AlreadyARepository,

    /// <summary>The repository was made by a newer Polyglot.</summary>
    NewerFormat,

    /// <summary>The repository's format file cannot be read.</summary>
    BadFormat,

    /// <summary>A live process keeps a ref locked.</summary>
    RefLocked,

    /// <summary>A ref's name is in use as a folder of other refs, or the other way round.</summary>
    RefNameTaken,

    /// <summary>What was being imported changed meanwhile.</summary>
    ContentChanged,

    /// <summary>A file that should be there is gone.</summary>
    FileGone,

    /// <summary>An archive is not what it should be.</summary>
    BadArchive,
}

/// <summary>The store refuses; the message says what is wrong, where, and what to do next.</summary>
public sealed class StoreException : Exception
{
    /// <summary>A refusal of kind <paramref name="error"/>.</summary>
    public StoreException(StoreError error, string message)
        : base(message) => Error = error;

    /// <summary>A refusal of kind <paramref name="error"/> with its cause.</summary>
    public StoreException(StoreError error, string message, Exception inner)
        : base(message, inner) => Error = error;

    /// <summary>What kind of refusal it is.</summary>
    public StoreError Error { get; }
}
