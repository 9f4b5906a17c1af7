using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.FakeRunner;

/// <summary>The other side: a host with a worker and commands that never end, to be killed.</summary>
internal static class Host
{
    public static async Task RunAsync(string directory, string pids)
    {
        // Not disposed: the process is killed.
        var host = new RunnerHost(new RunnerHostOptions { ScratchDirectory = Directory.CreateDirectory(Path.Combine(directory, "scratch")).FullName });
        string[] worker = [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "FakeRunner.dll"), "good"];
        var spins = Request(directory, "spins", new FunctionProgram("/x", "spins", "1"), Runner(RunnerKind.Worker, worker));
        // One child of the command in its group, one in a session of its own, and the command itself.
        var command = $"sleep 1000 & echo $! >> {pids}; setsid sleep 1000 & echo $! >> {pids}; echo $$ >> {pids}; wait";
        var waits = Request(directory, "waits", new CommandProgram(command), Runner(RunnerKind.Command, ["/bin/sh", "-c", "{command}"]));
        await Task.WhenAll(host.ExecuteAsync(spins, new WriteId(pids)), host.ExecuteAsync(waits));
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
        void ITaskEvents.Started(WorkerInfo worker) => File.AppendAllText(pids, $"{worker.ProcessId}\n");
    }
}
