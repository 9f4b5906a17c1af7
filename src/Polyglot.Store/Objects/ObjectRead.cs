namespace Polyglot.Store;

/// <summary>What reading an object gave: <see cref="Found"/>, <see cref="Missing"/> or <see cref="Damaged"/>.</summary>
public abstract record ObjectRead
{
    private ObjectRead(ObjectId id) => Id = id;

    /// <summary>The object asked for.</summary>
    public ObjectId Id { get; }

    /// <summary>Null when found; else what is wrong, where, and what to do.</summary>
    public abstract string? Problem { get; }

    /// <summary>The object's bytes, which are what its id says.</summary>
    public sealed record Found(ObjectId Id, ReadOnlyMemory<byte> Bytes) : ObjectRead(Id)
    {
        /// <inheritdoc/>
        public override string? Problem => null;
    }

    /// <summary>There is no such object; <paramref name="Path"/> is where it would be.</summary>
    public sealed record Missing(ObjectId Id, string Path) : ObjectRead(Id)
    {
        /// <inheritdoc/>
        public override string Problem => StoreMessages.ObjectMissing(Id, Path);
    }

    /// <summary>The file at <paramref name="Path"/> is not what its name says.</summary>
    public sealed record Damaged(ObjectId Id, string Path) : ObjectRead(Id)
    {
        /// <inheritdoc/>
        public override string Problem => StoreMessages.ObjectDamaged(Id, Path);
    }
}
