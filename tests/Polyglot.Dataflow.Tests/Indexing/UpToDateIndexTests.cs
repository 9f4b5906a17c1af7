using Polyglot.Dataflow.Indexing;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Indexing;

/// <summary>When the index answers, and that it says what reading the project would say.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class UpToDateIndexTests : IDisposable
{
    private readonly IndexedProject _project = new();

    public void Dispose() => _project.Dispose();

    [Test]
    public async Task What_the_index_says_is_what_reading_the_project_says()
    {
        var first = await _project.Run();
        Assert.That(first.Counts, Is.EqualTo(new RunCounts(IndexedProject.Tasks, 0, 0, 0, 0, 0)));
        Assert.That(await _project.AnswersPlan(), Is.True, "after the run that computed it");
        var observer = new RecordingObserver();
        var known = await _project.Run(observer);
        Assert.That(await _project.AnswersPlan(), Is.True, "it is about the newest run again");
        var byIndex = await _project.Plan();
        var byReading = await _project.Plan(o => o with { UseIndex = false });
        Assert.That((byIndex.Resolved, byReading.Resolved is null), Is.EqualTo(((object?)null, false)));
        Assert.That(byIndex.Plan.Tasks, Is.EqualTo(byReading.Plan.Tasks));

        var fullObserver = new RecordingObserver();
        var full = await _project.Run(fullObserver, o => o with { UseIndex = false });
        Assert.That(Plain(_project.Record(known.Id)), Is.EqualTo(Plain(_project.Record(full.Id))));
        Assert.That((known.Verdict, known.Counts, known.Dataflow), Is.EqualTo((full.Verdict, full.Counts, full.Dataflow)));
        Assert.That(known.Rows, Is.EqualTo(full.Rows));
        Assert.That(known.Published, Is.EqualTo(full.Published));
        Assert.That(observer.Events, Is.EqualTo(fullObserver.Events));
        Assert.That((known.Id == full.Id, known.Id == first.Id), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task The_record_of_a_known_run_has_its_own_times()
    {
        await _project.Settle();
        var known = await _project.Run();
        var record = _project.Record(known.Id);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_project.Time.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.That((record.Id, record.StartedAt, record.EndedAt), Is.EqualTo((known.Id, now, now)));
        Assert.That(record.Tasks.Select(task => task.StartedAt).Concat(record.Tasks.Select(task => task.EndedAt)), Has.All.EqualTo(record.EndedAt));
    }

    [Test]
    public async Task An_output_that_was_touched_is_written_again()
    {
        await _project.Settle();
        _project.Write("out/twice.txt", "mine");
        Assert.That(await _project.AnswersPlan(), Is.True, "a plan is about tasks");
        Assert.That((await _project.Run()).Published.Count(file => file.Written), Is.EqualTo(1));
        Assert.That(_project.Read("out/twice.txt"), Is.EqualTo("HELLO\nHELLO\n"));
        File.Delete(_project.PathOf("out/both.txt"));
        await _project.Run();
        Assert.That(_project.Read("out/both.txt"), Is.EqualTo("far\nword\nword\n"));
    }

    [Test]
    public async Task A_ref_that_was_moved_or_written_over_is_put_right()
    {
        await _project.Settle();
        var (name, refs) = (RefName.Parse("p/twice"), _project.Repository.Refs);
        var right = refs.Get(name).Id!.Value;
        var wrong = _project.Repository.Objects.Put(East.Beast2.Encode(East.EastType.Integer, 1L));
        refs.Set(name, wrong);
        await _project.Run();
        Assert.That(refs.Get(name).Id, Is.EqualTo(right));
        await _project.Settle();
        File.WriteAllText(_project.Repository.PathOf(name), $"{wrong}\n");
        await _project.Run();
        Assert.That(refs.Get(name).Id, Is.EqualTo(right));
    }

    [Test]
    public async Task Other_wishes_are_not_answered_from_it()
    {
        await _project.Settle();
        Assert.That(await _project.AnswersPlan(o => o with { Targets = ["upper"] }), Is.False);
        Assert.That(await _project.AnswersPlan(o => o with { Force = ["upper"] }), Is.False);
        Assert.That(await _project.AnswersPlan(o => o with { ForceAll = true }), Is.False);
        Assert.That(await _project.AnswersPlan(o => o with { Runner = "sh", Targets = [] }), Is.False);
        Assert.That(await _project.AnswersPlan(o => o with { Isolation = Runners.IsolationMode.Process }), Is.False);
        Assert.That(await _project.AnswersPlan(o => o with { Publish = false }), Is.False);
        Assert.That(await _project.AnswersPlan(o => o with { UseIndex = false }), Is.False);
        Assert.That(await _project.AnswersPlan(o => o with { ProjectPath = _project.PathOf("lib/polyglot.json") }), Is.False);
        Assert.That(await _project.AnswersPlan(o => o with { Parallelism = 1, FailFast = true, Memory = 1 }), Is.True, "what does not change what is up to date");
    }

    // An option that is added later must be thought of here: either it changes what is up to date, then the index must not answer, or it does not.
    [Test]
    public void Every_option_of_an_evaluation_is_thought_of()
    {
        string[] harmless = [nameof(EvaluationOptions.Parallelism), nameof(EvaluationOptions.Memory), nameof(EvaluationOptions.FailFast), nameof(EvaluationOptions.Sandbox)];
        string[] inKey = [nameof(EvaluationOptions.ProjectPath), nameof(EvaluationOptions.Targets)];
        string[] refused =
        [
            nameof(EvaluationOptions.ForceAll), nameof(EvaluationOptions.Force), nameof(EvaluationOptions.Runner), nameof(EvaluationOptions.Isolation),
            nameof(EvaluationOptions.Publish), nameof(EvaluationOptions.UseIndex), nameof(EvaluationOptions.Snapshots),
        ];
        var all = typeof(EvaluationOptions).GetProperties().Select(p => p.Name).Where(name => name != "EqualityContract");
        Assert.That(all, Is.EquivalentTo([.. harmless, .. inKey, .. refused]));
    }

    [Test]
    public async Task Another_run_is_read_whatever_its_clock_said()
    {
        await _project.Settle();
        await _project.Run(change: o => o with { Force = ["twice"], Targets = ["twice"] });
        Assert.That(await _project.AnswersPlan(), Is.False, "that run may have recorded another result");
        await _project.Settle();
        var earlier = IndexedProject.At(_project.Time.GetUtcNow().AddDays(-1));
        _project.Repository.Runs.Write(_project.Record(_project.Repository.Runs.List().First()) with { Id = RunId.New(earlier) });
        Assert.That(await _project.AnswersPlan(), Is.False);
    }

    [Test]
    public async Task A_run_that_a_collector_removed_is_no_run_to_go_by()
    {
        await _project.Settle();
        var record = _project.PathOf($".e3/runs/{_project.Repository.Runs.List().First()}.beast2");
        IndexedProject.Delete(record);
        Assert.That(await _project.AnswersPlan(), Is.False);
    }

    [Test]
    public async Task What_was_touched_just_before_the_run_is_not_relied_on()
    {
        var later = _project.Time;
        _project.Time = IndexedProject.At(File.GetLastWriteTimeUtc(_project.PathOf("polyglot.yaml")).AddMilliseconds(2));
        await _project.Run(step: TimeSpan.FromMilliseconds(1));
        Assert.That(File.Exists(_project.IndexFile), Is.False);
        _project.Time = later;
        await _project.Settle();
    }

    [Test]
    public async Task A_failed_run_leaves_nothing_to_go_by()
    {
        _project.Write("twice.sh", "exit 1\n");
        Assert.That((await _project.Run()).Verdict, Is.EqualTo(RunVerdict.TasksFailed));
        Assert.That(File.Exists(_project.IndexFile), Is.False);
    }

    [Test]
    public async Task A_projects_own_runners_are_read_every_time()
    {
        _project.Write("polyglot.yaml", IndexedProject.Text + "\nrunners: { mine: { kind: command, exec: [/bin/sh, -euc, \"{command}\"], format: raw } }\n");
        await _project.Run();
        Assert.That(File.Exists(_project.IndexFile), Is.False);
    }

    [Test]
    public async Task What_runners_were_chosen_by_is_kept_so_that_they_are_not_chosen_again()
    {
        await _project.Settle();
        var state = UpToDateFile.Decode(File.ReadAllBytes(_project.IndexFile))!;
        Assert.That(state.Runners.Select(runner => (runner.Id, runner.IsWitnessed)), Is.EquivalentTo([("tool", true), ("sh", true), ("found", true), ("dotnet", true)]));
        Assert.That(state.Variables, Is.EqualTo([new VariableWitness("MODE", "a"), new VariableWitness("PATH", _project.Environment["PATH"])]));
        Assert.That(state.Links, Is.EqualTo([new LinkWitness(_project.PathOf("tool"), _project.PathOf("tool"))]));
    }

    [Test]
    public async Task A_runner_that_only_asking_tells_of_is_asked_every_time()
    {
        var asked = _project.PathOf("asked");
        _project.WriteProgram("broken", $"#!/bin/sh\necho >> {asked}\nexit 1\n");
        _project.Write("runners.json", IndexedProject.Manifests.Replace("[\"./tool\", \"-euc\", \"{command}\"]", "[[\"./broken\", \"-euc\", \"{command}\"], [\"./tool\", \"-euc\", \"{command}\"]]", StringComparison.Ordinal));
        await _project.Settle();
        var times = File.ReadAllLines(asked).Length;
        Assert.That(await _project.AnswersPlan(), Is.True);
        Assert.That(File.ReadAllLines(asked), Has.Length.EqualTo(times + 1), "whether it is still broken");
        Assert.That(UpToDateFile.Decode(File.ReadAllBytes(_project.IndexFile))!.Runners.Single(runner => !runner.IsWitnessed).Id, Is.EqualTo("tool"));
        _project.WriteProgram("broken", IndexedProject.Tool("3.0"));
        Assert.That(await _project.AnswersPlan(), Is.False);
    }

    [Test]
    public async Task A_damaged_index_is_no_index()
    {
        await _project.Settle();
        foreach (var path in new[] { _project.IndexFile, _project.LatestFile })
        {
            var good = File.ReadAllBytes(path);
            foreach (var length in new[] { 0, 1, 20, good.Length / 2, good.Length - 1 })
            {
                File.WriteAllBytes(path, good[..length]);
                Assert.That(await _project.AnswersPlan(), Is.False, $"cut to {length}");
            }
            var bad = (byte[])good.Clone();
            bad[good.Length / 2] ^= 1;
            File.WriteAllBytes(path, bad);
            Assert.That(await _project.AnswersPlan(), Is.False);
            File.Delete(path);
            Assert.That(await _project.AnswersPlan(), Is.False);
            Assert.That((await _project.Run()).Counts.Cached, Is.EqualTo(IndexedProject.Tasks));
            Assert.That(await _project.AnswersPlan(), Is.True, "it is written anew");
        }
    }

    [Test]
    public async Task Bytes_that_only_the_checksum_fits_read_as_nothing_or_as_a_state()
    {
        await _project.Settle();
        var index = File.ReadAllBytes(_project.IndexFile);
        Assert.That(UpToDateFile.Encode(UpToDateFile.Decode(index)!), Is.EqualTo(index));
        Fuzz(index, 22, bytes => UpToDateFile.Decode(bytes)?.Template.Fill(default, _project.Time.GetUtcNow(), _project.Time.GetUtcNow()));
        var latest = File.ReadAllBytes(_project.LatestFile);
        Assert.That(LatestRun.Decode(latest)!.Encode(), Is.EqualTo(latest));
        Fuzz(latest, 22, bytes => LatestRun.Decode(bytes));
    }

    [Test]
    public async Task An_index_that_only_looks_right_harms_nothing()
    {
        await _project.Settle();
        var latest = LatestRun.Decode(File.ReadAllBytes(_project.LatestFile))!;
        var indexes = new List<byte[]>();
        Fuzz(File.ReadAllBytes(_project.IndexFile), 22, file =>
        {
            if (indexes.Count < 150 && UpToDateFile.Decode(file) is not null) indexes.Add(file);
        });
        Assert.That(indexes, Is.Not.Empty);
        await using var evaluator = _project.Evaluator();
        foreach (var index in indexes)
        {
            File.WriteAllBytes(_project.IndexFile, index);
            File.WriteAllBytes(_project.LatestFile, (latest with { Index = IndexReader.SumOf(index)!.Value }).Encode());
            Assert.That(await evaluator.PlanAsync(_project.Options(), default), Is.InstanceOf<PlanResult.Planned>());
        }
    }

    private static void Fuzz(byte[] good, int header, Action<byte[]> read)
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var content = good[..^Checksum.Size].ToList();
            for (var edits = random.Next(1, 4); edits > 0 && content.Count > header; edits--)
            {
                var at = random.Next(header, content.Count);
                switch (random.Next(4))
                {
                    case 0: content[at] = (byte)random.Next(256); break;
                    case 1: content[at] = 0xFF; break;
                    case 2: content.RemoveRange(at, Math.Min(random.Next(1, 9), content.Count - at)); break;
                    default: content.Insert(at, (byte)random.Next(256)); break;
                }
            }
            var file = new byte[content.Count + Checksum.Size];
            content.CopyTo(file);
            Checksum.Of(file.AsSpan(0, content.Count)).CopyTo(file.AsSpan(content.Count));
            Assert.DoesNotThrow(() => read(file), $"round {round}");
        }
    }

    // A record without its id and its times.
    private static string Plain(RunRecord run) => Convert.ToHexString(RunRecordCodec.Encode(run with
    {
        Id = default,
        StartedAt = default(DateTimeOffset).AddYears(2000),
        EndedAt = default(DateTimeOffset).AddYears(2000),
        Tasks = [.. run.Tasks.Select(t => t with { StartedAt = default(DateTimeOffset).AddYears(2000), EndedAt = default(DateTimeOffset).AddYears(2000) })],
    }));
}
