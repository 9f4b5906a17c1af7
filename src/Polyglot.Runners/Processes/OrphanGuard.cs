using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>
/// Makes sure that nothing outlives this process, however it ends. A small shell of its own session waits at a pipe whose other end only this process holds, and
/// shares a table in memory of the groups that are alive. When that end closes, which even <c>kill -9</c> does, the shell kills the groups of the table, then
/// everything that carries the session's marker, whatever group it is in. Until then it sleeps: a change of the table wakes nobody. Thread-safe.
/// </summary>
internal sealed class OrphanGuard : IAsyncDisposable
{
    private const string Shell = "/bin/sh";
    private const int SlotSize = 12;

    // Descriptor 3 is the table: a group to a line, 0 for a slot that is free. A line at the pipe ends the guard without killing. The marker is looked for a few
    // times, since what is being killed may still start something.
    private const string Script =
        """
        trap '' HUP INT QUIT TERM
        read -r end && exit 0
        while read -r group; do
          [ "$group" -eq 0 ] || kill -9 -- "-$group"
        done <&3
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
    private DescriptorFile? _table;
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
            if (_pipe is null) TryStart_NeedsLock();
            else Show_NeedsLock(slot);
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
            Show_NeedsLock(slot);
        }
    }

    /// <summary>Ends the shell, which kills nothing then.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? ended;
        lock (_gate)
        {
            if (_pipe is null) return;
            End_NeedsLock();
            ended = _ended?.Task;
        }
        if (ended is not null) await ended.ConfigureAwait(false);
    }

    private void Show_NeedsLock(int slot) => _table?.Write((long)slot * SlotSize, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_slots[slot],SlotSize - 1}\n")));

    private unsafe void End_NeedsLock()
    {
        var line = (byte)'\n';
        _ = Libc.Write(_pipe!, &line, 1);
        _pipe!.Dispose();
        _pipe = null;
        _table!.Dispose();
        _table = null;
    }

    private void TryStart_NeedsLock()
    {
        try
        {
            Start_NeedsLock();
        }
        catch (Exception e) when (e is LaunchException or IOException)
        {
            // The system has no descriptor or process left for a guard: what runs goes on without, and the next one to start tries again.
            _pipe?.Dispose();
            _pipe = null;
            _table?.Dispose();
            _table = null;
        }
    }

    private void Start_NeedsLock()
    {
        _table = DescriptorFile.CreateInMemory(isAppended: false);
        for (var i = 0; i < _slots.Count; i++) Show_NeedsLock(i);
        var (read, write) = Descriptors.Pipe();
        using (read)
        {
            _pipe = write;
            var start = new ProcessStart([Shell, "-c", Script, "polyglot-guard", _session], [new("PATH", "/usr/bin:/bin")], "/");
            var (pid, ended) = (PosixLauncher.StartGuard(start, read, _table.Handle), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _ended = ended;
            ProcessId = pid;
            ProcessReaper.Shared!.Watch(pid, () => Ended(pid, ended));
        }
    }

    // A guard that somebody has killed is replaced when the next process starts.
    private void Ended(int pid, TaskCompletionSource ended)
    {
        _ = Libc.Wait(pid, out _, 0, out _);
        lock (_gate)
            if (ProcessId == pid && _pipe is not null) End_NeedsLock();
        ended.SetResult();
    }
}
