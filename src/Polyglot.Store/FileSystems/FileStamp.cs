namespace Polyglot.Store;

/// <summary>
/// What a stat says of a file's content: as long as all four stay the same, the content very probably did. Times are nanoseconds since
/// 1970 (UTC). Where the system has no change time or inode number, they are 0.
/// </summary>
public readonly record struct FileStamp(long Size, long ModifiedNs, long ChangedNs, ulong Inode)
{
    /// <summary>Whether all four are the same. Written out: what a record would do needs a comparer of every type, made when the program starts.</summary>
    public bool Equals(FileStamp other) => Size == other.Size && ModifiedNs == other.ModifiedNs && ChangedNs == other.ChangedNs && Inode == other.Inode;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, ModifiedNs, ChangedNs, Inode);
}

/// <summary>A file's stamp, and what kind of file it is.</summary>
internal readonly record struct FileStatus(FileStamp Stamp, bool IsRegular, uint Links);
