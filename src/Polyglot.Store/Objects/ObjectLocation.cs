namespace Polyglot.Store;

/// <summary>Where an object can be read: <see cref="Found"/>, <see cref="Missing"/> or <see cref="Damaged"/>.</summary>
public abstract record ObjectLocation
{
    private ObjectLocation(ObjectId id, string path) => (Id, Path) = (id, path);

    /// <summary>The object asked for.</summary>
    public ObjectId Id { get; }

    /// <summary>Absolute path of the object's file; where it would be if it is missing.</summary>
    public string Path { get; }

    /// <summary>Null when found; else what is wrong, where, and what to do.</summary>
    public abstract string? Problem { get; }

    /// <summary>The verified file, to be read only; <paramref name="Size"/> is its length in bytes.</summary>
    public sealed record Found(ObjectId Id, string Path, long Size) : ObjectLocation(Id, Path)
    {
        /// <inheritdoc/>
        public override string? Problem => null;
    }

    /// <summary>There is no such object.</summary>
    public sealed record Missing(ObjectId Id, string Path) : ObjectLocation(Id, Path)
    {
        /// <inheritdoc/>
        public override string Problem => StoreMessages.ObjectMissing(Id, Path);
    }

    /// <summary>The file is not what its name says.</summary>
    public sealed record Damaged(ObjectId Id, string Path) : ObjectLocation(Id, Path)
    {
        /// <inheritdoc/>
        public override string Problem => StoreMessages.ObjectDamaged(Id, Path);
    }
}
