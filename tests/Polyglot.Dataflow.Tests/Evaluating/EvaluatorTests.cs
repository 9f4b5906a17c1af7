using System.Text;
using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Queries;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Evaluating;

/// <summary>Whole runs with the shell and a repository on disk: what is computed, recorded, published and said.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class EvaluatorTests : IDisposable
{
    private const string Text = """
        name: p
        inputs: { text: { file: in.txt, type: Blob } }
        tasks:
          upper: { runner: sh, command: "tr a-z A-Z < {inputs.text} > {output}; echo shouting >&2", inputs: [text], output: Blob }
          twice: { runner: sh, command: "cat {inputs.upper} {inputs.upper} > {output}", inputs: [upper], output: Blob }
        outputs: { out/twice.txt: twice, out/raw.beast2: upper }
        """;

    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;
    private readonly List<Evaluator> _evaluators = [];

    public EvaluatorTests()
    {
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));
        _folder.Write("runners.json", """
            { "schemaVersion": 1, "runners": { "sh": { "kind": "command", "exec": ["/bin/sh", "-euc", "{command}"], "scriptArgs": ["-eu", "{script}", "{output}", "{inputs}"],
              "env": { "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C" }, "format": "raw", "interrupt": "signal" } } }
            """);
        _folder.Write("in.txt", "hello\n");
    }

    public void Dispose()
    {
        foreach (var evaluator in _evaluators) evaluator.DisposeAsync().AsTask().Wait();
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_dataflow_is_computed_recorded_and_published_and_then_found()
    {
        var first = await Run(Text);
        Assert.That(first.Verdict, Is.EqualTo(RunVerdict.Succeeded));
        Assert.That(first.Counts, Is.EqualTo(new RunCounts(2, 0, 0, 0, 0, 0)));
        Assert.That(Read("out/twice.txt"), Is.EqualTo("HELLO\nHELLO\n"));
        Assert.That(File.ReadAllBytes(Path.Combine(_folder.Path, "out/raw.beast2")), Is.EqualTo(Beast2.Encode(EastType.Blob, new EastBlob("HELLO\n"u8.ToArray()))));
        Assert.That(first.Published.Select(p => p.Written), Is.All.True);
        Assert.That(_repository.Refs.Get(RefName.Parse("p/twice")).Id, Is.EqualTo(first.Rows[1].Output));

        var second = await Run(Text);
        Assert.That(second.Counts, Is.EqualTo(new RunCounts(0, 2, 0, 0, 0, 0)));
        Assert.That(second.Published.Select(p => p.Written), Is.All.False);
        var record = ((RunRead.Found)_repository.Runs.Read(second.Id)).Run;
        Assert.That(record.Tasks.Select(t => (t.Name, t.Decision)), Is.EqualTo(new[] { ("upper", Decision.Cached), ("twice", Decision.Cached) }));
        Assert.That(record.Inputs.Single().Name, Is.EqualTo("text"));
    }

    [Test]
    public async Task What_a_task_printed_is_an_object_that_its_attempt_names()
    {
        var run = await Run(Text);
        var log = new RepositoryQueries(_repository, "p").LastAttempt("upper")!;
        Assert.That(log.Run, Is.EqualTo(run.Id));
        Assert.That(Content(log.Attempt!.Attempt.Stderr!.Value), Is.EqualTo("shouting\n"));
        Assert.That(log.Attempt.Attempt.Stdout, Is.Null);
        Assert.That(log.Attempt.Attempt, Has.Property(nameof(Attempt.ExitCode)).EqualTo(0).And.Property(nameof(Attempt.Runner)).EqualTo("sh"));
    }

    [Test]
    public async Task A_changed_file_reruns_what_it_reaches_and_a_touched_one_nothing()
    {
        await Run(Text);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "in.txt"), DateTime.UnixEpoch.AddYears(50));
        Assert.That((await Run(Text)).Counts.Cached, Is.EqualTo(2));
        _folder.Write("in.txt", "HELLO\n");
        var run = await Run(Text);
        Assert.That(run.Rows.Select(r => $"{r.Name} {r.Decision}"), Is.EqualTo(new[] { "upper Ran", "twice Cached" }), "the same bytes came out");
        Assert.That(run.Rows[0].Reason, Is.InstanceOf<Reason.InputChanged>().With.Property("Name").EqualTo("text"));
    }

    [Test]
    public async Task Planning_tells_what_a_run_would_do_and_does_nothing()
    {
        var plan = await Plan(Text);
        Assert.That(plan.Counts, Is.EqualTo(new PlanCounts(0, 1, 1)));
        Assert.That(_repository.Objects.List(), Is.Empty);
        Assert.That(_repository.Runs.List(), Is.Empty);
        await Run(Text);
        Assert.That((await Plan(Text)).Counts, Is.EqualTo(new PlanCounts(2, 0, 0)));
    }

    [Test]
    public async Task A_failure_is_told_with_its_log_and_blocks_what_needs_it()
    {
        var run = await Run(Text.Replace("tr a-z A-Z", "echo before; exit 3; tr", StringComparison.Ordinal));
        Assert.That(run.Verdict, Is.EqualTo(RunVerdict.TasksFailed));
        Assert.That(run.Rows.Select(r => $"{r.Name} {r.Decision}"), Is.EqualTo(new[] { "upper Failed", "twice Blocked" }));
        Assert.That(run.FirstError!.Error!.Side, Is.EqualTo(ErrorSide.Task));
        Assert.That(run.Published, Is.Empty);
        var attempt = new RepositoryQueries(_repository).LastAttempt("upper")!.Attempt!.Attempt;
        Assert.That(attempt.Status, Is.EqualTo(AttemptStatus.Failed));
        Assert.That(attempt.ExitCode, Is.EqualTo(3));
        Assert.That(Content(attempt.Stdout!.Value), Is.EqualTo("before\n"));
    }

    [Test]
    public async Task Targets_bring_only_what_they_need_up_to_date_and_publish_only_themselves()
    {
        var run = await Run(Text, options => options with { Targets = ["upper"] });
        Assert.That(run.Rows.Select(r => r.Name), Is.EqualTo(new[] { "upper" }));
        Assert.That(run.Published.Select(p => p.Path), Is.EqualTo(new[] { "out/raw.beast2" }));
        run = await Run(Text, options => options with { Targets = ["out/twice.txt"] });
        Assert.That(run.Published.Select(p => p.Path), Is.EqualTo(new[] { "out/twice.txt" }));
        var result = await Evaluator().RunAsync(Options() with { Targets = ["uper"] }, new RecordingObserver(), default, default);
        Assert.That(((RunResult.Refused)result).Problems.Single().Suggestion, Is.EqualTo("upper"));
    }

    [Test]
    public async Task A_forced_task_that_is_not_pure_is_told()
    {
        var text = Text.Replace("tr a-z A-Z < {inputs.text}", "date +%s%N", StringComparison.Ordinal);
        var first = await Run(text);
        var run = await Run(text, options => options with { Force = ["upper"] });
        Assert.That(run.Rows[0].DiffersFrom, Is.EqualTo(first.Rows[0].Output));
        Assert.That(run.Rows[1].Decision, Is.EqualTo(Decision.Ran));
    }

    [Test]
    public async Task A_script_that_changes_while_it_runs_fails_its_task_and_records_no_result()
    {
        _folder.Write("change.sh", "echo done > \"$1\"\necho '# more' >> " + Path.Combine(_folder.Path, "change.sh") + "\n");
        const string Script = "name: p\ntasks: { t: { runner: sh, script: change.sh, output: Blob } }\n";
        var run = await Run(Script);
        Assert.That(run.Rows[0].Error!.Code, Is.EqualTo(ExecutionMessages.ChangedCode));
        Assert.That(run.Rows[0].Error!.Summary, Is.EqualTo(ExecutionMessages.Changed("change.sh")));
        Assert.That(_repository.Executions.Output(run.Rows[0].Execution!.Value), Is.Null);
    }

    [Test]
    public async Task A_lost_input_object_is_made_again_from_its_file()
    {
        var run = await Run(Text);
        var input = ((RunRead.Found)_repository.Runs.Read(run.Id)).Run.Inputs[0].Id;
        Delete(input);
        run = await Run(Text, options => options with { Force = ["upper"] });
        Assert.That(run.Rows[0].Decision, Is.EqualTo(Decision.Ran));
    }

    [Test]
    public async Task An_output_that_is_gone_is_computed_again_with_that_reason()
    {
        var run = await Run(Text);
        Delete(run.Rows[0].Output!.Value);
        run = await Run(Text);
        Assert.That(run.Rows.Select(r => $"{r.Name} {r.Decision}"), Is.EqualTo(new[] { "upper Ran", "twice Cached" }));
        Assert.That(run.Rows[0].Reason, Is.InstanceOf<Reason.OutputMissing>());
    }

    [Test]
    public async Task A_published_file_that_was_changed_by_hand_is_written_again()
    {
        await Run(Text);
        _folder.Write("out/twice.txt", "mine");
        var run = await Run(Text);
        Assert.That(Read("out/twice.txt"), Is.EqualTo("HELLO\nHELLO\n"));
        Assert.That(run.Published.Single(p => p.Path == "out/twice.txt").Written, Is.True);
    }

    [Test]
    public async Task An_output_that_cannot_be_written_is_a_problem_and_the_result_stays()
    {
        _folder.Write("out", "a file where the folder should be");
        var run = await Run(Text);
        Assert.That(run.Problems.Select(p => p.Line), Is.EqualTo(new[] { 6, 6 }));
        Assert.That(run.Verdict, Is.EqualTo(RunVerdict.Faulted));
        Assert.That(run.Counts.Ran, Is.EqualTo(2));
    }

    [Test]
    public async Task Dataflows_chain_by_name_and_share_results()
    {
        await Run(Text);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "next"));
        _folder.Write("next/polyglot.yaml", """
            name: next
            uses: { base: ../polyglot.yaml }
            inputs: { shout: { from: base.upper } }
            tasks: { count: { runner: sh, command: "wc -c < {inputs.shout} | tr -d ' ' > {output}", inputs: [shout], output: String } }
            outputs: { count.txt: count }
            """);
        var result = await Evaluator().RunAsync(new() { ProjectPath = Path.Combine(_folder.Path, "next") }, new RecordingObserver(), default, default);
        var run = ((RunResult.Completed)result).Summary;
        Assert.That(run.Rows.Select(r => $"{r.Name} {r.Decision}"), Is.EqualTo(new[] { "base.upper Cached", "count Ran" }));
        Assert.That(Read("next/count.txt"), Is.EqualTo("6\n"));
    }

    [Test]
    public async Task Observers_hear_everything_in_order_and_one_at_a_time()
    {
        var observer = new RecordingObserver();
        _folder.Write("polyglot.yaml", Text);
        await Evaluator().RunAsync(Options(), observer, default, default);
        Assert.That(observer.Events.Where(e => !e.StartsWith("output", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "plan", "start upper", "end upper Ran", "start twice", "end twice Ran", "run" }));
        Assert.That(observer.Overlapped, Is.False);
    }

    [Test]
    public async Task Every_problem_is_told_before_anything_runs()
    {
        _folder.Write("polyglot.yaml", Text.Replace("runner: sh", "runner: hs", StringComparison.Ordinal));
        var result = (RunResult.Refused)await Evaluator().RunAsync(Options(), new RecordingObserver(), default, default);
        Assert.That(result.Problems, Has.Count.EqualTo(2));
        Assert.That(result.Problems.Select(p => p.Line), Is.EqualTo(new[] { 4, 5 }));
        Assert.That(_repository.Runs.List(), Is.Empty);
    }

    [Test]
    public async Task A_run_that_is_stopped_ends_as_cancelled_and_the_next_goes_on()
    {
        var text = Text.Replace("tr a-z A-Z", "sleep 30; tr a-z A-Z", StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver();
        _folder.Write("polyglot.yaml", text);
        var run = Evaluator().RunAsync(Options(), observer, stop.Token, default);
        while (!observer.Events.Contains("start upper")) await Task.Delay(1);
        await stop.CancelAsync();
        var summary = ((RunResult.Completed)await run).Summary;
        Assert.That(summary.Verdict, Is.EqualTo(RunVerdict.Cancelled));
        Assert.That(summary.Counts.Cancelled, Is.EqualTo(2));
        Assert.That((await Run(Text)).Verdict, Is.EqualTo(RunVerdict.Succeeded));
    }

    [Test]
    public async Task A_word_of_a_user_finds_what_it_means()
    {
        var run = await Run(Text);
        var queries = new RepositoryQueries(_repository, "p");
        var upper = run.Rows[0].Output!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(queries.Resolve("upper"), Is.EqualTo(new ResolvedWord.Object(upper, $"task upper of run {run.Id}")));
            Assert.That(queries.Resolve("p/upper"), Is.EqualTo(new ResolvedWord.Object(upper, "ref p/upper")));
            Assert.That(queries.Resolve("out/raw.beast2"), Is.EqualTo(new ResolvedWord.Object(upper, $"output out/raw.beast2 of run {run.Id}")));
            Assert.That(queries.Resolve("text"), Is.InstanceOf<ResolvedWord.Object>());
            Assert.That(queries.Resolve(upper.ToString()), Is.EqualTo(new ResolvedWord.Object(upper, "object")));
            Assert.That(queries.Resolve(upper.ToString()[..10]), Is.EqualTo(new ResolvedWord.Object(upper, "object")));
            Assert.That(queries.Resolve(run.Id.ToString()), Is.EqualTo(new ResolvedWord.Run(run.Id)));
            Assert.That(queries.Resolve(run.Id.ToString()[..20]), Is.EqualTo(new ResolvedWord.Run(run.Id)));
            Assert.That(queries.Resolve("uper"), Is.EqualTo(new ResolvedWord.None("upper")));
            Assert.That(queries.LatestRun()!.Id, Is.EqualTo(run.Id));
        });
    }

    private EvaluationOptions Options() => new() { ProjectPath = _folder.Path, Parallelism = 2 };

    private Evaluator Evaluator()
    {
        var evaluator = new Evaluator(new() { Repository = _repository, Installation = _folder.Path });
        _evaluators.Add(evaluator);
        return evaluator;
    }

    private async Task<RunSummary> Run(string text, Func<EvaluationOptions, EvaluationOptions>? change = null)
    {
        _folder.Write("polyglot.yaml", text);
        var options = change is null ? Options() : change(Options());
        var result = await Evaluator().RunAsync(options, new RecordingObserver(), default, default);
        if (result is RunResult.Refused refused) Assert.Fail(string.Join('\n', refused.Problems));
        return ((RunResult.Completed)result).Summary;
    }

    private async Task<DataflowPlan> Plan(string text)
    {
        _folder.Write("polyglot.yaml", text);
        return ((PlanResult.Planned)await Evaluator().PlanAsync(Options(), default)).Plan;
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder.Path, path));

    private string Content(ObjectId id) =>
        Encoding.UTF8.GetString(((EastBlob)Beast2.Decode(((ObjectRead.Found)_repository.Objects.Read(id)).Bytes.Span, EastType.Blob).Value).Span);

    private void Delete(ObjectId id)
    {
        var path = ((ObjectLocation.Found)_repository.Objects.Locate(id)).Path;
        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
    }
}
