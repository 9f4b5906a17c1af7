using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Polyglot.Dataflow.Watching;

/// <summary>The system calls of <see cref="InotifyWatcher"/> on Linux (x64 and arm64: the constants are the same).</summary>
internal static unsafe partial class Inotify
{
    public const uint Modify = 0x2;
    public const uint Attributes = 0x4;
    public const uint CloseWrite = 0x8;
    public const uint MovedFrom = 0x40;
    public const uint MovedTo = 0x80;
    public const uint Create = 0x100;
    public const uint Delete = 0x200;
    public const uint DeleteSelf = 0x400;
    public const uint MoveSelf = 0x800;
    public const uint Unmounted = 0x2000;
    public const uint Overflow = 0x4000;
    public const uint Ignored = 0x8000;
    public const uint OnlyFolders = 0x0100_0000;
    public const uint IsFolder = 0x4000_0000;

    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int NotADirectory = 20;
    public const int NoSpace = 28;
    public const int TooManyFiles = 24;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const short PollIn = 1;

    /// <summary>A new queue of events; invalid where the system gives none.</summary>
    public static SafeFileHandle Open() => new(Init(CloseOnExec | NonBlocking), ownsHandle: true);

    /// <summary>A descriptor that can be made readable; invalid where the system gives none.</summary>
    public static SafeFileHandle OpenSignal() => new(EventDescriptor(0, CloseOnExec | NonBlocking), ownsHandle: true);

    /// <summary>Waits until one of both is readable; true when the first is.</summary>
    public static bool Wait(SafeFileHandle events, SafeFileHandle signal)
    {
        Span<PollEntry> entries = [new() { Descriptor = (int)events.DangerousGetHandle(), Events = PollIn }, new() { Descriptor = (int)signal.DangerousGetHandle(), Events = PollIn }];
        fixed (PollEntry* first = entries) _ = Poll(first, (nuint)entries.Length, -1);
        return entries[1].Returned == 0;
    }

    /// <summary>Makes a signal readable.</summary>
    public static void Raise(SafeFileHandle signal)
    {
        var one = 1UL;
        _ = Write(signal, &one, sizeof(ulong));
    }

    /// <summary>The bytes that were read; 0 for none now.</summary>
    public static int ReadEvents(SafeFileHandle events, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            while (true)
            {
                var read = Read(events, bytes, (nuint)buffer.Length);
                if (read >= 0) return (int)read;
                if (Marshal.GetLastPInvokeError() != Interrupted) return 0;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddWatch(SafeFileHandle events, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    public static partial int RemoveWatch(SafeFileHandle events, int watch);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, void* buffer, nuint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
