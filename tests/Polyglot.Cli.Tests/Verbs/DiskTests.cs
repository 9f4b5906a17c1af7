using System.Globalization;
using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary><c>gc</c> and <c>du</c>.</summary>
public sealed class DiskTests
{
    [Test]
    public void A_dropped_result_is_computed_again_when_it_is_needed_and_not_before()
    {
        using var project = Fan(1);
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        var du = project.Polyglot("du", "--output", "json").Json;
        Assert.That(du.GetProperty("tasks")[0].GetProperty("name").GetString(), Is.EqualTo("big0"));
        var budget = du.GetProperty("bytes").GetInt64() - 1;

        Assert.That(project.Polyglot("gc", "--dry-run", "--budget", Text(budget)).Out, Does.StartWith("would be removed:\n  results dropped, records kept  1"));
        var gc = project.Polyglot("gc", "--budget", Text(budget), "--output", "json").Json;
        Assert.That(gc.GetProperty("dropped").GetProperty("objects").GetInt32(), Is.EqualTo(1));
        Assert.That(project.Polyglot("fsck").ExitCode, Is.Zero);
        Assert.That(project.Polyglot("cat", "big0").Error, Does.Contain("dropped to save room"));
        Assert.That(project.Polyglot("ls", "big0").Out, Does.Contain("dropped"));
        Assert.That(project.Polyglot("du").Out, Does.Contain("1 result of 200 kB dropped"));

        Assert.That(project.Polyglot("plan").Out, Does.StartWith("everything is up to date"));
        Assert.That(project.Polyglot("run", "--output", "json").Json.GetProperty("counts").GetProperty("ran").GetInt32(), Is.Zero);
        Assert.That(project.Polyglot("run", "big0", "--output", "json").Json.GetProperty("counts").GetProperty("ran").GetInt32(), Is.EqualTo(1), "asked for by name");
        Assert.That(project.Polyglot("gc").Out, Does.StartWith("there is nothing to remove"));
        Assert.That(project.Polyglot("cat", "big0", "-f", "raw").ExitCode, Is.Zero);
    }

    [Test]
    public void A_budget_that_cannot_be_met_is_told_with_exit_code_1()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        var result = project.Polyglot("gc", "--budget", "10B");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Error, Does.StartWith("error: the repository has ").And.Contain("more than 10 B"));
        Assert.That(project.Polyglot("gc", "--budget", "ten").Error, Does.StartWith("error: --budget takes a size such as 500MB or 2GiB, not 'ten'\n"));
        Assert.That(project.Polyglot("gc", "--budget", "10", "--output", "json").Json.GetProperty("withinBudget").GetBoolean(), Is.False);
    }

    [TestCase("800", 800)]
    [TestCase("1.5kB", 1_500)]
    [TestCase("2 MiB", 2_097_152)]
    [TestCase("3gb", 3_000_000_000L)]
    [TestCase("x", null)]
    [TestCase("-1", null)]
    [TestCase("1e9", null)]
    [TestCase("99999999TB", null)]
    public void Sizes_are_read(string text, long? bytes) => Assert.That(CommandLine.SizeOption.Parse(text), Is.EqualTo(bytes));

    [Test]
    public void Collecting_to_a_budget_beside_a_run_of_four_processes_disturbs_nothing()
    {
        using var project = Fan(24);
        using var run = PolyglotProcess.Start(project.Folder, [], "run", "-j", "4");
        var collections = 0;
        // The run's own output says how far it is; between its lines the repository is collected.
        for (string? line; (line = run.ReadLine()) is not null;)
        {
            if (!line.Contains("ran", StringComparison.Ordinal) || collections >= 12) continue;
            var gc = project.Polyglot("gc", "--keep-runs", "1", "--budget", "300kB", "--output", "json");
            Assert.That(gc.ExitCode, Is.AnyOf(0, 1), gc.ToString());
            collections++;
        }
        var finished = run.Finish();
        Assert.That(finished.ExitCode, Is.Zero, finished.ToString());
        Assert.That(collections, Is.GreaterThan(0));
        Assert.That(project.Read("out/all.txt"), Is.EqualTo(string.Concat(Enumerable.Range(0, 24).Select(i => $"{200_000 + i}\n"))));

        var last = project.Polyglot("gc", "--budget", "300kB", "--output", "json").Json;
        Assert.That(last.GetProperty("withinBudget").GetBoolean(), last.ToString());
        Assert.That(last.GetProperty("after").GetInt64(), Is.LessThanOrEqualTo(300_000));
        var fsck = project.Polyglot("fsck", "--output", "json").Json;
        Assert.That(fsck.GetProperty("findings").GetArrayLength(), Is.Zero, fsck.ToString());
        Assert.That(project.Polyglot("run", "--output", "json").Json.GetProperty("counts").GetProperty("ran").GetInt32(), Is.Zero);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Many large results, each counted by a task, and the counts joined into one output.
    private static ShellProject Fan(int width)
    {
        var yaml = new System.Text.StringBuilder("name: fan\ntasks:\n");
        for (var i = 0; i < width; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  big{i}: {{ runner: shell, command: \"head -c {200_000 + i} /dev/zero > {{output}}\", output: Blob }}\n");
            yaml.Append(CultureInfo.InvariantCulture, $"  count{i}: {{ runner: shell, command: \"wc -c < {{inputs.it}} | tr -d ' ' > {{output}}\", inputs: {{ it: big{i} }}, output: Blob }}\n");
        }
        var names = Enumerable.Range(0, width).Select(i => $"c{i}: count{i}");
        var parts = string.Join(' ', Enumerable.Range(0, width).Select(i => $"{{inputs.c{i}}}"));
        yaml.Append(CultureInfo.InvariantCulture, $"  all: {{ runner: shell, command: \"cat {parts} > {{output}}\", inputs: {{ {string.Join(", ", names)} }}, output: Blob }}\n");
        yaml.Append("outputs: { out/all.txt: all }\n");
        return new ShellProject(yaml.ToString());
    }
}
