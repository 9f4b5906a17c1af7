using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Explaining;

/// <summary>Why elements of tasks run: change one thing, and it and nothing else is named for those that it reaches.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class ElementExplainerTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;
    private readonly List<Evaluator> _evaluators = [];

    public ElementExplainerTests()
    {
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));
        _folder.Write("runners.json", """
            { "schemaVersion": 1, "runners": { "sh": { "kind": "command", "exec": ["/bin/sh", "-euc", "{command}"], "scriptArgs": ["-eu", "{script}", "{output}", "{inputs}"],
              "env": { "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C" }, "format": "raw", "interrupt": "signal" } } }
            """);
        _folder.Write("upper.sh", "grep -qx bad $2 && exit 3; tr a-z A-Z < $2 > $1; cat $3 >> $1");
        _folder.Write("mark.txt", "!");
        Words("""{ "pear": "p", "apple": "a", "plum": "u" }""");
        _folder.Write("polyglot.yaml", """
            name: p
            inputs: { words: { file: words.json, type: "Dict<String, String>" }, mark: { file: mark.txt, type: String } }
            tasks:
              upper: { runner: sh, script: upper.sh, foreach: word, inputs: { word: words, mark: mark }, output: String }
              twice: { runner: sh, command: "cat {inputs.one} {inputs.one} > {output}", foreach: one, inputs: { one: upper }, output: String }
            """);
    }

    public void Dispose()
    {
        foreach (var evaluator in _evaluators) evaluator.DisposeAsync().AsTask().Wait();
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task One_changed_element_is_the_leaf_of_that_element_alone()
    {
        await Run();
        Words("""{ "pear": "p", "apple": "x", "plum": "u" }""");
        var changed = (await Explain("upper", "apple"))!;
        Assert.That((changed.Task, changed.State), Is.EqualTo(("upper[apple]", ExplainedState.Runs)));
        var leaf = changed.Leaves.Single();
        Assert.That((leaf.Leaf.Kind, leaf.Leaf.Name), Is.EqualTo((LeafKind.Input, "words[apple]")));
        Assert.That((leaf.Content!.Old, leaf.Content.New), Is.EqualTo(("\"a\"", "\"x\"")), "the value is shown, also of an element that no run has stored");
        var other = (await Explain("upper", "pear"))!;
        Assert.That((other.State, other.Leaves.Select(l => l.Leaf.Kind)), Is.EqualTo((ExplainedState.UpToDate, new[] { LeafKind.NewTask })));
        Assert.That(await Explain("upper", "cherry"), Is.Null);

        await Run();
        changed = (await Explain("upper", "apple"))!;
        Assert.That((changed.State, changed.Leaves.Single().Leaf.Name, changed.To), Is.EqualTo((ExplainedState.UpToDate, "words[apple]", changed.Since)), "after the run it is told why it ran");
        Assert.That((await Explain("upper", "0"))!.Task, Is.EqualTo("upper[apple]"), "by its place too");
    }

    [Test]
    public async Task A_change_is_followed_from_element_to_element()
    {
        await Run();
        Words("""{ "pear": "p", "apple": "x", "plum": "u" }""");
        var waits = (await Explain("twice", "apple"))!;
        Assert.That((waits.State, waits.Leaves.Single().Leaf.Name), Is.EqualTo((ExplainedState.Waits, "words[apple]")));
        Assert.That(waits.Leaves[0].Path, Is.EqualTo(new[] { "twice[apple]", "upper[apple]" }));
        Assert.That((await Explain("twice", "pear"))!.Leaves, Is.Empty);
        await Run();
        Assert.That((await Explain("twice", "apple"))!.Leaves.Single().Leaf.Name, Is.EqualTo("words[apple]"));
    }

    [Test]
    public async Task What_all_elements_have_is_one_reason_for_all()
    {
        await Run();
        _folder.Write("upper.sh", "cat $2 $3 > $1");
        Assert.That((await Explain("upper", "plum"))!.Leaves.Single().Leaf, Has.Property("Kind").EqualTo(LeafKind.File).And.Property("Name").EqualTo("upper.sh"));
        var group = (await Explain("upper"))!.Elements!.Groups.Single();
        Assert.That((group.Count, group.Causes.Single().Leaf!.Name, group.Keys), Is.EqualTo((3, "upper.sh", new[] { "apple", "pear", "plum" })));
        await Run();
        Assert.That((await Explain("upper"))!.Elements, Has.Property("Running").EqualTo(3).And.Property("Total").EqualTo(3));
        _folder.Write("mark.txt", "?");
        group = (await Explain("upper"))!.Elements!.Groups.Single();
        Assert.That((group.Count, group.Causes.Single().Leaf), Is.EqualTo((3, (await Explain("upper"))!.Leaves.Single().Leaf)));
    }

    [Test]
    public async Task Elements_are_grouped_by_their_reasons()
    {
        await Run();
        Words("""{ "pear": "p", "apple": "x", "plum": "y", "fig": "f" }""");
        var elements = (await Explain("upper"))!.Elements!;
        Assert.That((elements.Running, elements.Total), Is.EqualTo((3, 4)));
        Assert.That(elements.Groups.Select(g => (g.Count, g.Causes.Single().Kind, string.Join(' ', g.Keys))),
            Is.EqualTo(new[] { (2, ElementCauseKind.Element, "apple plum"), (1, ElementCauseKind.New, "fig") }));
        await Run();
        Assert.That((await Explain("upper"))!.Elements!.Groups.Select(g => g.Count), Is.EqualTo(new[] { 2, 1 }), "and so they are after the run");
    }

    [Test]
    public async Task An_element_that_failed_says_so_with_its_error()
    {
        await Run();
        Words("""{ "pear": "p", "apple": "bad", "plum": "u" }""");
        await Run();
        var failed = (await Explain("upper", "apple"))!;
        Assert.That((failed.State, failed.FailedTask, failed.Error?.Code), Is.EqualTo((ExplainedState.Failed, "upper[apple]", "exit_code")));
        Assert.That(failed.Leaves.Single().Leaf.Name, Is.EqualTo("words[apple]"), "what has changed since it succeeded");
        var elements = (await Explain("upper"))!.Elements!;
        Assert.That((elements.Running, elements.Groups.Single().Causes.Count), Is.EqualTo((1, 0)));
        Assert.That((await Explain("upper", "pear"))!.State, Is.EqualTo(ExplainedState.UpToDate));
    }

    [Test]
    public async Task Against_a_run_that_is_named()
    {
        var first = await Run();
        Words("""{ "pear": "p", "apple": "x", "plum": "u" }""");
        await Run();
        Words("""{ "pear": "q", "apple": "x", "plum": "u" }""");
        await Run();
        var run = ((RunRead.Found)_repository.Runs.Read(first.Id)).Run;
        Assert.That((await Explain("upper", "apple", run))!.Leaves.Single().Leaf.Name, Is.EqualTo("words[apple]"));
        Assert.That((await Explain("upper", "plum", run))!.Leaves, Is.Empty);
    }

    private void Words(string json) => _folder.Write("words.json", "[" + string.Join(',', System.Text.Json.JsonDocument.Parse(json).RootElement.EnumerateObject()
        .Select(entry => $$"""{ "key": "{{entry.Name}}", "value": "{{entry.Value}}" }""")) + "]");

    private async Task<RunSummary> Run() =>
        ((RunResult.Completed)await Evaluator().RunAsync(Options(), new Support.RecordingObserver(), default, default)).Summary;

    private async Task<Explanation?> Explain(string task, string? key = null, RunRecord? against = null)
    {
        var planned = (PlanResult.Planned)await Evaluator().PlanAsync(Options(), default);
        var explainer = new Explainer(_repository);
        return key is null ? explainer.Explain(planned, task, against) : explainer.ExplainElement(planned, task, key, against);
    }

    private EvaluationOptions Options() => new() { ProjectPath = _folder.Path, Parallelism = 2 };

    private Evaluator Evaluator()
    {
        var evaluator = new Evaluator(new() { Repository = _repository, Installation = _folder.Path });
        _evaluators.Add(evaluator);
        return evaluator;
    }
}
