using System.Text;
using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Explaining;

/// <summary>Explanations of whole projects with the shell and a repository on disk.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class ExplainerTests : IDisposable
{
    private const string Runners = """
        { "schemaVersion": 1, "runners": {
          "sh": { "kind": "command", "exec": ["/bin/sh", "-euc", "{command}"], "scriptArgs": ["-eu", "{script}", "{output}", "{inputs}"], "format": "raw" },
          "tool": { "kind": "command", "exec": ["./tool", "-euc", "{command}"], "format": "raw", "probe": { "args": ["--version"], "version": "tool ([0-9.]+)" }, "fingerprint": { "version": "full" } } } }
        """;

    private const int Layers = 11;
    private const int Width = 18;

    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;

    public ExplainerTests()
    {
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));
        _folder.Write("runners.json", Runners);
        WriteTool("1.5");
    }

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Of_two_hundred_tasks_exactly_the_leaf_that_changed_is_named()
    {
        var lattice = Lattice();
        Assert.That(lattice.Split('\n').Count(line => line.Contains("runner:", StringComparison.Ordinal)), Is.EqualTo(200));
        _folder.Write("step.sh", "cat \"$2\" > \"$1\"\n");
        _folder.Write("step.seed", "seed\n");
        var big = Enumerable.Range(0, 100_000).Select(i => (byte)(i % 251)).ToArray();
        WriteBytes("big.bin", big);
        var run = await Run(lattice);
        Assert.That(run.Counts.Ran, Is.EqualTo(200), run.FirstError?.ToString());
        await NothingChanged(lattice);

        _folder.Write("step.sh", "cat \"$2\" > \"$1\"; true\n");
        var leaf = await TheOnlyLeaf(lattice, "t0_3");
        Assert.That((leaf.Leaf.Kind, leaf.Leaf.Name), Is.EqualTo((LeafKind.File, "step.sh")));
        Assert.That(leaf.Content!.Diff, Is.EqualTo("@@ -1 +1 @@\n-cat \"$2\" > \"$1\"\n+cat \"$2\" > \"$1\"; true\n"));
        _folder.Write("step.sh", "cat \"$2\" > \"$1\"\n");
        await NothingChanged(lattice);

        leaf = await TheOnlyLeaf(lattice.Replace("value: 520", "value: 365", StringComparison.Ordinal), "t0_4");
        Assert.That((leaf.Leaf.Kind, leaf.Leaf.Name, leaf.Content!.Old, leaf.Content.New), Is.EqualTo((LeafKind.Input, "horizon", "520", "365")));

        big[54_321] ^= 1;
        WriteBytes("big.bin", big);
        leaf = await TheOnlyLeaf(lattice, "t0_5");
        Assert.That((leaf.Leaf.Kind, leaf.Leaf.Name), Is.EqualTo((LeafKind.Input, "big")));
        Assert.That(leaf.Content!.Changes, Is.EqualTo(new[] { new ValueChange("byte 54321", $"0x{big[54_321] ^ 1:x2}", $"0x{big[54_321]:x2}") }));
        big[54_321] ^= 1;
        WriteBytes("big.bin", big);
        await NothingChanged(lattice);

        WriteTool("1.6");
        leaf = await TheOnlyLeaf(lattice, "t1_6");
        Assert.That(leaf.Leaf, Is.EqualTo(new Leaf(LeafKind.Runner, "version", "tool", "1.5", "1.6")));
        WriteTool("1.5");
        await NothingChanged(lattice);

        leaf = await TheOnlyLeaf(lattice.Replace("MODE: fast", "MODE: slow", StringComparison.Ordinal), "t1_7");
        Assert.That(leaf.Leaf, Is.EqualTo(new Leaf(LeafKind.Variable, "MODE", null, "fast", "slow")));

        leaf = await TheOnlyLeaf(lattice.Replace("output: String", "output: Blob", StringComparison.Ordinal), "t0_8");
        Assert.That(leaf.Leaf, Is.EqualTo(new Leaf(LeafKind.OutputType, "output", "t0_8", "String", "Blob")));

        leaf = await TheOnlyLeaf(lattice.Replace("big.bin, type: Blob", "big.bin, type: Blob, format: raw", StringComparison.Ordinal).Replace("value: 520, type: Integer", "value: 520, type: Float", StringComparison.Ordinal), "t0_4");
        Assert.That((leaf.Leaf.Kind, leaf.Leaf.Name, leaf.Leaf.Old, leaf.Leaf.New), Is.EqualTo((LeafKind.InputType, "horizon", "Integer", "Float")));
    }

    [Test]
    public async Task A_change_that_was_run_is_told_of_the_run_that_computed_the_result()
    {
        var first = await Run(Chain);
        _folder.Write("in.txt", "two\n");
        var second = await Run(Chain);
        await Run(Chain);
        var explanation = await Explain(Chain, "c");
        Assert.That((explanation.State, explanation.Since!.Id, explanation.From!.Id, explanation.To!.Id), Is.EqualTo((ExplainedState.UpToDate, second.Id, first.Id, second.Id)));
        var leaf = explanation.Leaves.Single();
        Assert.That((leaf.Leaf.Kind, leaf.Leaf.Name), Is.EqualTo((LeafKind.Input, "text")));
        Assert.That(leaf.Path, Is.EqualTo(new[] { "c", "b", "a" }));
        Assert.That(leaf.Content!.Diff, Is.EqualTo("@@ -1 +1 @@\n-one\n+two\n"));
        Assert.That(second.Causes.Single().Leaf, Is.EqualTo(leaf.Leaf), "the run's summary says so too");
        Assert.That(first.Causes, Is.Empty);

        _folder.Write("in.txt", "one\n");
        await Run(Chain);
        explanation = await Explain(Chain, "c");
        Assert.That(explanation.Since!.Id, Is.EqualTo(first.Id), "an older result serves");
        Assert.That(explanation.Leaves.Single().Leaf.Kind, Is.EqualTo(LeafKind.NewTask));
    }

    [Test]
    public async Task A_task_that_waits_is_explained_by_what_it_waits_for_and_against_any_run()
    {
        var first = await Run(Chain);
        _folder.Write("in.txt", "two\n");
        await Run(Chain);
        var changed = Chain.Replace("tr a b", "tr a c", StringComparison.Ordinal);
        var waits = await Explain(changed, "c");
        Assert.That((waits.State, waits.To), Is.EqualTo((ExplainedState.Waits, (RunPoint?)null)));
        Assert.That(waits.Leaves.Select(l => (l.Leaf.Kind, l.Leaf.Name, l.Leaf.Of)), Is.EqualTo(new[] { (LeafKind.Program, "command", (string?)"a") }));
        Assert.That(waits.Leaves[0].Leaf.Old, Does.StartWith("tr a b"));

        var against = await Explain(changed, "c", first.Id);
        Assert.That(against.Leaves.Select(l => l.Leaf.Kind), Is.EquivalentTo(new[] { LeafKind.Program, LeafKind.Input }));
        Assert.That(against.From!.Id, Is.EqualTo(first.Id));
        Assert.That((await Explain(Chain, "c", first.Id)).Leaves.Single().Leaf.Kind, Is.EqualTo(LeafKind.Input), "also of what is up to date");
    }

    [Test]
    public async Task A_failure_is_told_with_what_changed_since_it_worked_and_so_is_what_it_blocks()
    {
        await Run(Chain);
        var broken = Chain.Replace("tr a b", "exit 3; tr a b", StringComparison.Ordinal);
        var failed = await Run(broken);
        var a = await Explain(broken, "a");
        Assert.That((a.State, a.FailedTask, a.FailedIn!.Id), Is.EqualTo((ExplainedState.Failed, "a", failed.Id)));
        Assert.That(a.Error!.Summary, Is.Not.Empty);
        Assert.That(a.Leaves.Single().Leaf, Has.Property("Kind").EqualTo(LeafKind.Program).And.Property("New").StartsWith("exit 3"));
        var c = await Explain(broken, "c");
        Assert.That((c.State, c.FailedTask, c.Leaves.Single().Leaf), Is.EqualTo((ExplainedState.Blocked, "a", a.Leaves[0].Leaf)));
        Assert.That(c.Leaves[0].Path, Is.EqualTo(new[] { "c", "b", "a" }));

        c = await Explain(Chain.Replace("tr a b", "tr a d", StringComparison.Ordinal), "c");
        Assert.That(c.State, Is.EqualTo(ExplainedState.Waits), "what failed is not what would run now");
    }

    [Test]
    public async Task What_the_same_inputs_gave_differently_is_blamed_on_the_task_that_gave_it()
    {
        const string Impure = """
            name: p
            inputs: { text: { file: in.txt, type: Blob } }
            tasks:
              a: { runner: sh, command: "cat ../../../count >> {output} || true; date +%N >> {output}", inputs: [text], output: Blob }
              b: { runner: sh, command: "cat {inputs.a} > {output}", inputs: [a], output: Blob }
            """;
        _folder.Write("in.txt", "one\n");
        await Run(Impure);
        await Run(Impure, options => options with { Force = ["a"], Targets = ["b"] });
        var b = await Explain(Impure, "b");
        Assert.That(b.Leaves.Single().Leaf, Is.EqualTo(new Leaf(LeafKind.Forced, "a", "a", null, null)));
        Assert.That(b.Leaves[0].Path, Is.EqualTo(new[] { "b", "a" }));
    }

    [Test]
    public async Task A_task_that_is_new_and_one_that_takes_something_else_are_told_as_such()
    {
        await Run(Chain);
        var rewired = Chain.Replace("inputs: [b]", "inputs: [d]", StringComparison.Ordinal).Replace("inputs.b", "inputs.d", StringComparison.Ordinal)
            + "  d: { runner: sh, command: \"cat {inputs.a} {inputs.a} > {output}\", inputs: [a], output: Blob }\n";
        var c = await Explain(rewired, "c");
        Assert.That(c.Leaves.Select(l => l.Leaf.Kind), Does.Contain(LeafKind.Wiring));
        Assert.That(c.Leaves[0].Leaf, Has.Property("Old").EqualTo("b").And.Property("New").EqualTo("d"));
        Assert.That((await Explain(rewired, "d")).Leaves.Single().Leaf, Is.EqualTo(new Leaf(LeafKind.NewTask, "d", "d", null, null)));
    }

    [Test]
    public async Task Two_runs_are_compared_in_inputs_programs_outputs_and_times()
    {
        const string Output = "outputs: { out/c.txt: c }\n";
        var first = await Run(Chain + Output);
        _folder.Write("in.txt", "two\n");
        var second = await Run(Chain.Replace("tr a b", "tr e f", StringComparison.Ordinal) + Output);
        var difference = new Explainer(_repository).Compare(Record(first.Id), Record(second.Id));
        Assert.That(difference.Inputs.Select(l => (l.Leaf.Kind, l.Leaf.Name, l.Content!.Diff)), Is.EqualTo(new[] { (LeafKind.Input, "text", (string?)"@@ -1 +1 @@\n-one\n+two\n") }));
        Assert.That(difference.Programs.Single().Leaf, Has.Property("Kind").EqualTo(LeafKind.Program).And.Property("Of").EqualTo("a"));
        Assert.That(difference.Outputs.Single(), Has.Property("Path").EqualTo("out/c.txt"));
        Assert.That(difference.Outputs[0].Content!.Diff, Does.Contain("-one\n").And.Contain("+two\n"));
        Assert.That(difference.Results.Select(r => r.Task), Is.EquivalentTo(new[] { "a", "b", "c" }));
        Assert.That(difference.Times.Select(t => (t.Task, t.Old is not null, t.New is not null)), Is.EquivalentTo(new[] { ("a", true, true), ("b", true, true), ("c", true, true) }));
        Assert.That(new Explainer(_repository).Compare(Record(first.Id), Record(first.Id)).IsEmpty, Is.True);
    }

    private const string Chain = """
        name: p
        inputs: { text: { file: in.txt, type: Blob } }
        tasks:
          a: { runner: sh, command: "tr a b < {inputs.text} > {output}", inputs: [text], output: Blob }
          b: { runner: sh, command: "cat {inputs.a} > {output}", inputs: [a], output: Blob }
          c: { runner: sh, command: "cat {inputs.b} > {output}", inputs: [b], output: Blob }

        """;

    // Every task needs two of the layer beneath, and the last one all of the highest: each leaf reaches the end on many ways.
    private static string Lattice()
    {
        var text = new StringBuilder("name: p\ninputs:\n  horizon: { value: 520, type: Integer }\n  big: { file: big.bin, type: Blob }\n  seed: { file: step.seed, type: Blob }\ntasks:\n");
        for (var layer = 0; layer < Layers; layer++)
        {
            for (var i = 0; i < Width; i++)
            {
                var below = layer == 0 ? [] : new[] { $"t{layer - 1}_{i}", $"t{layer - 1}_{(i + 1) % Width}" };
                text.Append("  ").Append((layer, i) switch
                {
                    (0, 3) => "t0_3: { runner: sh, script: step.sh, inputs: [seed], output: Blob }",
                    (0, 4) => "t0_4: { runner: sh, command: 'printf ''\"0x%04d\"'' \"$(cat {inputs.horizon})\" > {output}', inputs: [horizon], output: Blob, format: json }",
                    (0, 5) => "t0_5: { runner: sh, command: \"cksum < {inputs.big} > {output}\", inputs: [big], output: Blob }",
                    (0, 8) => "t0_8: { runner: sh, command: \"echo eight > {output}\", output: String }",
                    (0, _) => $"t0_{i}: {{ runner: sh, command: \"echo {i} > {{output}}\", output: Blob }}",
                    (1, 6) => Task(below, "tool"),
                    (1, 7) => Task(below, "sh", ", environment: { MODE: fast }"),
                    _ => Task(below, "sh"),
                }).Append('\n');

                string Task(string[] needs, string runner, string more = "") =>
                    $"t{layer}_{i}: {{ runner: {runner}, command: \"cat {string.Join(' ', needs.Select(n => $"{{inputs.{n}}}"))} | cksum > {{output}}\", inputs: [{string.Join(", ", needs)}], output: Blob{more} }}";
            }
        }
        var top = Enumerable.Range(0, Width).Select(i => $"t{Layers - 1}_{i}").ToList();
        text.Append("  other: { runner: sh, command: \"echo other > {output}\", output: Blob }\n");
        text.Append($"  end: {{ runner: sh, command: \"cat {string.Join(' ', top.Select(n => $"{{inputs.{n}}}"))} > {{output}}\", inputs: [{string.Join(", ", top)}], output: Blob }}\n");
        return text.ToString();
    }

    // Asked at the end of the lattice and of every task that it reaches; whatever it does not reach is up to date.
    private async Task<ExplainedLeaf> TheOnlyLeaf(string text, string at)
    {
        var planned = await Plan(text);
        var explainer = new Explainer(_repository);
        var end = explainer.Explain(planned, "end");
        Assert.That(end.Leaves, Has.Count.EqualTo(1), $"leaf at {at}: {string.Join(", ", end.Leaves.Select(l => l.Leaf))}");
        Assert.That((end.Leaves[0].Path[0], end.Leaves[0].Path[^1]), Is.EqualTo(("end", at)));
        Assert.That(explainer.Explain(planned, at).Leaves.Select(l => l.Leaf), Is.EqualTo(new[] { end.Leaves[0].Leaf }));
        var why = explainer.Why(planned);
        Assert.That(why.Keys, Does.Contain("end").And.Contain(at).And.Not.Contain("other"));
        Assert.That(why.Values.Select(summary => (summary.Leaves.Count, summary.Leaves[0], summary.HasMore)).Distinct(), Is.EqualTo(new[] { (1, end.Leaves[0].Leaf, false) }));
        Assert.That(explainer.Explain(planned, "other").State, Is.EqualTo(ExplainedState.UpToDate));
        return end.Leaves[0];
    }

    private async Task NothingChanged(string text)
    {
        var planned = await Plan(text);
        Assert.That(planned.Plan.Counts.UpToDate, Is.EqualTo(200));
        Assert.That(new Explainer(_repository).Why(planned), Is.Empty);
    }

    private RunRecord Record(RunId id) => ((RunRead.Found)_repository.Runs.Read(id)).Run;

    private async Task<Explanation> Explain(string text, string task, RunId? against = null) =>
        new Explainer(_repository).Explain(await Plan(text), task, against is { } run ? Record(run) : null);

    private async Task<PlanResult.Planned> Plan(string text)
    {
        if (!File.Exists(Path.Combine(_folder.Path, "in.txt"))) _folder.Write("in.txt", "one\n");
        _folder.Write("polyglot.yaml", text);
        await using var evaluator = new Evaluator(new() { Repository = _repository, Installation = _folder.Path });
        var result = await evaluator.PlanAsync(new() { ProjectPath = _folder.Path }, default);
        if (result is PlanResult.Refused refused) Assert.Fail(string.Join('\n', refused.Problems));
        return (PlanResult.Planned)result;
    }

    private async Task<RunSummary> Run(string text, Func<EvaluationOptions, EvaluationOptions>? change = null)
    {
        if (!File.Exists(Path.Combine(_folder.Path, "in.txt"))) _folder.Write("in.txt", "one\n");
        _folder.Write("polyglot.yaml", text);
        await using var evaluator = new Evaluator(new() { Repository = _repository, Installation = _folder.Path });
        var options = new EvaluationOptions { ProjectPath = _folder.Path, Parallelism = 2 };
        var result = await evaluator.RunAsync(change is null ? options : change(options), new RecordingObserver(), default, default);
        if (result is RunResult.Refused refused) Assert.Fail(string.Join('\n', refused.Problems));
        return ((RunResult.Completed)result).Summary;
    }

    private void WriteTool(string version)
    {
        var path = _folder.Write("tool", $"#!/bin/sh\nif [ \"$1\" = --version ]; then echo tool {version}; else exec /bin/sh \"$@\"; fi\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void WriteBytes(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.Path, name), bytes);
}
