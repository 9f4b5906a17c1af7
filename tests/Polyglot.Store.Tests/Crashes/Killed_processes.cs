using System.Globalization;

namespace Polyglot.Store.Tests;

/// <summary>Processes that are killed at random points, and what is left of their work.</summary>
public sealed class Killed_processes
{
    private StoreFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new StoreFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void What_a_killed_writer_reported_is_there_and_nothing_torn_is_served()
    {
        var random = new Random(20260101);
        var reported = new List<string>();
        for (var round = 0; round < 8; round++)
        {
            using var writer = new CrasherProcess("write", _folder.Path, round.ToString(CultureInfo.InvariantCulture));
            for (var lines = random.Next(1, 150); lines > 0; lines--) reported.Add(writer.ReadLine() ?? throw new InvalidOperationException(writer.WaitForEnd().Output));
            reported.AddRange(writer.Kill());
            CheckReported(reported);
            CheckEverything();
        }
        Assert.That(reported, Has.Count.GreaterThan(200));
    }

    [Test]
    public void After_a_kill_nothing_but_rubbish_is_found_and_it_can_be_cleared_away()
    {
        using (var writer = new CrasherProcess("write", _folder.Path, "99"))
        {
            for (var lines = 0; lines < 40; lines++) writer.ReadLine();
            writer.Kill();
        }
        FindingKind[] rubbish = [FindingKind.AbandonedLock, FindingKind.AbandonedTemp, FindingKind.UnreadableAttempt];
        using var repository = _folder.Open();
        var findings = Fsck.Run(repository, null, CancellationToken.None);
        Assert.That(findings.Where(f => !rubbish.Contains(f.Kind)), Is.Empty);
        Fsck.Repair(repository, findings);
        Assert.That(Fsck.Run(repository, null, CancellationToken.None), Is.Empty);
        Assert.That(Directory.EnumerateDirectories(Path.Combine(_folder.Path, "tmp")), Is.EqualTo(new[] { repository.Temp.Folder }));
    }

    [Test]
    public void Claims_hold_between_processes_also_while_some_of_them_are_killed()
    {
        const int executions = 400;
        var markers = Directory.CreateDirectory(Path.Combine(_folder.Project, "markers")).FullName;
        string[] arguments = ["take", _folder.Path, markers, executions.ToString(CultureInfo.InvariantCulture)];
        var random = new Random(7);
        var steady = new CrasherProcess(arguments);
        for (var round = 0; round < 5; round++)
        {
            using var victim = new CrasherProcess(arguments);
            for (var lines = random.Next(1, 20); lines > 0 && victim.ReadLine() is { } line; lines--) Assert.That(line, Does.StartWith("took "));
            Assert.That(victim.Kill(), Is.All.StartsWith("took "));
        }
        using var last = new CrasherProcess(arguments);
        AssertGoodEnd(last);
        using (steady) AssertGoodEnd(steady);

        var repository = _folder.Open();
        for (var i = 0; i < executions; i++)
        {
            var execution = Hashing.Execution(TaskId.FromObject(Hashing.Object(BitConverter.GetBytes(i))), []);
            Assert.That(repository.Executions.Output(execution), Is.EqualTo(Hashing.Object(BitConverter.GetBytes(i))));
        }
    }

    [Test]
    public void A_live_claim_in_another_process_is_waited_for_and_a_killed_one_is_taken_over()
    {
        using var writer = new CrasherProcess("write", _folder.Path, "5");
        var execution = ExecutionId.Parse(writer.ReadLine()!.Split(' ')[1]);
        using var repository = _folder.Open();
        writer.Kill();
        // The claim is given back after the report, or its process was killed before that: either way it can be had.
        using var claim = repository.Executions.TryClaim(execution) as ClaimResult.Claimed;
        Assert.That(claim, Is.Not.Null);
        Assert.That(claim!.TakenOverFrom?.ProcessId, Is.Null.Or.EqualTo(writer.Id));
    }

    private static void AssertGoodEnd(CrasherProcess process)
    {
        var (exitCode, output) = process.WaitForEnd();
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Not.Contain("clash"));
    }

    private void CheckReported(List<string> lines)
    {
        using var repository = _folder.Open();
        var refs = new Dictionary<string, string>();
        foreach (var line in lines)
        {
            switch (line.Split(' '))
            {
                case ["execution", var execution, var output]:
                    Assert.That(repository.Executions.Output(ExecutionId.Parse(execution))?.ToString(), Is.EqualTo(output));
                    Assert.That(repository.Objects.Locate(ObjectId.Parse(output)), Is.TypeOf<ObjectLocation.Found>());
                    Assert.That(repository.Executions.Attempts(ExecutionId.Parse(execution)).Select(a => a.Attempt.Status), Does.Contain(AttemptStatus.Ok));
                    break;
                case ["run", var run]:
                    Assert.That(repository.Runs.Read(RunId.Parse(run)), Is.TypeOf<RunRead.Found>());
                    break;
                case ["ref", var name, var id]:
                    refs[name] = id;
                    break;
            }
        }
        // A later write may have got through that could not be reported any more.
        foreach (var (name, _) in refs) Assert.That(repository.Refs.Get(RefName.Parse(name)).Status, Is.EqualTo(RefStatus.Found));
    }

    private void CheckEverything()
    {
        using var repository = _folder.Open();
        foreach (var id in repository.Objects.List()) Assert.That(repository.Objects.Locate(id), Is.TypeOf<ObjectLocation.Found>());
        foreach (var id in repository.Executions.List())
        {
            if (repository.Executions.Output(id) is not { } output) continue;
            Assert.That(repository.Objects.Locate(output), Is.TypeOf<ObjectLocation.Found>());
            Assert.That(repository.Executions.Attempts(id).Any(a => a.Attempt.Output == output));
        }
        foreach (var read in repository.Refs.List("crash")) Assert.That(repository.Objects.Locate(read.Id!.Value), Is.TypeOf<ObjectLocation.Found>());
        foreach (var run in repository.Runs.List()) Assert.That(repository.Runs.Read(run), Is.TypeOf<RunRead.Found>());
        Assert.That(Fsck.Run(repository, null, CancellationToken.None).Where(f => f.IsLoss), Is.Empty);
    }
}
