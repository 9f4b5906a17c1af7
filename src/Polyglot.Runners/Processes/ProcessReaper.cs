using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>
/// Hears of the end of any number of children on one thread: a process descriptor of each is in one epoll set, so that a child costs four system calls and no
/// thread. The thread lives as long as the process. It waits only for children that were given to it: other libraries keep theirs.
/// </summary>
internal sealed unsafe class ProcessReaper
{
    private const int EventSize = 12;
    private const int EventSizeAligned = 16;
    private const int Batch = 64;

    private static readonly Lazy<ProcessReaper?> Instance = new(Create);

    // struct epoll_event is packed on x86-64 only.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? EventSize : EventSizeAligned;

    private readonly ConcurrentDictionary<int, (SafeFileHandle Handle, Action Ended)> _watched = new();
    private readonly SafeFileHandle _epoll;

    private ProcessReaper(SafeFileHandle epoll)
    {
        _epoll = epoll;
        new Thread(Run) { IsBackground = true, Name = "polyglot reaper" }.Start();
    }

    /// <summary>The one of this process; null where the system has no process descriptors (Linux before 5.3, or a filter that forbids them).</summary>
    public static ProcessReaper? Shared => Instance.Value;

    /// <summary>Calls back, on the reaper's thread, when the child has ended and has not been reaped yet. The callback is quick and does not throw.</summary>
    /// <param name="pid">A child of this process that nobody has reaped.</param>
    /// <param name="ended">Called once.</param>
    /// <exception cref="LaunchException">The process has too many descriptors.</exception>
    public void Watch(int pid, Action ended)
    {
        var handle = Libc.OpenProcess(pid);
        if (handle.IsInvalid) throw new LaunchException(RunnersMessages.CannotWatch(pid, Errno.Text()));
        _watched[pid] = (handle, ended);
        var data = stackalloc byte[EventSizeAligned];
        new Span<byte>(data, EventSizeAligned).Clear();
        *(int*)data = Libc.EpollIn;
        *(int*)(data + Stride - 8) = pid;
        if (Libc.EpollControl(_epoll, Libc.EpollAdd, handle, data) == 0) return;
        var reason = Errno.Text();
        _watched.TryRemove(pid, out _);
        handle.Dispose();
        throw new LaunchException(RunnersMessages.CannotWatch(pid, reason));
    }

    private static ProcessReaper? Create()
    {
        using (var own = Libc.OpenProcess(Environment.ProcessId))
            if (own.IsInvalid) return null;
        DoNotIgnoreChildren();
        var epoll = Libc.EpollCreate(Libc.OCloseOnExec);
        return epoll < 0 ? null : new ProcessReaper(Descriptors.Own(epoll));
    }

    /// <summary>A process that inherited SIGCHLD as ignored would never learn how its children ended: the system reaps them itself.</summary>
    private static void DoNotIgnoreChildren()
    {
        const string prefix = "SigIgn:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(prefix, StringComparison.Ordinal));
        if (line is null) return;
        var ignored = ulong.Parse(line.AsSpan(prefix.Length).Trim(), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        if ((ignored & (1UL << (Libc.SigChld - 1))) != 0) Libc.SetSignal(Libc.SigChld, 0);
    }

    private void Run()
    {
        var events = stackalloc byte[Batch * EventSizeAligned];
        while (true)
        {
            var count = Libc.EpollWait(_epoll, events, Batch, -1);
            for (var i = 0; i < count; i++)
            {
                var pid = BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(events + i * Stride + Stride - 8, 4));
                if (!_watched.TryRemove(pid, out var child)) continue;
                // Closing would not do: a process that is being started holds a copy until it has its program, and the end would be reported again and again.
                _ = Libc.EpollControl(_epoll, Libc.EpollDelete, child.Handle, null);
                child.Handle.Dispose();
                child.Ended();
            }
        }
    }
}
