using Polyglot.East;
using Polyglot.Pictures.Reports;
using Polyglot.Pictures.Tests.Support;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Pictures.Tests.Reports;

/// <summary>What a report says where a repository has not all that a run names.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunStoryReaderTests : IDisposable
{
    private static readonly TaskId Task = TaskId.FromObject(Stories.Id("task"));

    private readonly TempDirectory _folder = new();

    public RunStoryReaderTests() => Repository.Init(Root).Dispose();

    private string Root => Path.Combine(_folder.Path, ".e3");

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Values_and_logs_that_are_there_are_shown()
    {
        var story = Written(repository => Run(Ran(repository, "a", Text(repository, "fresh"), stdout: Log(repository, "hello\n"))));
        Assert.That(story.Tasks.Single().Details, Has.Property("Stdout").EqualTo("hello").And.Property("Stderr").Null);
        Assert.That((story.Tasks.Single().Details!.Output!.Type, story.Tasks.Single().Runner), Is.EqualTo(("String", "sh")));
        Assert.That(story.Tasks.Single().Details!.Output!.Html, Does.Contain("fresh"));
    }

    [Test]
    public void A_value_that_is_gone_says_so_and_so_does_one_that_cannot_be_read()
    {
        var story = Written(repository => Run(Ran(repository, "gone", Stories.Id("never stored")), Ran(repository, "odd", repository.Objects.Put("no value"u8))));
        Assert.That(story.Tasks[0].Details!.Output, Has.Property("Size").Null.And.Property("Html").Contains(ReportMessages.ValueGone));
        Assert.That(story.Tasks[1].Details!.Output, Has.Property("Type").Empty.And.Property("Html").Contains(ReportMessages.NotAValue));
    }

    [Test]
    public void A_value_that_was_dropped_says_that_it_is_computed_again()
    {
        RunRecord run;
        using (var repository = Repository.Open(Root))
        {
            var large = Text(repository, new string('x', 40_000));
            run = Run(Ran(repository, "large", large), Ran(repository, "small", Text(repository, "y")) with { Inputs = [new("large", large)] });
            repository.Runs.Write(run);
        }
        using (var collector = Repository.Open(Root)) Assert.That(Gc.Run(collector, new() { Budget = 0 }, dryRun: false, CancellationToken.None).Dropped.Objects, Is.EqualTo(1));
        var story = Read(run);
        Assert.That(story.Tasks[0].Details!.Output, Has.Property("Size").Null.And.Property("Html").Contains(ReportMessages.Dropped));
        Assert.That(story.Tasks[1].Details!.Output!.Html, Does.Contain("y"));
    }

    [Test]
    public void A_log_that_is_gone_says_so()
    {
        var story = Written(repository => Run(Ran(repository, "a", Text(repository, "x"), stdout: Stories.Id("never stored"), stderr: Text(repository, "a text and no Blob"))));
        Assert.That(story.Tasks.Single().Details, Has.Property("Stdout").EqualTo(ReportMessages.LogGone).And.Property("Stderr").EqualTo(ReportMessages.LogGone));
    }

    [Test]
    public void What_is_beyond_the_limits_is_left_out_and_said()
    {
        RunRecord Two(Repository repository) => Run(Ran(repository, "a", Text(repository, new string('x', 500)), stdout: Log(repository, new string('l', 500))), Ran(repository, "b", Text(repository, "y")));
        var story = Written(Two, new() { ValueBytes = 100 });
        Assert.That(story.Tasks[0].Details!.Output!.Html, Does.Contain(ReportMessages.TooLarge(story.Tasks[0].Details!.Output!.Size!.Value)));
        Assert.That(Written(Two, new() { LogCharacters = 90 }).Tasks[0].Details!.Stdout, Does.Contain("characters left out"));
        story = Written(Two, new() { AllCharacters = 0 });
        Assert.That(story.Tasks.Select(task => task.Details!.Output!.Html), Is.All.Contains(ReportMessages.PageIsFull));
        Assert.That(story.Tasks[0].Details!.Stdout, Is.EqualTo(ReportMessages.PageIsFull));
        story = Written(Two, new() { DetailedTasks = 1 });
        Assert.That(story.Tasks.Count(task => task.Details is null), Is.EqualTo(1));
    }

    [Test]
    public void Attempts_that_are_gone_leave_the_record()
    {
        var story = Written(repository => Run(Ran(repository, "a", Text(repository, "x")) with { Attempt = 7 }, Stories.Record("blocked", Decision.Blocked, 1)));
        Assert.That(story.Tasks.Select(task => (task.Record.Name, task.Attempt, task.Runner)), Is.EqualTo(new[] { ("a", (NumberedAttempt?)null, ""), ("blocked", null, "") }));
    }

    [Test]
    public void Elements_are_read_with_the_attempts_of_this_run_and_what_they_printed()
    {
        var story = Written(repository =>
        {
            var whole = Ran(repository, "fit", Text(repository, "all"));
            var element = TaskId.FromObject(Stories.Id("element"));
            Element Of(string key, Decision decision, AttemptStatus? status, DateTimeOffset from, int seconds)
            {
                var execution = Hashing.Execution(element, [Stories.Id(key)]);
                if (status is { } ended) repository.Executions.Record(execution, new() { Status = ended, StartedAt = from, EndedAt = from.AddSeconds(seconds), Runner = "sh", Stdout = Log(repository, $"of {key}\n") });
                return new(key, [], execution, decision, null);
            }
            var list = new ElementList(element,
            [
                Of("a", Decision.Ran, AttemptStatus.Ok, whole.StartedAt, 1), Of("b", Decision.Failed, AttemptStatus.Failed, whole.StartedAt, 1),
                Of("c", Decision.Cached, AttemptStatus.Ok, whole.StartedAt.AddDays(-1), 1), Of("d", Decision.Ran, AttemptStatus.Ok, whole.StartedAt.AddDays(-1), 1),
            ]);
            var attempt = new Attempt { Status = AttemptStatus.Ok, StartedAt = whole.StartedAt, EndedAt = whole.EndedAt, Runner = "sh", Output = whole.Output, Elements = repository.Objects.Put(ElementListCodec.Encode(list)) };
            return Run(whole with { Attempt = repository.Executions.Complete(whole.Execution!.Value, whole.Output!.Value, attempt) });
        });
        var parts = story.Tasks.Single().Parts!;
        Assert.That((parts.Kind, parts.Counts), Is.EqualTo((PartKind.Element, (ElementCounts?)new ElementCounts(2, 1, 0, 1, 0))));
        Assert.That(parts.All.Select(part => (part.Name, part.Decision, part.Elapsed.TotalSeconds, part.Stdout)), Is.EqualTo(new[]
        {
            ("[a]", Decision.Ran, 1.0, "of a"), ("[b]", Decision.Failed, 1.0, "of b"), ("[c]", Decision.Cached, 0.0, null), ("[d]", Decision.Ran, 0.0, null),
        }), "an attempt of another day is not this run's");
    }

    [Test]
    public void Of_more_elements_than_are_looked_at_those_that_failed_are()
    {
        var story = Written(repository =>
        {
            var whole = Ran(repository, "fit", Text(repository, "all"));
            var element = TaskId.FromObject(Stories.Id("element"));
            var elements = Enumerable.Range(0, 20).Select(i =>
            {
                var execution = Hashing.Execution(element, [Stories.Id($"{i}")]);
                repository.Executions.Record(execution, new() { Status = AttemptStatus.Ok, StartedAt = whole.StartedAt, EndedAt = whole.EndedAt, Runner = "sh" });
                return new Element($"{i}", [], execution, i == 15 ? Decision.Failed : Decision.Ran, null);
            });
            var attempt = new Attempt { Status = AttemptStatus.Ok, StartedAt = whole.StartedAt, EndedAt = whole.EndedAt, Runner = "sh", Output = whole.Output, Elements = repository.Objects.Put(ElementListCodec.Encode(new(element, [.. elements]))) };
            return Run(whole with { Attempt = repository.Executions.Complete(whole.Execution!.Value, whole.Output!.Value, attempt) });
        }, new() { Parts = 3, ListedParts = 2 });
        var parts = story.Tasks.Single().Parts!;
        Assert.That(parts.All.Select((part, i) => (part, i)).Where(p => p.part.Attempt is not null).Select(p => p.i), Is.EqualTo(new[] { 0, 1, 15 }));
        Assert.That(parts.Listed, Is.EqualTo(new[] { 15, 0 }));
    }

    private RunStory Written(Func<Repository, RunRecord> make, ReportLimits? limits = null)
    {
        RunRecord run;
        using (var repository = Repository.Open(Root)) run = make(repository);
        return Read(run, limits);
    }

    private RunStory Read(RunRecord run, ReportLimits? limits = null)
    {
        using var repository = Repository.Open(Root);
        return new RunStoryReader(repository, limits ?? new(), _ => "why").Read(run);
    }

    private static TaskRecord Ran(Repository repository, string name, ObjectId output, ObjectId? stdout = null, ObjectId? stderr = null)
    {
        var record = Stories.Record(name, Decision.Ran, 0) with { Task = Task, Execution = Hashing.Execution(Task, [Stories.Id(name + output)]), Output = output };
        var attempt = new Attempt { Status = AttemptStatus.Ok, StartedAt = record.StartedAt, EndedAt = record.EndedAt, Runner = "sh", Output = output, Stdout = stdout, Stderr = stderr };
        return record with { Attempt = repository.Executions.Complete(record.Execution!.Value, output, attempt) };
    }

    private static RunRecord Run(params TaskRecord[] tasks) =>
        new() { Id = Stories.Run, Dataflow = "p", ProjectDirectory = "/p", StartedAt = Stories.Start, EndedAt = Stories.Start.AddSeconds(2), Status = RunStatus.Succeeded, Tasks = tasks };

    private static ObjectId Text(Repository repository, string text) => repository.Objects.Put(Beast2.Encode(EastType.String, text));

    private static ObjectId Log(Repository repository, string text) => repository.Objects.Put(Beast2.Encode(EastType.Blob, new EastBlob(System.Text.Encoding.UTF8.GetBytes(text))));
}
