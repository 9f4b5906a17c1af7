using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.ProcessTests;

[NonParallelizable]
public sealed class Nothing_is_left
{
    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static int Zombies() => Directory.GetDirectories("/proc").Select(d => Path.GetFileName(d)!)
        .Where(n => char.IsAsciiDigit(n[0])).Select(n => ProcessTree.Read(int.Parse(n, CultureInfo.InvariantCulture)))
        .Count(p => p is { State: 'Z' } && p.Value.Parent == Environment.ProcessId);

    [Test]
    public async Task Hundreds_of_commands_leave_no_descriptor_and_no_zombie()
    {
        await using (var warm = new Fake()) await warm.Host.ExecuteAsync(warm.Command("echo x > {output}"));
        var before = Descriptors();

        await using (var fake = new Fake())
        {
            var inFlight = Enumerable.Range(0, 4).Select(async _ =>
            {
                for (var i = 0; i < 60; i++) Assert.That(await fake.Host.ExecuteAsync(fake.Command("echo x > {output}")), Is.InstanceOf<TaskResult.Succeeded>());
            });
            await Task.WhenAll(inFlight);
        }

        Assert.That(Zombies(), Is.Zero);
        Assert.That(Descriptors(), Is.LessThanOrEqualTo(before + 3), "the runtime itself may have opened a few");
    }

    [Test]
    public async Task Workers_that_come_and_go_leave_no_descriptor_and_no_zombie()
    {
        await using (var warm = new Fake()) await warm.ValueAsync<long>(warm.Request("good"));
        var before = Descriptors();

        await using (var fake = new Fake())
        {
            var runner = Fake.Runner(change: m => m with { Isolation = IsolationMode.Process });
            for (var i = 0; i < 5; i++) await fake.ValueAsync<long>(fake.Request("good", runner));
            for (var i = 0; i < 3; i++) await fake.Host.ExecuteAsync(fake.Request("exits:1"));
        }

        Assert.That(Zombies(), Is.Zero);
        Assert.That(Descriptors(), Is.LessThanOrEqualTo(before + 3));
    }

    [Test]
    public async Task A_host_that_is_killed_takes_everything_with_it()
    {
        using var directory = new TempDirectory();
        var pids = Path.Combine(directory.Path, "pids");
        var host = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FakeRunner.dll"), "host", directory.Path, pids },
            UseShellExecute = false,
            Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")) },
        })!;
        await Eventually.True(() => File.Exists(pids) && File.ReadAllLines(pids).Length == 4, "four processes have written their ids");
        var left = File.ReadAllLines(pids).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToArray();
        Assert.That(left.All(Tests.Processes.Alive), Is.True);

        host.Kill();

        foreach (var pid in left) await Eventually.True(() => !Tests.Processes.Alive(pid), $"{pid} is gone");
        await host.WaitForExitAsync();
    }

    [Test]
    public async Task A_host_that_is_killed_takes_its_sandboxes_with_it()
    {
        await Sandboxed.RequireAsync();
        using var directory = new TempDirectory();
        var pids = Path.Combine(directory.Path, "pids");
        var host = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FakeRunner.dll"), "sandboxed-host", directory.Path, pids },
            UseShellExecute = false,
            Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")) },
        })!;
        await Eventually.True(() => File.Exists(pids) && File.ReadAllLines(pids).Length == 2, "two sandboxes have started");
        var outer = File.ReadAllLines(pids).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToArray();
        // A worker and its two processes of bwrap, a command with its two, and two that it starts.
        await Eventually.True(() => Inside().Count >= 5, "all of their processes run");
        var left = Inside();

        host.Kill();

        foreach (var pid in left.Concat(outer)) await Eventually.True(() => !Tests.Processes.Alive(pid), $"{pid} is gone");
        await host.WaitForExitAsync();

        List<int> Inside() => outer.SelectMany(pid => ProcessTree.Descendants(pid, "none")).Select(p => p.Id).Distinct().ToList();
    }

    [Test]
    public async Task A_guard_that_is_killed_is_replaced_and_told_what_is_alive()
    {
        using var directory = new TempDirectory();
        await using var launcher = new PosixLauncher(directory.Path);
        using var file = launcher.CreateOutputFile(isPassing: true);
        var start = new ProcessStart(["/bin/sleep", "1000"], [], "/");
        var first = launcher.StartCommand(start, file, file);
        var guard = launcher.GuardProcessId;

        Process.GetProcessById(guard).Kill();
        await Eventually.True(() => !Tests.Processes.Alive(guard), "the guard is gone");
        var second = launcher.StartCommand(start, file, file);

        Assert.That(launcher.GuardProcessId, Is.Not.EqualTo(guard));
        Assert.That(Tests.Processes.Alive(launcher.GuardProcessId), Is.True);
        Assert.That(first.Exited.IsCompleted || second.Exited.IsCompleted, Is.False, "the end of a guard alone kills nothing");
    }
}
