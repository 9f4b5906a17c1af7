using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>
/// Makes sure that nothing outlives this process, however it ends. A small shell of its own session reads from a pipe which groups are alive; only this process
/// holds the other end. When that end closes, which even <c>kill -9</c> does, the shell kills the groups it knows of, then everything that carries the session's
/// marker, whatever group it is in. Thread-safe.
/// </summary>
internal sealed class OrphanGuard : IAsyncDisposable
{
    private const string Shell = "/bin/sh";

    // Lines are "slot group", group 0 for a slot that is free again; "-" ends the guard without killing. The marker is looked for a few times, since what is
    // being killed may still start something.
    private const string Script =
        """
        trap '' HUP INT QUIT TERM
        n=0
        while read -r slot group; do
          [ "$slot" = - ] && exit 0
          eval "g$slot=$group"
          [ "$slot" -lt "$n" ] || n=$((slot + 1))
        done
        i=0
        while [ "$i" -lt "$n" ]; do
          eval "group=\$g$i"
          [ "$group" -eq 0 ] || kill -9 -- "-$group"
          i=$((i + 1))
        done
        for round in 1 2 3; do
          for file in $(grep -lsaz "^POLYGLOT_SESSION=$1/" /proc/[0-9]*/environ); do
            pid=${file#/proc/}
            kill -9 "${pid%/environ}"
          done
        done
        """;

    private readonly Lock _gate = new();
    private readonly string _session;
    private readonly List<int> _slots = [];
    private SafeFileHandle? _pipe;
    private TaskCompletionSource? _ended;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="session">What the marker of every process of the launcher begins with.</param>
    public OrphanGuard(string session) => _session = session;

    /// <summary>The shell's process id; 0 before there is one.</summary>
    public int ProcessId { get; private set; }

    /// <summary>A group is alive.</summary>
    public void Add(int group)
    {
        lock (_gate)
        {
            var slot = _slots.IndexOf(0);
            if (slot < 0)
            {
                slot = _slots.Count;
                _slots.Add(0);
            }
            _slots[slot] = group;
            Tell_NeedsLock(slot);
        }
    }

    /// <summary>A group has ended; its id is still taken.</summary>
    public void Remove(int group)
    {
        lock (_gate)
        {
            var slot = _slots.IndexOf(group);
            if (slot < 0) return;
            _slots[slot] = 0;
            Tell_NeedsLock(slot);
        }
    }

    /// <summary>Ends the shell, which kills nothing then.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? ended;
        lock (_gate)
        {
            if (_pipe is null) return;
            Write_NeedsLock("- 0\n");
            _pipe.Dispose();
            _pipe = null;
            ended = _ended?.Task;
        }
        if (ended is not null) await ended.ConfigureAwait(false);
    }

    private void Tell_NeedsLock(int slot)
    {
        if (_pipe is not null && Write_NeedsLock(Line(slot))) return;
        // There is no shell yet, or it is gone or stuck: another one is told everything.
        try
        {
            Start_NeedsLock();
        }
        catch (LaunchException)
        {
            // The system has no descriptor or process left for a guard: what runs goes on without, and the next one to start tries again.
            _pipe?.Dispose();
            _pipe = null;
            return;
        }
        for (var i = 0; i < _slots.Count; i++)
            if (_slots[i] != 0) Write_NeedsLock(Line(i));
    }

    private string Line(int slot) => string.Create(CultureInfo.InvariantCulture, $"{slot} {_slots[slot]}\n");

    private void Start_NeedsLock()
    {
        _pipe?.Dispose();
        var (read, write) = Descriptors.Pipe();
        using (read)
        {
            Descriptors.DoNotBlock(write);
            _pipe = write;
            var start = new ProcessStart([Shell, "-c", Script, "polyglot-guard", _session], [new("PATH", "/usr/bin:/bin")], "/");
            var (pid, ended) = (PosixLauncher.StartGuard(start, read), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _ended = ended;
            ProcessId = pid;
            ProcessReaper.Shared!.Watch(pid, () =>
            {
                _ = Libc.Wait(pid, out _, 0, out _);
                ended.SetResult();
            });
        }
    }

    private unsafe bool Write_NeedsLock(string line)
    {
        ReadOnlySpan<byte> bytes = Encoding.ASCII.GetBytes(line);
        fixed (byte* start = bytes) return Libc.Write(_pipe!, start, bytes.Length) == bytes.Length;
    }
}
