using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Running;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Running;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PlainObserverTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    private static DataflowPlan Plan(int tasks) =>
        new("demo", [.. Enumerable.Range(0, tasks).Select(i => new PlannedTask($"task{i}", "shell", default, new TaskState.UpToDate(default, default)))]);

    private static TaskRow Row(string name, Decision decision) => new(name, decision, null, TimeSpan.Zero, null, null, null, null);

    private PlainObserver Observer(bool verbose = false) =>
        new(new Session(new GlobalOptions(null, OutputFormat.Text, false, false, false), _out, _error, Surface.Plain, Palette.None, "run") { Time = _clock }, verbose);

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Test]
    public void A_long_preparation_is_explained_once()
    {
        using var observer = Observer();
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(_error.ToString(), Is.EqualTo("preparing: hashing inputs, asking runtimes for types\n"));
    }

    [Test]
    public void A_short_one_is_not()
    {
        using var observer = Observer();
        _clock.Advance(TimeSpan.FromSeconds(1));
        observer.PlanReady(Plan(1));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(_error.ToString(), Is.Empty);
    }

    [Test]
    public void Many_cached_tasks_are_not_listed()
    {
        using var observer = Observer();
        observer.PlanReady(Plan(1000));
        observer.TaskEnded(Row("task1", Decision.Cached));
        observer.TaskEnded(Row("task2", Decision.Blocked));
        Assert.That(_out.ToString(), Is.EqualTo("task2    blocked\n"));
    }

    [Test]
    public void Output_is_shown_in_whole_lines_with_the_tasks_name()
    {
        using var observer = Observer(verbose: true);
        observer.PlanReady(Plan(1));
        observer.TaskOutput("a", StreamKind.Stdout, "one\ntw"u8);
        observer.TaskOutput("a", StreamKind.Stderr, "\e[31mred\n"u8);
        observer.TaskOutput("a", StreamKind.Stdout, "o"u8);
        observer.TaskEnded(Row("a", Decision.Cancelled));
        Assert.That(_out.ToString(), Is.EqualTo("a: one\na: \\x1b[31mred\na: two\na      cancelled\n"));
    }

    [Test]
    public void Warnings_are_shown_and_chatter_is_not()
    {
        using var observer = Observer();
        observer.TaskLog("a", TaskLogLevel.Info, "hello");
        observer.TaskLog("a", TaskLogLevel.Warning, "careful");
        Assert.That(_out.ToString(), Is.EqualTo("a: warning: careful\n"));
    }
}
