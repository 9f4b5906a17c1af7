using System.Runtime.InteropServices;

namespace Polyglot.Store;

/// <summary>One system call per operation: .NET's own wrappers add an fstat, an flock or an lseek to most, which doubles the cost of small files.</summary>
internal sealed unsafe class LinuxFileSystem : FileSystem
{
    private const uint Writable = 0b110_110_110;
    private const uint NobodyWrites = 0b100_100_100;
    private const uint Folder = 0b111_111_111;

    // Some C libraries lack this one.
    private static readonly bool CanRenameNew = NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "renameat2", out _);

    /// <summary>Whether this system has all that is used here.</summary>
    public static bool IsSupported { get; } = Probe();

    public override FileStatus? Stat(string path)
    {
        Libc.StatX stat;
        if (Libc.Stat(Libc.CurrentFolder, path, Libc.NoFollow, Libc.StatMask, &stat) == 0) return ToStatus(stat);
        return IsAbsent(LastError) ? null : throw Failure("stat", path);
    }

    public override AskedFolder Ask(string folder)
    {
        var descriptor = Open(folder, Libc.ReadOnly | Libc.CloseOnExec, 0);
        return descriptor < 0 ? throw Failure("open", folder) : new OpenFolder(new(descriptor, folder));
    }

    public override OpenFile? OpenRead(string path)
    {
        var descriptor = Open(path, Libc.ReadOnly | Libc.CloseOnExec, 0);
        if (descriptor >= 0) return new File(descriptor, path);
        return IsAbsent(LastError) ? null : throw Failure("open", path);
    }

    public override OpenFile? TryCreate(string path, bool readOnly, out FileOutcome outcome)
    {
        var descriptor = Open(path, Libc.WriteOnly | Libc.CreateFlag | Libc.Exclusive | Libc.CloseOnExec, readOnly ? NobodyWrites : Writable);
        outcome = FileOutcome.Done;
        if (descriptor >= 0) return new File(descriptor, path);
        outcome = Outcome("create", path);
        return null;
    }

    public override FileOutcome Rename(string from, string to) => Libc.Rename(from, to) == 0 ? FileOutcome.Done : Outcome("rename", from);

    public override FileOutcome Link(string existing, string name, string guard)
    {
        if (Libc.Link(existing, name) == 0) return FileOutcome.Done;
        // Anything but these two (too many links, no hard links here) is worth a copy.
        if (LastError == Libc.Exists) return FileOutcome.Exists;
        return IsAbsent(LastError) ? FileOutcome.NoFolder : PortableFileSystem.LinkByCopy(this, existing, name, guard);
    }

    public override FileOutcome RenameNew(string from, string to, string guard)
    {
        if (!CanRenameNew) return base.RenameNew(from, to, guard);
        if (Libc.RenameWithFlags(Libc.CurrentFolder, from, Libc.CurrentFolder, to, Libc.NoReplace) == 0) return FileOutcome.Done;
        if (LastError == Libc.Exists) return FileOutcome.Exists;
        // Anything else may be a file system that does not know this call.
        return IsAbsent(LastError) ? FileOutcome.NoFolder : base.RenameNew(from, to, guard);
    }

    public override bool Delete(string path)
    {
        if (Libc.Unlink(path) == 0) return true;
        return IsAbsent(LastError) ? false : throw Failure("delete", path);
    }

    public override bool TryRemoveFolder(string path) => Libc.RemoveFolder(path) == 0;

    public override FileOutcome MakeFolder(string path) => Libc.MakeFolder(path, Folder) == 0 ? FileOutcome.Done : Outcome("make folder", path);

    public override IDisposable Lock(string path) => Lock(path, Libc.LockExclusive);

    public override IDisposable LockShared(string path) => Lock(path, Libc.LockShared);

    private static File Lock(string path, int operation)
    {
        var descriptor = Open(path, Libc.ReadWrite | Libc.CreateFlag | Libc.CloseOnExec, Writable);
        if (descriptor < 0) throw Failure("open", path);
        var file = new File(descriptor, path);
        while (Libc.Lock(descriptor, operation) != 0)
        {
            if (LastError == Libc.Interrupted) continue;
            var failure = Failure("lock", path);
            file.Dispose();
            throw failure;
        }
        return file;
    }

    public override IDisposable? HoldAlive(string path)
    {
        var descriptor = Open(path, Libc.ReadOnly | Libc.CloseOnExec, 0);
        if (descriptor < 0) return null;
        var file = new File(descriptor, path);
        if (Libc.Lock(descriptor, Libc.LockExclusive | Libc.LockWithoutWaiting) == 0) return file;
        file.Dispose();
        return null;
    }

    public override bool? IsHeld(string path)
    {
        using var file = (File?)OpenRead(path);
        if (file is null) return false;
        if (Libc.Lock(file.Descriptor, Libc.LockShared | Libc.LockWithoutWaiting) == 0) return false;
        return LastError == Libc.Again ? true : null;
    }

    public override void Flush(string folder)
    {
        var descriptor = Open(folder, Libc.ReadOnly | Libc.CloseOnExec, 0);
        if (descriptor < 0) throw Failure("open", folder);
        using var file = new File(descriptor, folder);
        if (Libc.SyncFileSystem(descriptor) != 0) throw Failure("flush", folder);
    }

    private static int LastError => Marshal.GetLastPInvokeError();

    private static bool Probe()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64)) return false;
        try
        {
            Libc.StatX stat;
            return Libc.Stat(Libc.CurrentFolder, "/", 0, Libc.StatMask, &stat) == 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    private static int Open(string path, int flags, uint mode)
    {
        while (true)
        {
            var descriptor = Libc.Open(path, flags, mode);
            if (descriptor >= 0 || LastError != Libc.Interrupted) return descriptor;
        }
    }

    private static FileOutcome Outcome(string verb, string path)
    {
        if (LastError == Libc.Exists) return FileOutcome.Exists;
        return IsAbsent(LastError) ? FileOutcome.NoFolder : throw Failure(verb, path);
    }

    private static bool IsAbsent(int error) => error is Libc.NoEntry or Libc.NotADirectory;

    private static Exception Failure(string verb, string path)
    {
        var error = LastError;
        var message = StoreMessages.SystemError(verb, path, Marshal.GetPInvokeErrorMessage(error));
        return error is 1 or 13 ? new UnauthorizedAccessException(message) : new IOException(message, error);
    }

    private static FileStatus ToStatus(in Libc.StatX stat) => new(
        new FileStamp(
            checked((long)stat.Size),
            unchecked((stat.ModifiedSeconds * 1_000_000_000) + stat.ModifiedNanoseconds),
            unchecked((stat.ChangedSeconds * 1_000_000_000) + stat.ChangedNanoseconds),
            stat.Inode),
        (stat.Mode & Libc.TypeMask) == Libc.RegularType,
        stat.Links);

    private sealed class OpenFolder(File folder) : AskedFolder
    {
        public override FileStatus? Stat(ReadOnlySpan<byte> path)
        {
            if (path.IsEmpty || path[^1] != 0) throw new ArgumentException(StoreMessages.PathWithoutEnd, nameof(path));
            Libc.StatX stat;
            fixed (byte* start = path)
            {
                if (Libc.Stat(folder.Descriptor, start, Libc.NoFollow, Libc.StatMask, &stat) == 0) return ToStatus(stat);
            }
            return IsAbsent(LastError) ? null : throw Failure("stat", System.Text.Encoding.UTF8.GetString(path[..^1]));
        }

        public override void Dispose() => folder.Dispose();
    }

    private sealed class File(int descriptor, string path) : OpenFile
    {
        private int _descriptor = descriptor;

        public int Descriptor => _descriptor;

        public override FileStatus Status()
        {
            Libc.StatX stat;
            return Libc.Stat(_descriptor, "", Libc.EmptyPath, Libc.StatMask, &stat) == 0 ? ToStatus(stat) : throw Failure("stat", path);
        }

        public override int Read(Span<byte> buffer)
        {
            fixed (byte* start = buffer)
            {
                while (true)
                {
                    var read = Libc.Read(_descriptor, start, (nuint)buffer.Length);
                    if (read >= 0) return (int)read;
                    if (LastError != Libc.Interrupted) throw Failure("read", path);
                }
            }
        }

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            while (bytes.Length > 0)
            {
                nint written;
                fixed (byte* start = bytes) written = Libc.Write(_descriptor, start, (nuint)bytes.Length);
                if (written >= 0) bytes = bytes[(int)written..];
                else if (LastError != Libc.Interrupted) throw Failure("write", path);
            }
        }

        public override void MakeReadOnly()
        {
            if (Libc.ChangeMode(_descriptor, NobodyWrites) != 0) throw Failure("protect", path);
        }

        public override void Dispose()
        {
            var descriptor = Interlocked.Exchange(ref _descriptor, -1);
            if (descriptor >= 0) _ = Libc.Close(descriptor);
        }
    }
}
