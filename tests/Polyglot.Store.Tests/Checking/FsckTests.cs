namespace Polyglot.Store.Tests;

public sealed class FsckTests
{
    private static readonly ExecutionId One = Samples.Execution("one");
    private static readonly RefName Page = RefName.Parse("outputs/page");

    private StoreFolder _folder = null!;
    private Repository _repository = null!;
    private ObjectId _output;

    [SetUp]
    public void Create()
    {
        _folder = new StoreFolder();
        _repository = _folder.Open();
        _output = _repository.Objects.Put("output"u8);
        _repository.Executions.Complete(One, _output, Samples.Ok(_output));
        _repository.Refs.Set(Page, _output);
        _repository.Runs.Write(Samples.Run(RunId.New(_folder.Clock)));
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    private string At(params string[] parts) => Path.Combine([_folder.Path, .. parts]);

    private string ObjectPath(ObjectId id) => At("objects", id.ToString()[..2], id.ToString()[2..] + ".beast2");

    private string ExecutionPath(string name) => At("executions", One.ToString()[..2], One.ToString()[2..], name);

    private IReadOnlyList<Finding> Check() => Fsck.Run(_repository, null, CancellationToken.None);

    [Test]
    public void A_sound_repository_has_no_findings()
    {
        using var claim = (ClaimResult.Claimed)_repository.Executions.TryClaim(Samples.Execution("claimed"));
        Assert.That(Check(), Is.Empty);
    }

    [Test]
    public void A_damaged_object_is_found_with_all_who_need_it_and_repair_lets_it_be_computed_again()
    {
        StoreFolder.Overwrite(ObjectPath(_output), "outpuT"u8);
        var findings = Check();
        Assert.That(findings.Select(f => (f.Kind, f.Path)), Is.EqualTo(new[]
        {
            (FindingKind.DamagedObject, ObjectPath(_output)),
            (FindingKind.DanglingRef, At("refs", "outputs", "page")),
            (FindingKind.LostOutput, ExecutionPath("output")),
        }));
        Assert.That(findings, Has.All.Property("IsLoss").True);
        Assert.That(findings.Select(f => f.NextStep), Is.All.Not.Empty);

        Assert.That(Fsck.Repair(_repository, findings), Is.EqualTo(2));
        Assert.That(_repository.Executions.Output(One), Is.Null);
        Assert.That(File.Exists(At("lost", "objects", _output.ToString()[..2], _output.ToString()[2..] + ".beast2")));
        _repository.Objects.Put("output"u8);
        _repository.Executions.Complete(One, _output, Samples.Ok(_output));
        Assert.That(Check(), Is.Empty);
    }

    [Test]
    public void An_object_that_was_put_again_in_the_meantime_is_not_moved()
    {
        StoreFolder.Overwrite(ObjectPath(_output), "outpuT"u8);
        var findings = Check();
        _repository.Objects.Put("output"u8);
        Fsck.Repair(_repository, findings);
        Assert.That(_repository.Objects.Locate(_output), Is.TypeOf<ObjectLocation.Found>());
    }

    [Test]
    public void An_attempt_that_may_be_in_the_writing_is_not_found_fault_with()
    {
        using var claim = (ClaimResult.Claimed)_repository.Executions.TryClaim(One);
        File.WriteAllText(ExecutionPath("2.beast2"), "");
        Assert.That(Check(), Is.Empty);
    }

    [Test]
    public void A_missing_object_is_found_by_those_who_name_it()
    {
        File.Delete(ObjectPath(_output));
        Assert.That(Check().Select(f => f.Kind), Is.EqualTo(new[] { FindingKind.DanglingRef, FindingKind.LostOutput }));
    }

    [Test]
    public void What_attempts_and_runs_name_must_be_there()
    {
        _repository.Executions.Record(One, Samples.Ok(_output) with { Stdout = Samples.Object("gone") });
        var run = Samples.FullRun(RunId.New(_folder.Clock));
        _repository.Runs.Write(run);
        var findings = Check();
        Assert.That(findings.Select(f => f.Kind), Is.All.EqualTo(FindingKind.MissingObject));
        Assert.That(findings.Select(f => f.What), Does.Contain(StoreMessages.NamesMissing("stdout", Samples.Object("gone"))));
        Assert.That(findings.Select(f => f.What), Does.Contain(StoreMessages.NamesMissing(StoreMessages.TaskObjectOf("task0"), Samples.Object("task0"))));
        Assert.That(findings.Select(f => f.What), Does.Contain(StoreMessages.NamesMissing("out/page.html", Samples.Object("page"))));
        Assert.That(Fsck.Repair(_repository, findings), Is.Zero);
    }

    [Test]
    public void A_task_object_must_be_one()
    {
        var id = _repository.Objects.Put("not a task"u8);
        _repository.Runs.Write(Samples.Run(RunId.New(_folder.Clock)) with
        {
            Tasks = [new TaskRecord { Name = "t", Task = TaskId.FromObject(id), Decision = Decision.Failed, StartedAt = Samples.Start, EndedAt = Samples.Start }],
        });
        Assert.That(Check().Single(), Has.Property("Kind").EqualTo(FindingKind.UnreadableTask).And.Property("Path").EqualTo(ObjectPath(id)));
    }

    [Test]
    public void Files_that_cannot_be_read_are_found_and_moved_away()
    {
        var run = Samples.Run(RunId.New(_folder.Clock));
        _repository.Runs.Write(run);
        StoreFolder.Overwrite(At("runs", run.Id + ".beast2"), "torn"u8);
        File.WriteAllText(At("refs", "outputs", "page"), "torn");
        File.WriteAllText(ExecutionPath("2.beast2"), "torn");
        var findings = Check();
        Assert.That(findings.Select(f => f.Kind), Is.EqualTo(new[] { FindingKind.BadRef, FindingKind.UnreadableAttempt, FindingKind.UnreadableRun }));
        Assert.That(findings.Where(f => f.Kind is not FindingKind.BadRef).All(f => f.What.Contains(f.Path, StringComparison.Ordinal)));
        Assert.That(Fsck.Repair(_repository, findings), Is.EqualTo(3));
        Assert.That(Check(), Is.Empty);
        Assert.That(File.Exists(At("lost", "runs", run.Id + ".beast2")));
    }

    [Test]
    public void A_torn_output_file_is_found_and_forgotten()
    {
        File.WriteAllText(ExecutionPath("output"), "torn");
        var findings = Check();
        Assert.That(findings.Select(f => f.Kind), Is.EqualTo(new[] { FindingKind.BadOutput }));
        Fsck.Repair(_repository, findings);
        Assert.That(Check(), Is.Empty);
        Assert.That(_repository.Executions.Attempts(One), Is.Empty);
    }

    [Test]
    public void What_does_not_belong_is_found_and_moved_away()
    {
        string[] strays =
        [
            At("objects", "stray"), At("objects", "ab", "stray"), At("objects", "zz", new string('0', 62) + ".beast2"), At("refs", "top"), At("refs", "outputs", ".hidden"),
            At("executions", "stray"), At("executions", "ab", "stray"), ExecutionPath("stray"), At("runs", "stray"),
        ];
        foreach (var stray in strays)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(stray)!);
            File.WriteAllText(stray, "");
        }
        var findings = Check();
        Assert.That(findings.Select(f => f.Kind), Is.All.EqualTo(FindingKind.Misplaced));
        Assert.That(findings.Select(f => f.Path), Is.EquivalentTo(strays));
        Assert.That(Fsck.Repair(_repository, findings), Is.EqualTo(strays.Length));
        Assert.That(Check(), Is.Empty);
    }

    [Test]
    public void Nothing_in_lost_is_overwritten()
    {
        for (var i = 0; i < 3; i++)
        {
            File.WriteAllText(At("runs", "stray"), $"{i}");
            Fsck.Repair(_repository, Check());
        }
        Assert.That(Directory.EnumerateFiles(At("lost", "runs")).Select(File.ReadAllText), Is.EquivalentTo(new[] { "0", "1", "2" }));
    }

    [Test]
    public void What_dead_processes_left_is_found_and_removed()
    {
        var dead = _folder.Open(StoreFolder.DeadProcess);
        Assert.That(dead.Executions.TryClaim(One), Is.TypeOf<ClaimResult.Claimed>());
        Assert.That(dead.Locks.TryTake(At("refs", "outputs", "page.lock"))!.Value.Held, Is.Not.Null);
        var findings = Check();
        Assert.That(findings.Select(f => (f.Kind, f.Path)), Is.EquivalentTo(new[]
        {
            (FindingKind.AbandonedLock, At("refs", "outputs", "page.lock")),
            (FindingKind.AbandonedLock, ExecutionPath("lock")),
            (FindingKind.AbandonedTemp, dead.Temp.Folder),
        }));
        Assert.That(findings, Has.All.Property("IsLoss").False);
        Assert.That(Fsck.Repair(_repository, findings), Is.EqualTo(3));
        Assert.That(Check(), Is.Empty);
        Assert.That(_repository.Executions.Output(One), Is.EqualTo(_output));
    }

    [Test]
    public void Progress_is_told_by_phase()
    {
        var phases = new List<string>();
        for (var i = 0; i < 600; i++) _repository.Objects.Put(BitConverter.GetBytes(i));
        Fsck.Run(_repository, new Listener(phases), CancellationToken.None);
        Assert.That(phases, Is.EqualTo(new[] { "objects 0", "objects 256", "objects 512", "refs 0", "executions 0", "runs 0", "scratch 0" }));
    }

    [Test]
    public void It_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.That(() => Fsck.Run(_repository, null, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private sealed class Listener(List<string> phases) : IProgress<FsckProgress>
    {
        public void Report(FsckProgress value) => phases.Add($"{value.Phase} {value.Done}");
    }
}
