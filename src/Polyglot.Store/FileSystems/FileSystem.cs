namespace Polyglot.Store;

/// <summary>What became of a wish that another process may have come before.</summary>
internal enum FileOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is such a file already.</summary>
    Exists,

    /// <summary>The folder (or the source) is not there.</summary>
    NoFolder,
}

/// <summary>
/// The few file operations the store is built from, each one system call where the system allows. Absence is an answer; everything
/// else that goes wrong is an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> that names the path. Thread-safe.
/// </summary>
internal abstract class FileSystem
{
    /// <summary>The direct implementation on Linux, the portable one elsewhere.</summary>
    public static FileSystem Current { get; } = LinuxFileSystem.IsSupported ? new LinuxFileSystem() : new PortableFileSystem();

    /// <summary>The file or folder at a path, null where there is none. Symbolic links are not followed.</summary>
    public abstract FileStatus? Stat(string path);

    /// <summary>A folder from which very many files are asked for: the system need not find the way to it each time. It must be there.</summary>
    public virtual AskedFolder Ask(string folder) => new PortableAskedFolder(this, folder);

    /// <summary>Opens a file to read it; null where there is none. A folder may open, but is not regular and cannot be read.</summary>
    public abstract OpenFile? OpenRead(string path);

    /// <summary>Creates a file that must not be there yet, to write it. Read-only ones stay writable through what is returned.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public abstract OpenFile? TryCreate(string path, bool readOnly, out FileOutcome outcome);

    /// <summary>Renames a file over whatever is there; NoFolder if source or folder are not there.</summary>
    public abstract FileOutcome Rename(string from, string to);

    /// <summary>
    /// Gives a file a second name that must not be there yet, or a copy where the file system has no hard links (then all who ask take turns by the
    /// lock of <paramref name="guard"/>). Either way one of many callers wins, and the content appears at once.
    /// </summary>
    public abstract FileOutcome Link(string existing, string name, string guard);

    /// <summary>
    /// Renames a file to a name that must not be there yet: of many callers one wins. Where the file system cannot do that in one step it goes by <see cref="Link"/>.
    /// Where the outcome is not Done, the file keeps its name.
    /// </summary>
    public virtual FileOutcome RenameNew(string from, string to, string guard)
    {
        var outcome = Link(from, to, guard);
        if (outcome == FileOutcome.Done) Delete(from);
        return outcome;
    }

    /// <summary>Removes a file; false where there was none.</summary>
    public abstract bool Delete(string path);

    /// <summary>Removes an empty folder; false where it is not empty or not there.</summary>
    public abstract bool TryRemoveFolder(string path);

    /// <summary>Makes a folder inside an existing one.</summary>
    public abstract FileOutcome MakeFolder(string path);

    /// <summary>Makes a folder where there is none, and those above it. Nothing is asked first: mostly it, or it alone, is missing.</summary>
    public void MakeFolders(string path)
    {
        if (MakeFolder(path) != FileOutcome.NoFolder || Path.GetDirectoryName(path) is not { } above) return;
        MakeFolders(above);
        if (MakeFolder(path) == FileOutcome.NoFolder) Directory.CreateDirectory(path);
    }

    /// <summary>Waits for the exclusive lock of a file, which is created where needed. The system releases it when the process ends, however it ends.</summary>
    public abstract IDisposable Lock(string path);

    /// <summary>Waits for a lock that any number may have together, but nobody beside an exclusive one. Exclusive itself where the system has no such locks.</summary>
    public virtual IDisposable LockShared(string path) => Lock(path);

    /// <summary>Takes and keeps the exclusive lock of a file that exists, as a sign of life; null where the system has no such locks or another holds it.</summary>
    public abstract IDisposable? HoldAlive(string path);

    /// <summary>Whether somebody keeps a file's lock by <see cref="HoldAlive"/>; null where that cannot be known.</summary>
    public abstract bool? IsHeld(string path);

    /// <summary>Asks the system to bring everything written so far to the disk on which <paramref name="folder"/> is.</summary>
    public abstract void Flush(string folder);

    /// <summary>Creates a file with this content. A process that dies meanwhile may leave a part of it.</summary>
    public FileOutcome Create(string path, ReadOnlySpan<byte> content, bool readOnly)
    {
        using var file = TryCreate(path, readOnly, out var outcome);
        file?.Write(content);
        return outcome;
    }

    /// <summary>
    /// Reads a file that is expected to fit <paramref name="buffer"/>: its length, or -1 where there is none. A longer file fills the buffer,
    /// so give one byte more than is good.
    /// </summary>
    public int ReadSmall(string path, Span<byte> buffer)
    {
        using var file = OpenRead(path);
        return file is null ? -1 : file.Fill(buffer);
    }

    /// <summary>A whole file that fits into memory; null where there is none.</summary>
    public byte[]? ReadAll(string path)
    {
        using var file = OpenRead(path);
        if (file is null) return null;
        var size = file.Status().Stamp.Size;
        if (size > Array.MaxLength) throw new IOException(StoreMessages.FileTooLarge(path, size));
        var bytes = new byte[size];
        var filled = file.Fill(bytes);
        return filled == bytes.Length ? bytes : bytes[..filled];
    }

    /// <summary>Renames a file, making the target's folder if need be.</summary>
    public void RenameMakingFolder(string from, string to)
    {
        if (Rename(from, to) == FileOutcome.Done) return;
        MakeFolders(Path.GetDirectoryName(to)!);
        if (Rename(from, to) != FileOutcome.Done) throw new FileNotFoundException(StoreMessages.FileGone(from), from);
    }
}

/// <summary>An open file. Not thread-safe.</summary>
internal abstract class OpenFile : IDisposable
{
    /// <summary>What the system says of the open file.</summary>
    public abstract FileStatus Status();

    /// <summary>The next bytes; 0 at the end.</summary>
    public abstract int Read(Span<byte> buffer);

    /// <summary>Writes all.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Takes everybody's right to write the file.</summary>
    public abstract void MakeReadOnly();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    public int Fill(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = Read(buffer[filled..]);
            if (read == 0) break;
            filled += read;
        }
        return filled;
    }
}
