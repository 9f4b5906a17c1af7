using Polyglot.Dataflow.Planning;
using Polyglot.Store;
using Polyglot.Testing;

namespace Polyglot.Dataflow.Tests.Indexing;

/// <summary>One thing that a run looks at changes, and the next plan and run notice: nothing is found up to date that is not.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class ChangedLeafTests : IDisposable
{
    private static readonly Dictionary<string, Action<IndexedProject>> Leaves = new()
    {
        ["an input, of the same length"] = p => p.Write("in.txt", "hullo\n"),
        ["an input that is gone"] = p => File.Delete(p.PathOf("in.txt")),
        ["an input with an old time"] = p =>
        {
            var time = File.GetLastWriteTimeUtc(p.PathOf("in.txt"));
            p.Write("in.txt", "hullo\n");
            File.SetLastWriteTimeUtc(p.PathOf("in.txt"), time);
        },
        ["an input that was replaced by another old file"] = p => File.Move(p.PathOf("other.txt"), p.PathOf("in.txt"), overwrite: true),
        ["an input that became a folder"] = p =>
        {
            File.Delete(p.PathOf("in.txt"));
            Directory.CreateDirectory(p.PathOf("in.txt"));
        },
        ["what a link points to"] = p => p.Write("far.txt", "fur\n"),
        ["where a link points"] = p =>
        {
            File.Delete(p.PathOf("linked.txt"));
            File.CreateSymbolicLink(p.PathOf("linked.txt"), p.PathOf("other.txt"));
        },
        ["a folder on the way to an input"] = p =>
        {
            p.Write("lib2/polyglot.json", p.Read("lib/polyglot.json"));
            p.Write("lib2/word.txt", "ward\n");
            Directory.Move(p.PathOf("lib"), p.PathOf("lib1"));
            Directory.Move(p.PathOf("lib2"), p.PathOf("lib"));
        },
        ["an input of a used file"] = p => p.Write("lib/word.txt", "ward\n"),
        ["the project file"] = p => p.Write("polyglot.yaml", IndexedProject.Text.Replace("tr a-z A-Z", "tr a-y A-Y", StringComparison.Ordinal)),
        ["a value in the project file"] = p => p.Write("polyglot.yaml", IndexedProject.Text.Replace("[\"a\", \"b\"]", "[\"a\", \"c\"]", StringComparison.Ordinal)),
        ["a variable of a task"] = p => p.Write("polyglot.yaml", IndexedProject.Text.Replace("inputs: [upper],", "inputs: [upper], environment: { A: b },", StringComparison.Ordinal)),
        ["a used file"] = p => p.Write("lib/polyglot.json", p.Read("lib/polyglot.json").Replace("word.txt", "../in.txt", StringComparison.Ordinal)),
        ["a used file that only passes names on"] = p => p.Write("through/polyglot.yaml", "name: through\ninputs: { word: { file: ../in.txt, type: Blob } }\ntasks: {}\n"),
        ["a project file that comes first in a used folder"] = p => p.Write("lib/polyglot.yaml", "name: lib\ninputs: { word: { file: ../in.txt, type: Blob } }\ntasks: {}\n"),
        ["a used file that is gone"] = p => File.Delete(p.PathOf("through/polyglot.yaml")),
        ["a script"] = p => p.Write("twice.sh", "cat \"$2\" \"$2\" \"$2\" > \"$1\"\n"),
        ["a file that a script depends on"] = p => p.Write("extra.txt", "more\n"),
        ["a file of a pattern"] = p => p.Write("parts/a.txt", "b\n"),
        ["another file that a pattern fits"] = p => p.Write("parts/b.txt", "b\n"),
        ["a file of a pattern that is gone"] = p => File.Delete(p.PathOf("parts/a.txt")),
        ["an East program"] = p => p.WriteProgramOfEast(Programs.Add(2)),
        ["a value of a matrix"] = p => p.Write("polyglot.yaml", IndexedProject.Text.Replace("b: [1, 2]", "b: [1, 3]", StringComparison.Ordinal)),
        ["one more value of a matrix"] = p => p.Write("polyglot.yaml", IndexedProject.Text.Replace("b: [1, 2]", "b: [1, 2, 3]", StringComparison.Ordinal)),
        ["the name of a matrix's parameter"] = p => p.Write("polyglot.yaml", IndexedProject.Text.Replace("{ a: axis, b: [1, 2] }", "{ b: axis, a: [1, 2] }", StringComparison.Ordinal)),
        ["the file of a matrix's values"] = p => p.Write("axis.json", "[\"1\", \"3\"]\n"),
        ["an East program that is gone"] = p => File.Delete(p.PathOf("add.beast2")),
        ["a result of an East program that was deleted"] = p => IndexedProject.Delete(Result(p, "sum")),
        ["an element of a matrix that was forgotten"] = p => p.Repository.Executions.Forget(Execution(p, "sums")),
        ["a manifest"] = p => p.Write("runners.json", IndexedProject.Manifests.Replace("\"-eu\", \"{script}\"", "\"-e\", \"{script}\"", StringComparison.Ordinal)),
        ["a manifest that is wrong now"] = p => p.Write("runners.json", "{"),
        ["a plugin that makes a runner ambiguous"] = p => p.Write("plugins/more/plugin.json", """{ "schemaVersion": 1, "runners": { "sh": { "kind": "command", "exec": ["sh"] } } }"""),
        ["the version of a runner"] = p => p.WriteProgram("tool", IndexedProject.Tool("1.1")),
        ["a file of a runner's fingerprint"] = p => p.Write("lock.txt", "2\n"),
        ["a runner's program that is gone"] = p => File.Delete(p.PathOf("second/gadget")),
        ["a variable that a runner is handed"] = p => p.Environment = new(p.Environment) { ["MODE"] = "b" },
        ["a variable that a runner is not handed any more"] = p => p.Environment.Remove("MODE"),
        ["a result that was deleted"] = p => IndexedProject.Delete(Result(p, "upper")),
        ["an execution that was forgotten"] = p => p.Repository.Executions.Forget(Execution(p, "upper")),
        ["an execution's output that was deleted"] = p => File.Delete(OutputFile(p, "twice")),
        ["an execution that has another output"] = p => File.WriteAllText(OutputFile(p, "twice"), $"{Newest(p).Tasks.First(task => task.Name == "upper").Output}\n"),
    };

    private readonly IndexedProject _project = new();

    private static IEnumerable<string> Names => Leaves.Keys;

    public void Dispose() => _project.Dispose();

    [TestCaseSource(nameof(Names))]
    public async Task Is_noticed(string leaf)
    {
        await _project.Settle();
        var before = (await _project.Plan()).Plan.Tasks;
        Leaves[leaf](_project);
        await NoticesAndPutsRight(before);
    }

    [Test]
    public async Task Is_noticed_after_a_run_that_the_index_answered()
    {
        foreach (var leaf in new[] { "a result that was deleted", "an input, of the same length" })
        {
            await _project.Settle();
            await _project.Run();
            var before = (await _project.Plan()).Plan.Tasks;
            Leaves[leaf](_project);
            await NoticesAndPutsRight(before);
        }
    }

    [Test]
    public async Task What_changes_nothing_that_counts_is_read_once_more()
    {
        await _project.Settle();
        _project.Write("plugins/more/plugin.json", """{ "schemaVersion": 1, "runners": {} }""");
        Assert.That(await _project.AnswersPlan(), Is.False);
        Assert.That((await _project.Run()).Counts.Cached, Is.EqualTo(IndexedProject.Tasks));
        Assert.That(await _project.AnswersPlan(), Is.True);
        _project.WriteProgram("first/gadget", IndexedProject.Gadget);
        Assert.That(await _project.AnswersPlan(), Is.False, "another program comes first on the search path");
        await _project.Settle();
        _project.PluginPath = _project.PathOf("parts");
        Assert.That(await _project.AnswersPlan(), Is.False, "plugins are looked for elsewhere too");
        await _project.Settle();
        _project.HostVersion = new(0, 2, 0);
        Assert.That(await _project.AnswersPlan(), Is.False, "another version of the program");
    }

    [Test]
    public async Task Variables_are_those_of_the_moment_for_an_evaluator_that_stays()
    {
        const string variable = "POLYGLOT_TEST_MODE";
        _project.Write("runners.json", IndexedProject.Manifests.Replace("\"MODE\"", $"\"{variable}\"", StringComparison.Ordinal).Replace("\"gadget\"", "\"/bin/sh\"", StringComparison.Ordinal));
        Environment.SetEnvironmentVariable(variable, "a");
        try
        {
            await using var evaluator = new Evaluator(new() { Repository = _project.Repository, Installation = _project.PathOf(""), Time = _project.Time, KeepsWorkers = true });
            await Run(evaluator);
            Assert.That(await evaluator.PlanAsync(_project.Options(), default), Is.InstanceOf<PlanResult.Planned>().With.Property("Resolved").Null);
            Environment.SetEnvironmentVariable(variable, "b");
            Assert.That((await Run(evaluator)).Counts.Ran, Is.EqualTo(2));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    private async Task<RunSummary> Run(Evaluator evaluator)
    {
        _project.Time.Advance(TimeSpan.FromSeconds(1));
        return ((RunResult.Completed)await evaluator.RunAsync(_project.Options(), new Support.RecordingObserver(), default, default)).Summary;
    }

    // The plan is that of reading the project, problems and all; and a run leaves the outputs that one without an index would.
    private async Task NoticesAndPutsRight(IReadOnlyList<PlannedTask> before)
    {
        Assert.That(await _project.AnswersPlan(), Is.False);
        await using var evaluator = _project.Evaluator();
        if (await evaluator.PlanAsync(_project.Options() with { UseIndex = false }, default) is not PlanResult.Planned planned) return;
        Assert.That(planned.Plan.Tasks, Is.Not.EqualTo(before), "the change counts");
        var run = await _project.Run();
        Assert.That((run.Verdict, run.Counts.Ran > 0), Is.EqualTo((RunVerdict.Succeeded, planned.Plan.Counts.MustRun > 0)));
        var written = (_project.Read("out/twice.txt"), _project.Read("out/both.txt"));
        var again = await _project.Run(change: o => o with { UseIndex = false });
        Assert.That(again.Counts.Ran, Is.Zero);
        Assert.That((_project.Read("out/twice.txt"), _project.Read("out/both.txt")), Is.EqualTo(written));
    }

    private static RunRecord Newest(IndexedProject project) => project.Record(project.Repository.Runs.List().First());

    private static ExecutionId Execution(IndexedProject project, string task) => Newest(project).Tasks.First(t => t.Name == task).Execution!.Value;

    private static string OutputFile(IndexedProject project, string task)
    {
        var id = Execution(project, task).ToString();
        return project.PathOf($".e3/executions/{id[..2]}/{id[2..]}/output");
    }

    private static string Result(IndexedProject project, string task) =>
        ((ObjectLocation.Found)project.Repository.Objects.Locate(Newest(project).Tasks.First(t => t.Name == task).Output!.Value)).Path;
}
