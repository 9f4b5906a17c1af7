using System.Text;
using System.Text.Json;
using Polyglot.Dataflow.Provenance;
using Polyglot.Dataflow.Queries;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Provenance;

/// <summary>From the records of runs: what made what, from what.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProvenanceTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly Repository _repository;

    public ProvenanceTests() => _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"), _clock);

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_result_leads_back_to_what_came_from_outside()
    {
        var run = Run("in1", "script");
        var graph = Index().Trace(Blob("b(a(in1,script))"), ProvenanceDirection.Backward);
        Assert.That(graph.Makings.Select(m => m.Name), Is.EqualTo(new[] { "b", "a" }));
        Assert.That(graph.Makings.Select(m => m.Run), Is.All.EqualTo(run.Id));
        Assert.That(graph.Objects.Select(o => o.Names.Count > 0 ? o.Names[0] : null), Is.EqualTo(new[] { "out.json", "task a", "input in", "a.py" }));
        Assert.That(graph.MakerOf(Blob("in1")), Is.Null);
        Assert.That(graph.Makings[1].Runner, Is.EqualTo("python"), "from the attempt");
    }

    [Test]
    public void An_input_and_a_script_lead_forward_to_all_that_was_made_from_them()
    {
        Run("in1", "script");
        Run("in1", "other");
        var graph = Index().Trace(Blob("in1"), ProvenanceDirection.Forward);
        Assert.That(graph.Makings.Select(m => m.Output), Is.EquivalentTo(new[] { "a(in1,script)", "b(a(in1,script))", "a(in1,other)", "b(a(in1,other))" }.Select(Blob)));
        Assert.That(Index().Trace(Blob("other"), ProvenanceDirection.Forward).Makings.Select(m => m.Output), Is.EqualTo(new[] { Blob("a(in1,other)"), Blob("b(a(in1,other))") }));
        Assert.That(Index().Trace(Blob("b(a(in1,other))"), ProvenanceDirection.Forward).Makings, Is.Empty);
    }

    [Test]
    public void The_run_that_executed_it_is_named_not_those_that_found_it()
    {
        var first = Run("in1", "script");
        Run("in2", "script");
        Run("in1", "script", Decision.Cached);
        var making = Index().Trace(Blob("a(in1,script)"), ProvenanceDirection.Backward).Makings.Single();
        Assert.That(making.Run, Is.EqualTo(first.Id));
        Assert.That(making.WasExecuted);
        File.Delete(Path.Combine(_repository.RepositoryPath, "runs", first.Id + ".beast2"));
        Assert.That(Index().Trace(Blob("a(in1,script)"), ProvenanceDirection.Backward).Makings.Single().WasExecuted, Is.False);
    }

    [Test]
    public void Other_executions_that_gave_the_same_bytes_are_counted()
    {
        Run("in1", "script", same: "same");
        Run("in2", "script", same: "same");
        var graph = Index().Trace(Blob("same"), ProvenanceDirection.Backward);
        Assert.That(graph.Objects[0].OtherMakers, Is.EqualTo(1));
        Assert.That(graph.Makings.Single().Inputs.Single().Id, Is.EqualTo(Blob("in2")), "the newest");
    }

    [Test]
    public void An_object_that_no_run_names_is_unknown()
    {
        Run("in1", "script");
        Assert.That(Index().Knows(Blob("other")), Is.False);
        Assert.That(Index().Trace(Blob("other"), ProvenanceDirection.Backward).Makings, Is.Empty);
    }

    [Test]
    public void Files_are_found_by_content_wherever_they_lie()
    {
        Run("in1", "script");
        var value = _repository.Objects.Put(Beast2.Encode(EastType.Array(EastType.Integer), EastText.Parse(EastType.Array(EastType.Integer), "[1, 2]").Value!));
        var text = _repository.Objects.Put(Beast2.Encode(EastType.String, "some text"));
        Run("in3", "script", outputs: [new("v.json", "b", value), new("t.txt", "b", text)]);
        Assert.Multiple(() =>
        {
            Assert.That(Find("copy.bin", "in1"), Is.EqualTo(Blob("in1")));
            Assert.That(Find("copy.py", "script"), Is.EqualTo(Blob("script")));
            Assert.That(Find("other.txt", "some text"), Is.EqualTo(text));
            Assert.That(Find("renamed.json", "[\"1\", \"2\"]"), Is.EqualTo(value), "the same value, written otherwise");
            Assert.That(Find("renamed.json", "[\"1\", \"3\"]"), Is.Null);
            Assert.That(Find("broken.json", "[1,"), Is.Null);
            Assert.That(Find("edited.txt", "some texts"), Is.Null);
        });
        var copy = Path.Combine(_folder.Path, "v.beast2");
        File.Copy(((ObjectLocation.Found)_repository.Objects.Locate(value)).Path, copy);
        Assert.That(FileIdentity.Find(_repository, Index(), copy), Is.EqualTo(value));
    }

    [Test]
    public void A_long_chain_is_followed_to_its_end()
    {
        const int length = 20_000;
        var now = _clock.GetUtcNow();
        ObjectId Id(int i) => Hashing.Object(BitConverter.GetBytes(i));
        var tasks = Enumerable.Range(0, length).Select(i => new TaskRecord
        {
            Name = $"t{i}",
            Execution = Hashing.Execution(TaskId.FromObject(Id(i)), [Id(i)]),
            Inputs = [new("x", Id(i))],
            Decision = Decision.Ran,
            Output = Id(i + 1),
            StartedAt = now,
            EndedAt = now,
        }).ToList();
        _repository.Runs.Write(new() { Id = RunId.New(_clock), Dataflow = "p", StartedAt = now, EndedAt = now, Status = RunStatus.Succeeded, Tasks = tasks });
        var graph = Index().Trace(Id(length), ProvenanceDirection.Backward);
        Assert.That(graph.Makings, Has.Count.EqualTo(length));
        Assert.That(graph.Objects, Has.Count.EqualTo(length + 1));
    }

    [Test]
    public void Dot_escapes_what_names_hold()
    {
        Run("in1", "script", name: "a\"\\\n\u0007b");
        var dot = ProvenanceDot.Write(Index().Trace(Blob("a(in1,script)"), ProvenanceDirection.Backward));
        Assert.That(dot, Does.StartWith("digraph provenance {\n").And.EndWith("}\n").And.Contain("label=\"a\\\"\\\\\\nb"));
        Assert.That(dot.Split('\n').Count(l => l.Contains("->", StringComparison.Ordinal)), Is.EqualTo(3));
    }

    [Test]
    public void Prov_json_has_entities_activities_and_what_relates_them()
    {
        Run("in1", "script");
        using var document = JsonDocument.Parse(ProvenanceProvJson.Write(Index().Trace(Blob("b(a(in1,script))"), ProvenanceDirection.Backward)));
        var root = document.RootElement;
        var entities = root.GetProperty("entity").EnumerateObject().Select(e => e.Name).ToHashSet();
        var activities = root.GetProperty("activity").EnumerateObject().Select(e => e.Name).ToHashSet();
        var agents = root.GetProperty("agent").EnumerateObject().Select(e => e.Name).ToHashSet();
        Assert.That(entities, Has.Count.EqualTo(4));
        Assert.That(activities, Has.Count.EqualTo(2));
        Assert.That(agents, Is.EquivalentTo(new[] { "runner:python-3.11%20%22x%22" }));
        foreach (var used in root.GetProperty("used").EnumerateObject())
        {
            Assert.That(activities, Does.Contain(used.Value.GetProperty("prov:activity").GetString()));
            Assert.That(entities, Does.Contain(used.Value.GetProperty("prov:entity").GetString()));
        }
        Assert.That(root.GetProperty("used").EnumerateObject().Count(), Is.EqualTo(3));
        Assert.That(root.GetProperty("wasGeneratedBy").EnumerateObject().Count(), Is.EqualTo(2));
        Assert.That(root.GetProperty("wasAssociatedWith").EnumerateObject().All(a => agents.Contains(a.Value.GetProperty("prov:agent").GetString()!)));
        Assert.That(root.GetProperty("activity").EnumerateObject().First().Value.GetProperty("prov:startTime").GetString(), Is.EqualTo("2026-01-01T00:01:00.000Z"));
    }

    private ObjectId? Find(string name, string content) => FileIdentity.Find(_repository, Index(), _folder.Write(name, content));

    private ProvenanceIndex Index() => ProvenanceIndex.Build(_repository, new RunQueries(_repository).All(), CancellationToken.None);

    private ObjectId Blob(string text) => _repository.Objects.Put(Beast2.Encode(EastType.Blob, new EastBlob(Encoding.UTF8.GetBytes(text))));

    // a(in, script) and then b(a): results are texts of what they were made from.
    private RunRecord Run(string input, string script, Decision decision = Decision.Ran, string? same = null, string name = "a", PublishedOutput[]? outputs = null)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        var now = _clock.GetUtcNow();
        var a = same ?? $"a({input},{script})";
        TaskRecord Task(string task, string given, string inputName, string output, NamedObject[] files)
        {
            var execution = Hashing.Execution(TaskId.FromObject(Blob(task + script)), [Blob(given)]);
            if (_repository.Executions.Output(execution) is null)
                _repository.Executions.Complete(execution, Blob(output), new() { Status = AttemptStatus.Ok, StartedAt = now, EndedAt = now, Runner = "python", RunnerVersion = "3.11 \"x\"", Output = Blob(output) });
            return new() { Name = task, Execution = execution, Inputs = [new(inputName, Blob(given))], Files = files, Decision = decision, Output = Blob(output), StartedAt = now, EndedAt = now };
        }
        var run = new RunRecord
        {
            Id = RunId.New(_clock),
            Dataflow = "p",
            StartedAt = now,
            EndedAt = now,
            Status = RunStatus.Succeeded,
            Inputs = [new("in", Blob(input))],
            Tasks = [Task(name, input, "in", a, [new("a.py", Blob(script))]), Task("b", a, "a", $"b({a})", [])],
            Outputs = outputs ?? [new("out.json", "b", Blob($"b({a})"))],
        };
        _repository.Runs.Write(run);
        return run;
    }
}
