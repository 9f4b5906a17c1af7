using Polyglot.Dataflow.Recording;
using Polyglot.Store;
using Polyglot.Testing;
using Polyglot.Testing.Store;

namespace Polyglot.Dataflow.Tests.Recording;

public class RunHistoryTests
{
    private static readonly ExecutionId _execution = Hashing.Execution(default, []);

    [Test]
    public void The_newest_run_in_which_a_task_was_decided_counts()
    {
        var runs = new CountingRuns();
        runs.Add("p", Task("a", Decision.Ran, 1));
        runs.Add("p", Task("a", Decision.Failed, 2));
        runs.Add("p", Task("a", Decision.Cancelled, 3), Task("b", Decision.Cached, 3));
        runs.Add("p", Task("a", Decision.Blocked, 4));
        runs.Add("other", Task("a", Decision.Ran, 5));
        var history = new RunHistory(runs, "p");
        Assert.That(history.Find("b")!.Attempt, Is.EqualTo(3));
        Assert.That(runs.Reads, Is.EqualTo(3), "no further back than needed");
        Assert.That(history.Find("a")!.Attempt, Is.EqualTo(2));
        Assert.That(runs.Reads, Is.EqualTo(4));
        Assert.That(history.Find("c"), Is.Null);
        Assert.That(history.Find("c"), Is.Null);
        Assert.That(runs.Reads, Is.EqualTo(5), "what was read is not read again");
    }

    [Test]
    public void Only_so_many_runs_are_looked_through()
    {
        var runs = new CountingRuns();
        runs.Add("p", Task("old", Decision.Ran, 1));
        for (var i = 0; i < RunHistory.MaxRuns; i++) runs.Add("p", Task("a", Decision.Ran, 1));
        Assert.That(new RunHistory(runs, "p").Find("old"), Is.Null);
        Assert.That(runs.Reads, Is.EqualTo(RunHistory.MaxRuns));
    }

    [TestCase("co2", "clean", "co2/clean")]
    [TestCase("_x", "con", "0._x.0/0.con.0")]
    public void Every_name_has_a_ref(string dataflow, string name, string expected) =>
        Assert.That(RefNames.Of(dataflow, name).ToString(), Is.EqualTo(expected));

    private static TaskRecord Task(string name, Decision decision, int attempt) => new()
    {
        Name = name,
        Execution = decision == Decision.Blocked ? null : _execution,
        Decision = decision,
        StartedAt = default,
        EndedAt = default,
        Attempt = attempt,
    };

    private sealed class CountingRuns : IRunStore
    {
        private readonly InMemoryRunStore _runs = new();
        private readonly ManualTimeProvider _time = new();

        public int Reads { get; private set; }

        public void Add(string dataflow, params TaskRecord[] tasks)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Write(new() { Id = RunId.New(_time), Dataflow = dataflow, StartedAt = default, EndedAt = default, Status = RunStatus.Succeeded, Tasks = tasks });
        }

        public void Write(RunRecord run) => _runs.Write(run);

        public RunRead Read(RunId id)
        {
            Reads++;
            return _runs.Read(id);
        }

        public IEnumerable<RunId> List() => _runs.List();

        public RunRecord? Latest(string dataflow) => _runs.Latest(dataflow);
    }
}
