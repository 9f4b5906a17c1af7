using Microsoft.Win32.SafeHandles;

namespace Polyglot.Store;

/// <summary>The same operations by what .NET offers everywhere: right on every system, with a few more system calls.</summary>
internal sealed class PortableFileSystem : FileSystem
{
    // ERROR_FILE_EXISTS and ERROR_ALREADY_EXISTS of Windows, EEXIST of POSIX.
    private static readonly int[] ExistsCodes = [unchecked((int)0x80070050), unchecked((int)0x800700B7), 17];
    private static int _copies;

    public override FileStatus? Stat(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists) return ToStatus(file);
        return Directory.Exists(path) ? new FileStatus(default, IsRegular: false, Links: 1) : null;
    }

    public override OpenFile? OpenRead(string path)
    {
        try
        {
            return new File(System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), path);
        }
        catch (Exception e) when (IsAbsence(e))
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            return null;
        }
    }

    public override OpenFile? TryCreate(string path, bool readOnly, out FileOutcome outcome)
    {
        try
        {
            outcome = FileOutcome.Done;
            return new File(System.IO.File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete), path) { ProtectAtEnd = readOnly };
        }
        catch (Exception e) when (IsAbsence(e))
        {
            outcome = FileOutcome.NoFolder;
        }
        catch (IOException e) when (IsPresence(e, path))
        {
            outcome = FileOutcome.Exists;
        }
        return null;
    }

    public override FileOutcome Rename(string from, string to)
    {
        try
        {
            System.IO.File.Move(from, to, overwrite: true);
            return FileOutcome.Done;
        }
        catch (Exception e) when (IsAbsence(e))
        {
            return FileOutcome.NoFolder;
        }
        catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows() && System.IO.File.Exists(to))
        {
            // Windows does not replace a read-only file, nor one that somebody reads.
            System.IO.File.SetAttributes(to, FileAttributes.Normal);
            System.IO.File.Move(from, to, overwrite: true);
            return FileOutcome.Done;
        }
    }

    public override FileOutcome Link(string existing, string name, string guard) => LinkByCopy(this, existing, name, guard);

    /// <summary>
    /// A copy made aside and moved to a name that must not be there. Moving without replacing is two steps on POSIX, so all who do this take turns.
    /// </summary>
    public static FileOutcome LinkByCopy(FileSystem files, string existing, string name, string guard)
    {
        using var turn = files.Lock(guard);
        if (Path.Exists(name)) return FileOutcome.Exists;
        var aside = FormattableString.Invariant($"{existing}.{Interlocked.Increment(ref _copies)}");
        if (files.ReadAll(existing) is not { } content || files.Create(aside, content, readOnly: true) != FileOutcome.Done) return FileOutcome.NoFolder;
        var outcome = files.Rename(aside, name);
        if (outcome != FileOutcome.Done) files.Delete(aside);
        return outcome;
    }

    public override bool Delete(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return false;
        if (OperatingSystem.IsWindows() && file.IsReadOnly) file.IsReadOnly = false;
        file.Delete();
        return true;
    }

    public override bool TryRemoveFolder(string path)
    {
        try
        {
            Directory.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public override FileOutcome MakeFolder(string path)
    {
        if (Directory.Exists(path)) return FileOutcome.Exists;
        if (!Directory.Exists(Path.GetDirectoryName(path))) return FileOutcome.NoFolder;
        Directory.CreateDirectory(path);
        return FileOutcome.Done;
    }

    public override IDisposable Lock(string path)
    {
        var spin = default(SpinWait);
        while (true)
        {
            try
            {
                return System.IO.File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (!IsAbsence(e))
            {
                spin.SpinOnce();
            }
        }
    }

    // Locks of other processes would keep readers out of the file on some systems: no sign of life.
    public override IDisposable? HoldAlive(string path) => null;

    public override bool? IsHeld(string path) => null;

    // There is no portable call; what the system has not written yet is found by its hash after a power loss.
    public override void Flush(string folder)
    {
    }

    private static bool IsAbsence(Exception e) => e is FileNotFoundException or DirectoryNotFoundException;

    private static bool IsPresence(IOException e, string path) => ExistsCodes.Contains(e.HResult) || System.IO.File.Exists(path);

    private static FileStatus ToStatus(FileInfo file)
    {
        var modified = checked((file.LastWriteTimeUtc.Ticks - DateTime.UnixEpoch.Ticks) * 100);
        return new FileStatus(new FileStamp(file.Length, modified, 0, 0), file.LinkTarget is null && !file.Attributes.HasFlag(FileAttributes.Device), Links: 1);
    }

    private sealed class File(SafeFileHandle handle, string path) : OpenFile
    {
        private long _offset;

        public bool ProtectAtEnd { get; init; }

        public override FileStatus Status()
        {
            var modified = checked((System.IO.File.GetLastWriteTimeUtc(handle).Ticks - DateTime.UnixEpoch.Ticks) * 100);
            return new FileStatus(new FileStamp(RandomAccess.GetLength(handle), modified, 0, 0), IsRegular: true, Links: 1);
        }

        public override int Read(Span<byte> buffer)
        {
            var read = RandomAccess.Read(handle, buffer, _offset);
            _offset += read;
            return read;
        }

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(handle, bytes, _offset);
            _offset += bytes.Length;
        }

        public override void MakeReadOnly()
        {
            if (OperatingSystem.IsWindows()) System.IO.File.SetAttributes(path, FileAttributes.ReadOnly);
            else System.IO.File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        public override void Dispose()
        {
            if (handle.IsClosed) return;
            if (ProtectAtEnd) MakeReadOnly();
            handle.Dispose();
        }
    }
}
