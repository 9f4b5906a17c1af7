using Polyglot.Cli.Tests.Support;
using Polyglot.Store;

namespace Polyglot.Cli.Tests.Crashes;

[Platform("Linux,MacOsX")]
public sealed class KilledRunTests
{
    private const int Tasks = 20;
    private const int Kills = 50;

    [Test]
    public void Whenever_a_run_is_killed_the_next_one_finishes_with_the_right_result()
    {
        var random = new Random(20260103);
        using var project = new ShellProject(Yaml());
        for (var round = 0; round < Kills; round++)
        {
            project.Write("seed.txt", $"{round}\n");
            // There is a line for every start and every end of a task.
            project.KillRunAfter(random.Next(1, 2 * Tasks + 4));

            var finished = project.Polyglot("run", "-j", "4");
            Assert.That(finished.ExitCode, Is.Zero, $"round {round}: {finished}");
            Assert.That(project.Read("out/last.txt"), Is.EqualTo(Expected(round)), $"round {round}");
            Assert.That(Losses(project), Is.Empty, $"round {round}");
        }
        var fsck = project.FsckAfterKills();
        Assert.That((fsck.ExitCode, fsck.Out), Is.EqualTo((0, "the repository is in order\n")));
    }

    private static IEnumerable<Finding> Losses(ShellProject project)
    {
        using var repository = Repository.Open(project.PathOf(".e3"));
        return [.. Fsck.Run(repository, null, CancellationToken.None).Where(f => f.IsLoss)];
    }

    // Five chains of four tasks, each task adding a line, and at the end all of them together.
    private static string Yaml()
    {
        var lines = new List<string> { "name: crash", "inputs:", "  seed: { file: seed.txt, type: Blob }", "tasks:" };
        for (var i = 0; i < Tasks - 1; i++)
        {
            var source = i < 5 ? "seed" : $"t{i - 5}";
            lines.Add($"  t{i}: {{ runner: shell, command: \"cat {{inputs.x}} > {{output}}; echo t{i} >> {{output}}\", inputs: {{ x: {source} }}, output: Blob }}");
        }
        var ends = Enumerable.Range(Tasks - 6, 5).Select(i => $"t{i}").ToList();
        var command = "cat " + string.Join(' ', ends.Select(e => $"{{inputs.{e}}}")) + " > {output}";
        lines.Add($"  last: {{ runner: shell, command: \"{command}\", inputs: {{ {string.Join(", ", ends.Select(e => $"{e}: {e}"))} }}, output: Blob }}");
        lines.AddRange(["outputs:", "  out/last.txt: last", ""]);
        return string.Join('\n', lines);
    }

    private static string Expected(int round) => string.Concat(Enumerable.Range(Tasks - 6, 5).Select(end => Chain(round, end)));

    private static string Chain(int round, int task) => (task < 5 ? $"{round}\n" : Chain(round, task - 5)) + $"t{task}\n";
}
