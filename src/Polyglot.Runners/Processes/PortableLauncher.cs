using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Polyglot.Runners;

/// <summary>
/// Starts processes where <see cref="PosixLauncher"/> cannot. It knows less of the system: the protocol is the worker's standard output
/// (<c>POLYGLOT_PROTOCOL_FD=1</c>), output is copied into files by one task per stream, and when this process is killed its workers end by the end of their input but
/// commands run on.
/// </summary>
internal sealed class PortableLauncher(string directory) : IProcessLauncher
{
    private readonly ConcurrentDictionary<int, PortableChild> _children = new();

    /// <inheritdoc/>
    public OutputFile CreateOutputFile(bool isPassing) => new ScratchFile(directory);

    /// <inheritdoc/>
    public ChildProcess StartCommand(ProcessStart start, OutputFile stdout, OutputFile stderr)
    {
        var process = Start(start, protocol: false);
        process.StandardInput.Close();
        return Watch(process, Copy(process.StandardOutput.BaseStream, stdout), Copy(process.StandardError.BaseStream, stderr));
    }

    /// <inheritdoc/>
    public ChildProcess StartWorker(ProcessStart start, OutputFile log, out IByteChannel channel)
    {
        var process = Start(start, protocol: true);
        channel = new StreamChannel(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        return Watch(process, Copy(process.StandardError.BaseStream, log));
    }

    /// <inheritdoc/>
    public void KillAll()
    {
        foreach (var child in _children.Values) child.KillTree();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        KillAll();
        foreach (var child in _children.Values) await child.Exited.ConfigureAwait(false);
    }

    private static Process Start(ProcessStart start, bool protocol)
    {
        var info = new ProcessStartInfo(start.Program)
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in start.Argv.Skip(1)) info.ArgumentList.Add(argument);
        info.Environment.Clear();
        foreach (var (name, value) in start.Environment) info.Environment[name] = value;
        if (protocol) info.Environment["POLYGLOT_PROTOCOL_FD"] = "1";
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(RunnersMessages.CannotStart(start.Program, start.WorkingDirectory, e.Message));
        }
    }

    private PortableChild Watch(Process process, params Task[] copies)
    {
        var child = new PortableChild(process, copies, c => _children.TryRemove(c.Id, out _));
        _children[process.Id] = child;
        child.Watch();
        return child;
    }

    private static async Task Copy(Stream from, OutputFile to)
    {
        var buffer = new byte[1 << 14];
        try
        {
            while (await from.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0) ((ScratchFile)to).Append(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process or the file is gone: there is nothing more to copy.
            _ = e;
        }
    }

    private sealed class PortableChild(Process process, Task[] copies, Action<PortableChild> ended) : ChildProcess
    {
        private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override int Id { get; } = process.Id;

        public override Task<ProcessExit> Exited => _exited.Task;

        public void Watch() => _ = WatchAsync();

        public override void Signal(StopSignal signal)
        {
            // There is no portable way to ask: the ladder goes on to the kill.
        }

        public override void KillTree()
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
            {
                // It has ended already.
                _ = e;
            }
        }

        public override bool IsStopped() => false;

        private async Task WatchAsync()
        {
            await process.WaitForExitAsync().ConfigureAwait(false);
            await Task.WhenAny(Task.WhenAll(copies), Task.Delay(TimeSpan.FromMilliseconds(200))).ConfigureAwait(false);
            var code = process.ExitCode;
            ended(this);
            process.Dispose();
            // .NET reports the end by a signal as 128 + signal, as a shell does.
            _exited.SetResult(!OperatingSystem.IsWindows() && code > 128 ? new ProcessExit(null, code - 128, null, null) : new ProcessExit(code, null, null, null));
        }
    }
}
