namespace Polyglot.Store;

/// <summary>
/// What a stat says of a file's content: as long as all four stay the same, the content very probably did. Times are nanoseconds since
/// 1970 (UTC). Where the system has no change time or inode number, they are 0.
/// </summary>
public readonly record struct FileStamp(long Size, long ModifiedNs, long ChangedNs, ulong Inode);

/// <summary>A file's stamp, and what kind of file it is.</summary>
internal readonly record struct FileStatus(FileStamp Stamp, bool IsRegular, uint Links);
