using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>What <c>/proc/PID/stat</c> says of a process.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">One letter; <c>T</c> is stopped, <c>Z</c> ended.</param>
/// <param name="Parent">Its parent's id.</param>
/// <param name="Session">Its session's id.</param>
/// <param name="Started">When, in clock ticks since the system started: with the id, the same for no other process.</param>
/// <param name="Resident">Bytes of its memory that are in the machine's, with all that it shares with other processes.</param>
internal readonly record struct ProcessFacts(int Id, char State, int Parent, int Session, ulong Started, long Resident);

/// <summary>
/// Finds processes through <c>/proc</c>: those whose chain of parents or whose session leads to a process, and those that carry a marker in their environment. One
/// that left its session, lost its parent and cleared its environment is not found.
/// </summary>
internal static class ProcessTree
{
    private const int MaxRounds = 10;
    private const int ParentField = 1;
    private const int SessionField = 3;
    private const int StartedField = 19;
    private const int ResidentField = 21;
    private const int MostEnvironment = 4 << 20;

    // Nothing that is older than this process can carry a marker of it.
    private static readonly ulong OwnStart = Read(Environment.ProcessId)?.Started ?? 0;

    /// <summary>The name of the variable in the environment of everything that is started here.</summary>
    public const string MarkerName = "POLYGLOT_SESSION";

    /// <summary>Facts of one process; null when there is none (any more).</summary>
    public static ProcessFacts? Read(int id)
    {
        Span<byte> buffer = stackalloc byte[1024];
        ReadOnlySpan<byte> text = buffer[..SmallFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"), buffer)];

        // The second field is the program's name in parentheses and may hold anything; the last parenthesis ends it.
        text = text[(text.LastIndexOf((byte)')') + 1)..];
        Span<Range> fields = stackalloc Range[ResidentField + 1];
        var count = 0;
        foreach (var field in text.Split((byte)' '))
        {
            if (field.Start.Value == field.End.Value) continue;
            fields[count++] = field;
            if (count == fields.Length) break;
        }
        return count > ResidentField
            && Utf8Parser.TryParse(text[fields[ParentField]], out int parent, out _)
            && Utf8Parser.TryParse(text[fields[SessionField]], out int session, out _)
            && Utf8Parser.TryParse(text[fields[StartedField]], out ulong started, out _)
            && Utf8Parser.TryParse(text[fields[ResidentField]], out long pages, out _)
            ? new ProcessFacts(id, (char)text[fields[0].Start.Value], parent, session, started, pages * Environment.SystemPageSize)
            : null;
    }

    /// <summary>Everything below a process, in its session, or marked with its marker; not the process itself.</summary>
    public static IReadOnlyList<ProcessFacts> Descendants(int root, string marker)
    {
        var all = All();
        var found = Family(all, root);
        return all.Where(p => p.Id != root && (found.Contains(p.Id) || IsMarked(p, marker))).ToArray();
    }

    /// <summary>A process and everything below it or in its session; none where it is not among all.</summary>
    public static ProcessFacts[] FamilyOf(IReadOnlyList<ProcessFacts> all, int root)
    {
        var family = Family(all, root);
        return [.. all.Where(process => family.Contains(process.Id))];
    }

    /// <summary>The ids of a process and of everything below it or in its session.</summary>
    public static HashSet<int> Family(IReadOnlyList<ProcessFacts> all, int root)
    {
        var found = new HashSet<int> { root };
        int before;
        do
        {
            before = found.Count;
            foreach (var process in all)
                if (found.Contains(process.Parent) || process.Session == root) found.Add(process.Id);
        }
        while (found.Count > before);
        return found;
    }

    /// <summary>Everything that is marked, whoever started it; not this process.</summary>
    /// <param name="marker">The end of the variable's value is free when the marker ends with <c>/</c>.</param>
    public static IReadOnlyList<ProcessFacts> Marked(string marker) => All().Where(p => p.Id != Environment.ProcessId && IsMarked(p, marker)).ToArray();

    /// <summary>The first child of the first child, and so on; null when there is none (yet, or any more).</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="depth">How often; 0 is the process itself.</param>
    public static ProcessFacts? Below(int root, int depth)
    {
        var process = Read(root);
        if (depth == 0 || process is null) return process;
        var all = All();
        for (; depth > 0 && process is { } parent; depth--)
            process = all.Where(p => p.Parent == parent.Id).OrderBy(p => p.Started).ThenBy(p => p.Id).Select(p => (ProcessFacts?)p).FirstOrDefault();
        return process;
    }

    /// <summary>Kills exactly these processes: one whose id another has got meanwhile is left alone.</summary>
    public static void Kill(IEnumerable<ProcessFacts> processes)
    {
        foreach (var process in processes) Signal(process, Libc.SigKill);
    }

    /// <summary>Sends a signal to exactly this process.</summary>
    public static void Signal(ProcessFacts process, int signal)
    {
        using SafeFileHandle handle = Libc.OpenProcess(process.Id);
        if (!handle.IsInvalid && Read(process.Id)?.Started == process.Started) Libc.SignalProcess(handle, signal);
    }

    /// <summary>Kills what <paramref name="find"/> finds until it finds nothing alive: what is dying may still start something.</summary>
    public static void KillAll(Func<IReadOnlyList<ProcessFacts>> find)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var alive = find().Where(p => p.State is not ('Z' or 'X')).ToArray();
            if (alive.Length == 0) return;
            Kill(alive);
        }
    }

    /// <summary>Largest resident size of this process so far, in bytes.</summary>
    public static long OwnPeakMemory()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    /// <summary>Every process that there is.</summary>
    public static List<ProcessFacts> All()
    {
        var all = new List<ProcessFacts>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } facts) all.Add(facts);
        return all;
    }

    private static bool IsMarked(ProcessFacts process, string marker)
    {
        if (process.Started < OwnStart) return false;
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/environ");
        var size = 1 << 14;
        while (true)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                // None for another user's process, and for one that ended meanwhile: neither is ours.
                var count = SmallFile.Read(path, buffer);
                if (count < buffer.Length || size >= MostEnvironment) return Holds(buffer.AsSpan(0, count), marker);
                size *= 4;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static bool Holds(ReadOnlySpan<byte> environment, string marker)
    {
        ReadOnlySpan<byte> wanted = Encoding.UTF8.GetBytes($"{MarkerName}={marker}");
        foreach (var range in environment.Split((byte)0))
        {
            var variable = environment[range];
            if (wanted[^1] == (byte)'/' ? variable.StartsWith(wanted) : variable.SequenceEqual(wanted)) return true;
        }
        return false;
    }
}
