using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Explaining;

/// <summary>Why the tasks of a past run ran: what differs from the run before, for tasks, elements and tasks of returned dataflows.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class RunReasonsTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;

    public RunReasonsTests()
    {
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));
        _folder.Write("runners.json", """
            { "schemaVersion": 1, "runners": { "sh": { "kind": "command", "exec": ["/bin/sh", "-euc", "{command}"], "scriptArgs": ["-eu", "{script}", "{output}", "{inputs}"],
              "env": { "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C" }, "format": "raw", "interrupt": "signal" } } }
            """);
        _folder.Write("words.json", """["pear", "apple"]""");
        Write(tail: "!", inner: "y");
    }

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_task_is_told_the_leaf_that_its_run_was_about_whatever_changed_later()
    {
        var first = await Run();
        Write(tail: "?", inner: "y");
        var second = await Run();
        Write(tail: "#", inner: "z");
        await Run();

        Assert.That(new RunReasons(_repository, first).Of("joined"), Is.Null, "nothing was there before it");
        var reasons = new RunReasons(_repository, second);
        var leaf = reasons.Of("joined")!.Leaves.Single();
        Assert.That((leaf.Kind, leaf.Name), Is.EqualTo((LeafKind.Input, "tail")));
        var content = reasons.Explain(leaf).Content!;
        Assert.That((content.Old, content.New), Is.EqualTo(("\"!\"", "\"?\"")));
        Assert.That(reasons.Of("upper"), Is.Null, "it did not run");
        Assert.That(reasons.Of("last")!.Leaves.Single(), Is.EqualTo(leaf), "a change is followed to where it began");
    }

    [Test]
    public async Task Elements_are_told_by_reasons_and_one_by_one()
    {
        await Run();
        _folder.Write("words.json", """["pear", "plum", "fig"]""");
        var reasons = new RunReasons(_repository, await Run()).Elements("upper")!;

        Assert.That((reasons.Running, reasons.Total), Is.EqualTo((2, 3)));
        Assert.That(reasons.ByKey("1")!.Causes.Single(), Is.EqualTo(new ElementCause(ElementCauseKind.Element, "words", null)));
        Assert.That(reasons.ByKey("2")!.Causes.Single().Kind, Is.EqualTo(ElementCauseKind.New));
        Assert.That(reasons.ByKey("0"), Is.Null, "it was found");
    }

    [Test]
    public async Task Tasks_of_a_returned_dataflow_are_compared_with_those_that_it_had_before()
    {
        await Run();
        Write(tail: "?", inner: "y");
        var run = await Run();
        var record = run.Tasks.Single(task => task.Name == "flow");
        var inner = InnerRun.TryRead(_repository.Objects, _repository.Executions.AttemptOf(record)!.Attempt.Inner!.Value)!;
        var reasons = new RunReasons(_repository, run).Inner("flow", inner);

        Assert.That(inner.Tasks.Select(task => (task.Name, task.Decision)), Is.EqualTo(new[] { ("a", Decision.Cached), ("b", Decision.Ran) }));
        Assert.That(reasons.Of("a"), Is.Null);
        Assert.That(reasons.Of("b")!.Leaves.Select(leaf => leaf.Name), Is.EqualTo(new[] { "tail" }));
    }

    private void Write(string tail, string inner)
    {
        _folder.Write("polyglot.yaml", $$"""
            name: p
            inputs:
              words: { file: words.json, type: "Array<String>" }
              tail: { value: "{{tail}}", type: String }
            tasks:
              upper: { runner: sh, command: "tr a-z A-Z < {inputs.word} > {output}", foreach: word, inputs: { word: words }, output: String }
              joined: { runner: sh, command: "cat {inputs.tail} {inputs.tail} > {output}", inputs: { tail: tail }, output: String }
              last: { runner: sh, command: "cp {inputs.joined} {output}", inputs: { joined: joined }, output: String }
              flow: { runner: sh, script: flow.sh, inputs: { tail: tail }, returns: dataflow, output: String }
            """);
        _folder.Write("flow.sh", $$"""
            cat > $1 <<'END'
            { "tasks": { "a": { "runner": "sh", "command": "printf {{inner}} > {output}", "output": "String" },
                         "b": { "runner": "sh", "command": "cat {inputs.a} {inputs.tail} > {output}", "inputs": { "a": "a", "tail": "tail" }, "output": "String" } }, "result": "b" }
            END
            """);
    }

    private async Task<RunRecord> Run()
    {
        await using var evaluator = new Evaluator(new() { Repository = _repository, Installation = _folder.Path });
        var result = await evaluator.RunAsync(new() { ProjectPath = _folder.Path, Parallelism = 2 }, new Support.RecordingObserver(), default, default);
        Assert.That(result, Is.InstanceOf<RunResult.Completed>(), result is RunResult.Refused refused ? string.Join('\n', refused.Problems) : "");
        var summary = ((RunResult.Completed)result).Summary;
        Assert.That(summary.Verdict, Is.EqualTo(RunVerdict.Succeeded), summary.FirstError?.Error?.Summary);
        return new RepositoryQueries(_repository).LatestRun()!;
    }
}
