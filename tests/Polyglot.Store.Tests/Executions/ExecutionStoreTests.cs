using Polyglot.Testing.Store;

namespace Polyglot.Store.Tests;

public sealed class InMemoryExecutionStoreTests : ExecutionStoreContract
{
    protected override IExecutionStore Create() => new InMemoryExecutionStore();

    protected override void LetTimePass(Task waiting)
    {
    }
}

[TestFixture(false, TestName = "FileExecutionStore by system calls")]
[TestFixture(true, TestName = "FileExecutionStore by portable calls")]
public sealed class FileExecutionStoreTests(bool portable) : ExecutionStoreContract
{
    private StoreFolder _folder = null!;
    private Repository _repository = null!;

    protected override IExecutionStore Create()
    {
        _folder = new StoreFolder(portable ? new PortableFileSystem() : null);
        _repository = _folder.Open();
        return _repository.Executions;
    }

    // The continuation after a delay may run on another thread, so its next delay may be asked for a moment later.
    protected override void LetTimePass(Task waiting)
    {
        SpinWait.SpinUntil(() => waiting.IsCompleted || _folder.Clock.PendingTimers > 0, TimeSpan.FromSeconds(10));
        _folder.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    private string FolderOf(ExecutionId id) => Path.Combine(_folder.Path, "executions", id.ToString()[..2], id.ToString()[2..]);

    [Test]
    public void Executions_lie_where_the_design_says()
    {
        using (_repository.Executions.TryClaim(One) as ClaimResult.Claimed)
        {
            _repository.Executions.Complete(One, Output, Samples.Ok(Output));
            Assert.That(Names(), Is.EquivalentTo(new[] { "1.beast2", "lock", "output" }));
        }
        Assert.That(Names(), Is.EquivalentTo(new[] { "1.beast2", "output" }));
        Assert.That(File.ReadAllText(Path.Combine(FolderOf(One), "output")), Is.EqualTo(Output + "\n"));
    }

    [TestCase("")]
    [TestCase("abc")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a\n")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\nmore")]
    [TestCase("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\n")]
    public void A_torn_output_file_is_no_output(string content)
    {
        _repository.Executions.Complete(One, Output, Samples.Ok(Output));
        File.WriteAllText(Path.Combine(FolderOf(One), "output"), content);
        Assert.That(_repository.Executions.Output(One), Is.Null);
        _repository.Executions.Complete(One, Output, Samples.Ok(Output));
        Assert.That(_repository.Executions.Output(One), Is.EqualTo(Output));
    }

    [Test]
    public void A_torn_attempt_at_any_length_is_left_out_and_its_number_is_not_used_again()
    {
        _repository.Executions.Record(One, Samples.Full);
        var path = Path.Combine(FolderOf(One), "1.beast2");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length += length < 64 || length > whole.Length - 64 ? 1 : 7)
        {
            StoreFolder.Overwrite(path, whole.AsSpan(0, length));
            Assert.That(_repository.Executions.Attempts(One), Is.Empty, $"{length} bytes");
        }
        Assert.That(_repository.Executions.Record(One, Samples.Failure("x")), Is.EqualTo(2));
    }

    [Test]
    public void Files_that_are_no_attempts_are_left_alone()
    {
        _repository.Executions.Record(One, Samples.Full);
        foreach (var name in new[] { "01.beast2", "0.beast2", "x.beast2", "-1.beast2", "99999999999.beast2", "2.txt" }) File.WriteAllText(Path.Combine(FolderOf(One), name), "");
        Assert.That(_repository.Executions.Attempts(One).Select(a => a.Number), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void A_claim_of_a_dead_process_is_taken_over_and_says_from_whom()
    {
        var dead = _folder.Open(StoreFolder.DeadProcess);
        Assert.That(dead.Executions.TryClaim(One), Is.TypeOf<ClaimResult.Claimed>());
        using var mine = (ClaimResult.Claimed)_repository.Executions.TryClaim(One);
        Assert.That(mine.TakenOverFrom, Is.EqualTo(StoreFolder.DeadProcess.Claimant));
        Assert.That(_repository.Executions.TryClaim(One), Is.TypeOf<ClaimResult.Busy>());
    }

    [Test]
    public void A_claim_that_cannot_be_read_is_taken_over()
    {
        Directory.CreateDirectory(FolderOf(One));
        File.WriteAllText(Path.Combine(FolderOf(One), "lock"), "");
        using var mine = (ClaimResult.Claimed)_repository.Executions.TryClaim(One);
        Assert.That(mine.TakenOverFrom, Is.Null);
    }

    [Test]
    public void A_claim_of_another_host_is_respected()
    {
        var foreign = _folder.Open(StoreFolder.ForeignProcess);
        Assert.That(foreign.Executions.TryClaim(One), Is.TypeOf<ClaimResult.Claimed>());
        Assert.That(_repository.Executions.TryClaim(One), Is.EqualTo(new ClaimResult.Busy(StoreFolder.ForeignProcess.Claimant)));
    }

    [Test]
    public async Task Waiting_for_a_dead_process_ends_at_once()
    {
        Assert.That(_folder.Open(StoreFolder.DeadProcess).Executions.TryClaim(One), Is.TypeOf<ClaimResult.Claimed>());
        Assert.That(await _repository.Executions.WaitAsync(One, CancellationToken.None), Is.Null);
    }

    [Test]
    public void The_waits_between_looks_grow_and_stay_below_a_quarter_of_a_second()
    {
        using var claim = (ClaimResult.Claimed)_repository.Executions.TryClaim(One);
        using var cancel = new CancellationTokenSource();
        var waiting = _repository.Executions.WaitAsync(One, cancel.Token);
        foreach (var pause in new[] { 2, 4, 8, 16, 32, 64, 128, 250, 250 })
        {
            Assert.That(SpinWait.SpinUntil(() => _folder.Clock.PendingTimers == 1, TimeSpan.FromSeconds(10)));
            _folder.Clock.Advance(TimeSpan.FromMilliseconds(pause - 1));
            Assert.That(_folder.Clock.PendingTimers, Is.EqualTo(1), $"{pause} ms");
            _folder.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        cancel.Cancel();
        Assert.That(async () => await waiting.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Closing_the_repository_gives_back_its_claims()
    {
        var other = _folder.Open();
        Assert.That(other.Executions.TryClaim(One), Is.TypeOf<ClaimResult.Claimed>());
        other.Dispose();
        using var mine = (ClaimResult.Claimed)_repository.Executions.TryClaim(One);
        Assert.That(mine.TakenOverFrom, Is.Null);
    }

    private IEnumerable<string?> Names() => Directory.EnumerateFileSystemEntries(FolderOf(One)).Select(Path.GetFileName);
}
