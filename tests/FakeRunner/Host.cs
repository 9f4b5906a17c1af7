using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.FakeRunner;

/// <summary>The other side: a host with a worker and commands that never end, to be killed.</summary>
internal static class Host
{
    /// <param name="directory">Where it works.</param>
    /// <param name="pids">A file that gets the ids of four processes; in sandboxes, those of the two that are outside.</param>
    /// <param name="isSandboxed">Runs both in sandboxes.</param>
    public static async Task RunAsync(string directory, string pids, bool isSandboxed)
    {
        // Not disposed: the process is killed.
        var host = new RunnerHost(new RunnerHostOptions { ScratchDirectory = Directory.CreateDirectory(Path.Combine(directory, "scratch")).FullName });
        string[] worker = [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "FakeRunner.dll"), "good"];
        var spins = Request(directory, "spins", new FunctionProgram("/x", "spins", "1"), Runner(RunnerKind.Worker, worker));
        // One child of the command in its group, one in a session of its own, and the command itself.
        var command = $"sleep 1000 & echo $! >> {pids}; setsid sleep 1000 & echo $! >> {pids}; echo $$ >> {pids}; wait";
        var waits = Request(directory, "waits", new CommandProgram(command), Runner(RunnerKind.Command, ["/bin/sh", "-c", "{command}"]));
        if (!isSandboxed)
        {
            await Task.WhenAll(host.ExecuteAsync(spins, new WriteId(pids)), host.ExecuteAsync(waits));
            return;
        }
        var sandbox = new TaskSandbox([], []);
        waits = waits with { Program = new CommandProgram("sleep 1000 & setsid sleep 1000 & wait"), Sandbox = sandbox };
        await Task.WhenAll(host.ExecuteAsync(spins with { Sandbox = sandbox }, new WriteId(pids)), host.ExecuteAsync(waits, new WriteId(pids)));
    }

    private static TaskRequest Request(string directory, string name, ProgramSpec program, ResolvedRunner runner) =>
        new() { Name = name, Runner = runner, Program = program, OutputPath = Path.Combine(directory, name), OutputType = EastType.Integer };

    private static ResolvedRunner Runner(RunnerKind kind, string[] argv)
    {
        var manifest = new RunnerManifest { Id = "fake", Kind = kind, File = "/nowhere/runners.json", Exec = [argv] };
        return new ResolvedRunner(manifest, argv, "/", [new("PATH", "/usr/bin:/bin")], "", []);
    }

    private sealed class WriteId(string pids) : ITaskEvents
    {
        private static readonly Lock Gate = new();

        void ITaskEvents.Started(WorkerInfo worker)
        {
            lock (Gate) File.AppendAllText(pids, $"{worker.ProcessId}\n");
        }
    }
}
