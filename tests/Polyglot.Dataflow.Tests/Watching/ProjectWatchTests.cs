using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Watching;
using Polyglot.Testing;

namespace Polyglot.Dataflow.Tests.Watching;

/// <summary>When a watched project runs, with file events and time made by hand.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProjectWatchTests : IDisposable
{
    private const string Input = "/p/in.csv";
    private const string Script = "/p/src/x.py";

    private readonly ManualTimeProvider _time = new();
    private readonly FakeFiles _files = new();
    private readonly FakeEvaluator _evaluator = new(Of(Input, Script));
    private readonly RecordingWatchObserver _observer = new();
    private readonly CancellationTokenSource _stop = new();
    private WatchOptions _options = new();
    private Task<bool>? _watching;

    public void Dispose() => _stop.Dispose();

    [TearDown]
    public async Task It_ends_when_it_is_told_to()
    {
        await _stop.CancelAsync();
        if (_watching is not null) await _watching.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task It_runs_at_once_and_again_when_a_file_changed()
    {
        var first = await StartAsync();
        Assert.That(first.Number, Is.EqualTo(1));
        Assert.That(first.Changed, Is.Empty);
        Assert.That(_evaluator.Readings, Is.EqualTo(2), "what is read before it is watched is read again");
        _files.Happen(FileEventKind.Changed, Input);
        await WaitForTimerAsync();
        _time.Advance(_options.Quiet);
        var second = await _observer.NextAsync();
        Assert.That(second.Number, Is.EqualTo(2));
        Assert.That(second.Changed, Is.EqualTo(new[] { Input }));
        Assert.That(second.Timings.Began, Is.EqualTo(_options.Quiet));
        Assert.That(_evaluator.Readings, Is.EqualTo(3));
    }

    [Test]
    public async Task Changes_in_short_order_are_one_and_what_does_not_concern_the_project_is_none()
    {
        await StartAsync();
        _files.Happen(FileEventKind.Changed, "/p/out/result.csv");
        _files.Happen(FileEventKind.Changed, Input);
        _files.Happen(FileEventKind.Changed, Script);
        Assert.That((await ComeToRestAsync(_observer.NextAsync())).Changed, Is.EqualTo(new[] { Input, Script }));
        Assert.That(_evaluator.Started, Is.EqualTo(2));
    }

    [Test]
    public async Task A_file_that_is_being_written_holds_the_run_back_until_it_is_closed()
    {
        await StartAsync();
        _files.Happen(FileEventKind.Writing, Input);
        await WaitForTimerAsync();
        for (var i = 0; i < 19; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await WaitForTimerAsync();
        }
        Assert.That(_evaluator.Started, Is.EqualTo(1), "1.9 s without a word from its writer");
        Assert.That(_observer.Waits, Is.EqualTo(new[] { Input }), "told once");
        _files.Happen(FileEventKind.Changed, Input);
        await ComeToRestAsync(_observer.NextAsync());
        Assert.That(_evaluator.Started, Is.EqualTo(2));
    }

    [Test]
    public async Task A_change_during_a_run_belongs_to_the_next_one()
    {
        _evaluator.EndsAtOnce = false;
        Start();
        var run = await _evaluator.NextAsync();
        _files.Happen(FileEventKind.Changed, Input);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_evaluator.HasNext, Is.False);
        run.End();
        var first = await _observer.NextAsync();
        Assert.That(first.Changed, Is.Empty);
        Assert.That(first.WasAborted, Is.False);
        (await ComeToRestAsync(_evaluator.NextAsync())).End();
        Assert.That((await _observer.NextAsync()).Changed, Is.EqualTo(new[] { Input }));
    }

    [Test]
    public async Task A_change_ends_the_run_where_that_is_asked_for()
    {
        _options = _options with { AbortOnChange = true };
        _evaluator.EndsAtOnce = false;
        Start();
        await _evaluator.NextAsync();
        _files.Happen(FileEventKind.Writing, Script);
        await WaitForTimerAsync();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await WaitForTimerAsync();
        Assert.That(_observer.HasNext, Is.False, "half a file is no reason yet");
        _files.Happen(FileEventKind.Changed, Script);
        var first = await ComeToRestAsync(_observer.NextAsync());
        Assert.That(first.WasAborted);
        (await _evaluator.NextAsync()).End();
        var second = await _observer.NextAsync();
        Assert.That(second.Changed, Is.EqualTo(new[] { Script }));
        Assert.That(second.WasAborted, Is.False);
    }

    [Test]
    public async Task What_changes_while_files_are_read_is_read_again_before_anything_runs()
    {
        await StartAsync();
        var readings = _evaluator.Readings;
        _evaluator.Reading = number =>
        {
            // A reading that an edit of another file falls into saw one of both states of it.
            if (number == readings + 1) _files.Happen(FileEventKind.Changed, Script);
        };
        _files.Happen(FileEventKind.Changed, Input);
        var cycle = await ComeToRestAsync(_observer.NextAsync());
        Assert.That(cycle.Changed, Is.EqualTo(new[] { Input, Script }));
        Assert.That(_evaluator.Readings, Is.EqualTo(readings + 2));
        Assert.That(_evaluator.Started, Is.EqualTo(2));
    }

    [Test]
    public async Task What_a_run_depends_on_newly_is_read_again_once_it_is_watched()
    {
        await StartAsync();
        var readings = _evaluator.Readings;
        _evaluator.Reads = Of(Input, Script, "/p/src/imported.py");
        _files.Happen(FileEventKind.Changed, Script);
        await ComeToRestAsync(_observer.NextAsync());
        Assert.That(_evaluator.Readings, Is.EqualTo(readings + 2));
        _files.Happen(FileEventKind.Changed, "/p/src/imported.py");
        Assert.That((await ComeToRestAsync(_observer.NextAsync())).Changed, Is.EqualTo(new[] { "/p/src/imported.py" }));
    }

    [Test]
    public async Task A_folder_that_nothing_depends_on_any_more_is_let_go()
    {
        await StartAsync();
        Assert.That(_files.Folders.Keys, Does.Contain("/p/src"));
        _evaluator.Reads = Of(Input);
        _files.Happen(FileEventKind.Changed, Input);
        await ComeToRestAsync(_observer.NextAsync());
        Assert.That(_files.Folders.Keys, Does.Not.Contain("/p/src"));
    }

    [Test]
    public async Task A_project_with_problems_is_told_and_the_next_change_waited_for()
    {
        _evaluator.Result = number => number == 1 ? new RunResult.Refused([new ProjectProblem("/p/polyglot.yaml", 1, 1, "no")]) : FakeEvaluator.Done(RunVerdict.Succeeded);
        var first = await StartAsync();
        Assert.That(first.Result, Is.InstanceOf<RunResult.Refused>());
        _files.Happen(FileEventKind.Changed, Input);
        Assert.That((await ComeToRestAsync(_observer.NextAsync())).Result, Is.InstanceOf<RunResult.Completed>());
    }

    [Test]
    public async Task Being_told_to_stop_ends_the_wait_and_cuts_no_run_short()
    {
        await StartAsync();
        await _stop.CancelAsync();
        Assert.That(await _watching!.WaitAsync(TimeSpan.FromSeconds(60)), Is.False);
    }

    [Test]
    public async Task Being_told_to_stop_during_a_run_says_that_it_was_cut_short()
    {
        _evaluator.EndsAtOnce = false;
        Start();
        await _evaluator.NextAsync();
        await _stop.CancelAsync();
        Assert.That(await _watching!.WaitAsync(TimeSpan.FromSeconds(60)), Is.True);
        Assert.That((await _observer.NextAsync()).WasAborted, Is.False);
    }

    private static Dependencies Of(params string[] files) => new(files.ToHashSet(), new HashSet<FilePattern>());

    private void Start() =>
        _watching = new ProjectWatch(_evaluator, _files, _options, _observer, _time).RunAsync(new() { ProjectPath = "/p/polyglot.yaml" }, _stop.Token, default);

    private async Task<WatchCycle> StartAsync()
    {
        Start();
        return await _observer.NextAsync();
    }

    // Time goes on whenever somebody waits for it.
    private async Task<T> ComeToRestAsync<T>(Task<T> then)
    {
        while (!then.IsCompleted)
        {
            if (_time.PendingTimers > 0) _time.Advance(_options.Quiet);
            await Task.Yield();
        }
        return await then;
    }

    private async Task WaitForTimerAsync()
    {
        var giveUp = TimeProvider.System.GetTimestamp();
        while (_time.PendingTimers == 0)
        {
            if (TimeProvider.System.GetElapsedTime(giveUp) > TimeSpan.FromSeconds(60)) Assert.Fail("nobody waits");
            await Task.Yield();
        }
    }
}
