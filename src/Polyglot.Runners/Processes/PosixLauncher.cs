using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>
/// Starts processes with posix_spawn: no copy of this process's memory, no descriptor inherited but 0 to 3 (of a command, 3 is what shows that something of it still runs), every signal at its default and none blocked, a session
/// of its own (so that neither a terminal's Ctrl-C nor its hang-up reaches it), and an environment of what is given plus the marker that descendants are known by.
/// </summary>
internal sealed class PosixLauncher : IProcessLauncher
{
    private const int ExtraDescriptor = 3;

    private readonly string _directory;
    private readonly string _session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly ConcurrentDictionary<int, PosixChild> _children = new();
    private readonly OrphanGuard? _guard;
    private readonly SafeFileHandle _nothing;
    private int _started;

    /// <summary>Makes a launcher; check <see cref="IsSupported"/> first.</summary>
    /// <param name="directory">Where output files are made.</param>
    /// <param name="isGuarded">Nothing outlives this process; only for short and harmless programs may this be false.</param>
    public PosixLauncher(string directory, bool isGuarded = true)
    {
        _directory = directory;
        _guard = isGuarded ? new OrphanGuard(_session) : null;
        _nothing = Descriptors.Own(Libc.Open("/dev/null", Libc.OReadOnly | Libc.OCloseOnExec, 0));
    }

    /// <summary>True on 64-bit Linux with process descriptors (5.3).</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess && ProcessReaper.Shared is not null;

    /// <summary>Of the shell that outlives this process to clean up after it; 0 while nothing was started.</summary>
    public int GuardProcessId => _guard?.ProcessId ?? 0;

    /// <inheritdoc/>
    public OutputFile CreateOutputFile(bool isPassing) => isPassing ? DescriptorFile.CreateInMemory() : DescriptorFile.Create(_directory);

    /// <inheritdoc/>
    public ChildProcess StartCommand(ProcessStart start, OutputFile stdout, OutputFile stderr)
    {
        // Nobody writes to this pipe: its end says that the last process that inherited it is gone.
        var (lifeline, inherited) = Descriptors.Pipe();
        using (inherited)
        {
            try
            {
                return Start(start, isProtocol: false, _nothing, ((DescriptorFile)stdout).Handle, ((DescriptorFile)stderr).Handle, inherited, lifeline);
            }
            catch
            {
                lifeline.Dispose();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public ChildProcess StartWorker(ProcessStart start, OutputFile log, out IByteChannel channel)
    {
        var handle = ((DescriptorFile)log).Handle;
        var (stdin, input) = Descriptors.Pipe();
        using (stdin)
        {
            var (output, protocol) = Descriptors.Pipe();
            using (protocol)
            {
                var pipes = new PipeChannel(input, output);
                try
                {
                    var child = Start(start, isProtocol: true, stdin, handle, handle, protocol);
                    channel = pipes;
                    return child;
                }
                catch
                {
                    pipes.Dispose();
                    throw;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void KillAll()
    {
        foreach (var child in _children.Values) child.KillTree();
        ProcessTree.KillAll(() => ProcessTree.Marked(_session + "/"));
    }

    /// <summary>Kills what is left, waits until it has been reaped, and lets the guard go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_started > 0 && (_guard is not null || !_children.IsEmpty)) KillAll();
        foreach (var child in _children.Values) await child.Exited.ConfigureAwait(false);
        if (_guard is not null) await _guard.DisposeAsync().ConfigureAwait(false);
        _nothing.Dispose();
    }

    /// <summary>Starts the guard's own process: without marker, so that it does not find itself.</summary>
    internal static int StartGuard(ProcessStart start, SafeFileHandle stdin, SafeFileHandle table)
    {
        using var silent = Descriptors.Own(Libc.Open("/dev/null", Libc.OReadWrite | Libc.OCloseOnExec, 0));
        return Spawn(start, start.Environment, stdin, silent, silent, table);
    }

    /// <summary>Starts a program that nobody here waits for, without marker, so that no <see cref="KillAll"/> finds it.</summary>
    internal static void StartDetached(ProcessStart start)
    {
        using var silent = Descriptors.Own(Libc.Open("/dev/null", Libc.OReadWrite | Libc.OCloseOnExec, 0));
        _ = Spawn(start, start.Environment, silent, silent, silent, extra: null);
    }

    private PosixChild Start(
        ProcessStart start, bool isProtocol, SafeFileHandle stdin, SafeFileHandle stdout, SafeFileHandle stderr, SafeFileHandle? extra, SafeFileHandle? lifeline = null)
    {
        var number = Interlocked.Increment(ref _started);
        var marker = string.Create(CultureInfo.InvariantCulture, $"{_session}/{number}");
        var environment = new List<KeyValuePair<string, string>>(start.Environment) { new(ProcessTree.MarkerName, marker) };
        if (isProtocol) environment.Add(new("POLYGLOT_PROTOCOL_FD", ExtraDescriptor.ToString(CultureInfo.InvariantCulture)));
        var pid = Spawn(start, environment, stdin, stdout, stderr, extra);
        _guard?.Add(pid);
        var child = new PosixChild(pid, start.Depth, marker, lifeline, Ended);
        _children[pid] = child;
        try
        {
            ProcessReaper.Shared!.Watch(pid, child.Ended);
        }
        catch (LaunchException)
        {
            child.Ended();
            throw;
        }
        return child;
    }

    private void Ended(PosixChild child)
    {
        _guard?.Remove(child.Id);
        _children.TryRemove(child.Id, out _);
    }

    private static unsafe int Spawn(
        ProcessStart start, IReadOnlyList<KeyValuePair<string, string>> environment, SafeFileHandle stdin, SafeFileHandle stdout, SafeFileHandle stderr,
        SafeFileHandle? extra)
    {
        var variables = new List<string>(environment.Count);
        for (var i = 0; i < environment.Count; i++)
            if (IsLast(environment, i)) variables.Add($"{environment[i].Key}={environment[i].Value}");
        using var arguments = new NativeStrings(start.Argv);
        using var block = new NativeStrings(variables);
        using var paths = new NativeStrings([start.WorkingDirectory, start.Program]);

        byte* actions = stackalloc byte[Libc.OpaqueSize], attributes = stackalloc byte[Libc.OpaqueSize], signals = stackalloc byte[Libc.OpaqueSize];
        Check(Libc.FileActionsInit(actions), start.Program);
        Check(Libc.AttributesInit(attributes), start.Program);
        try
        {
            Check(Libc.FileActionsAddDirectory(actions, paths.Pointers[0]), start.Program);
            Check(Libc.FileActionsAddDuplicate(actions, (int)stdin.DangerousGetHandle(), 0), start.Program);
            Check(Libc.FileActionsAddDuplicate(actions, (int)stdout.DangerousGetHandle(), 1), start.Program);
            Check(Libc.FileActionsAddDuplicate(actions, (int)stderr.DangerousGetHandle(), 2), start.Program);
            if (extra is not null) Check(Libc.FileActionsAddDuplicate(actions, (int)extra.DangerousGetHandle(), ExtraDescriptor), start.Program);
            _ = Libc.EmptySignals(signals);
            Check(Libc.AttributesSetSignalMask(attributes, signals), start.Program);
            _ = Libc.AllSignals(signals);
            Check(Libc.AttributesSetDefaultSignals(attributes, signals), start.Program);
            Check(Libc.AttributesSetFlags(attributes, Libc.SpawnSetSigDefault | Libc.SpawnSetSigMask | Libc.SpawnSetSession), start.Program);
            if (Libc.Spawn(out var pid, paths.Pointers[1], actions, attributes, arguments.Pointers, block.Pointers) is var error and not 0)
                throw new LaunchException(RunnersMessages.CannotStart(start.Program, start.WorkingDirectory, Errno.Text(error)));
            return pid;
        }
        finally
        {
            _ = Libc.FileActionsDestroy(actions);
            _ = Libc.AttributesDestroy(attributes);
            // The handles are used as numbers: none may be closed by the collector before the child has its duplicates.
            GC.KeepAlive((stdin, stdout, stderr, extra));
        }
    }

    private static void Check(int error, string program)
    {
        if (error != 0) throw new LaunchException(RunnersMessages.CannotStart(program, "", Errno.Text(error)));
    }

    private static bool IsLast(IReadOnlyList<KeyValuePair<string, string>> environment, int index)
    {
        for (var i = index + 1; i < environment.Count; i++)
            if (environment[i].Key == environment[index].Key) return false;
        return true;
    }

    /// <summary>A NULL-terminated array of NUL-terminated UTF-8 texts.</summary>
    private readonly unsafe ref struct NativeStrings
    {
        public NativeStrings(IReadOnlyList<string> texts)
        {
            var table = (texts.Count + 1) * sizeof(byte*);
            var size = table;
            foreach (var text in texts) size += Encoding.UTF8.GetByteCount(text) + 1;
            Pointers = (byte**)System.Runtime.InteropServices.NativeMemory.Alloc((nuint)size);
            var at = (byte*)Pointers + table;
            for (var i = 0; i < texts.Count; i++)
            {
                Pointers[i] = at;
                var free = (int)((byte*)Pointers + size - at);
                at += Encoding.UTF8.GetBytes(texts[i], new Span<byte>(at, free));
                *at++ = 0;
            }
            Pointers[texts.Count] = null;
        }

        public byte** Pointers { get; }

        public void Dispose() => System.Runtime.InteropServices.NativeMemory.Free(Pointers);
    }
}
