namespace Polyglot.Store.Tests;

/// <summary>What every execution store does.</summary>
public abstract class ExecutionStoreContract
{
    protected static readonly ExecutionId One = Samples.Execution("one");
    protected static readonly ExecutionId Two = Samples.Execution("two");
    protected static readonly ObjectId Output = Samples.Object("output");

    private IExecutionStore _store = null!;

    protected abstract IExecutionStore Create();

    /// <summary>Lets time pass for one who waits by polling.</summary>
    protected abstract void LetTimePass(Task waiting);

    [SetUp]
    public void CreateStore() => _store = Create();

    [Test]
    public void An_unknown_execution_has_neither_output_nor_attempts()
    {
        Assert.That(_store.Output(One), Is.Null);
        Assert.That(_store.Attempts(One), Is.Empty);
        Assert.That(_store.List(), Is.Empty);
        _store.Forget(One);
    }

    [Test]
    public void A_completed_execution_has_its_output_and_its_attempt()
    {
        Assert.That(_store.Complete(One, Output, Samples.Ok(Output)), Is.EqualTo(1));
        Assert.That(_store.Output(One), Is.EqualTo(Output));
        Assert.That(_store.Attempts(One).Single().Attempt.Status, Is.EqualTo(AttemptStatus.Ok));
        Assert.That(_store.Output(Two), Is.Null);
        Assert.That(_store.List(), Is.EqualTo(new[] { One }));
    }

    [Test]
    public void Attempts_are_numbered_from_one_in_order()
    {
        for (var i = 1; i <= 12; i++) Assert.That(_store.Record(One, Samples.Failure($"{i}")), Is.EqualTo(i));
        Assert.That(_store.Complete(One, Output, Samples.Ok(Output)), Is.EqualTo(13));
        var attempts = _store.Attempts(One);
        Assert.That(attempts.Select(a => a.Number), Is.EqualTo(Enumerable.Range(1, 13)));
        Assert.That(attempts.Take(12).Select(a => a.Attempt.Error!.Summary), Is.EqualTo(Enumerable.Range(1, 12).Select(i => $"{i}")));
    }

    [Test]
    public void A_failed_attempt_is_no_output()
    {
        _store.Record(One, Samples.Failure("no"));
        Assert.That(_store.Output(One), Is.Null);
    }

    [Test]
    public void Completing_again_replaces_the_output_and_keeps_both_attempts()
    {
        var other = Samples.Object("other");
        _store.Complete(One, Output, Samples.Ok(Output));
        _store.Complete(One, other, Samples.Ok(other));
        Assert.That(_store.Output(One), Is.EqualTo(other));
        Assert.That(_store.Attempts(One).Select(a => a.Attempt.Output), Is.EqualTo(new ObjectId?[] { Output, other }));
    }

    [Test]
    public void A_forgotten_execution_is_unknown()
    {
        _store.Complete(One, Output, Samples.Ok(Output));
        _store.Complete(Two, Output, Samples.Ok(Output));
        _store.Forget(One);
        Assert.That(_store.Output(One), Is.Null);
        Assert.That(_store.Attempts(One), Is.Empty);
        Assert.That(_store.List(), Is.EqualTo(new[] { Two }));
    }

    [Test]
    public void A_claim_keeps_others_off_until_it_is_given_back()
    {
        var first = (ClaimResult.Claimed)_store.TryClaim(One);
        Assert.That(first.TakenOverFrom, Is.Null);
        Assert.That(((ClaimResult.Busy)_store.TryClaim(One)).Owner.ProcessId, Is.EqualTo(Environment.ProcessId));
        using (_store.TryClaim(Two) as ClaimResult.Claimed) Assert.That(_store.TryClaim(Two), Is.TypeOf<ClaimResult.Busy>());
        first.Dispose();
        first.Dispose();
        using var second = (ClaimResult.Claimed)_store.TryClaim(One);
        first.Dispose();
        Assert.That(_store.TryClaim(One), Is.TypeOf<ClaimResult.Busy>());
    }

    [Test]
    public void A_claim_outlives_forgetting()
    {
        using var claim = (ClaimResult.Claimed)_store.TryClaim(One);
        _store.Record(One, Samples.Failure("x"));
        _store.Forget(One);
        Assert.That(_store.Attempts(One), Is.Empty);
        Assert.That(_store.TryClaim(One), Is.TypeOf<ClaimResult.Busy>());
    }

    [Test]
    public async Task Waiting_for_nobody_ends_at_once()
    {
        Assert.That(await _store.WaitAsync(One, CancellationToken.None), Is.Null);
        _store.Complete(One, Output, Samples.Ok(Output));
        Assert.That(await _store.WaitAsync(One, CancellationToken.None), Is.EqualTo(Output));
    }

    [Test]
    public async Task A_waiter_gets_the_output_when_it_is_committed()
    {
        using var claim = (ClaimResult.Claimed)_store.TryClaim(One);
        var waiting = _store.WaitAsync(One, CancellationToken.None);
        LetTimePass(waiting);
        Assert.That(waiting.IsCompleted, Is.False);
        _store.Complete(One, Output, Samples.Ok(Output));
        LetTimePass(waiting);
        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(30)), Is.EqualTo(Output));
    }

    [Test]
    public async Task A_waiter_gets_nothing_when_the_claim_ends_without_output()
    {
        var claim = (ClaimResult.Claimed)_store.TryClaim(One);
        var waiting = _store.WaitAsync(One, CancellationToken.None);
        LetTimePass(waiting);
        Assert.That(waiting.IsCompleted, Is.False);
        _store.Record(One, Samples.Failure("x"));
        claim.Dispose();
        LetTimePass(waiting);
        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(30)), Is.Null);
    }

    [Test]
    public void A_waiter_may_give_up()
    {
        using var claim = (ClaimResult.Claimed)_store.TryClaim(One);
        using var cancel = new CancellationTokenSource();
        var waiting = _store.WaitAsync(One, cancel.Token);
        cancel.Cancel();
        Assert.That(async () => await waiting.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Of_many_threads_one_at_a_time_has_the_claim()
    {
        var inside = 0;
        var most = 0;
        var turns = 0;
        Parallel.For(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            if (_store.TryClaim(One) is not ClaimResult.Claimed claim) return;
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            Interlocked.Increment(ref turns);
            Interlocked.Decrement(ref inside);
            claim.Dispose();
        });
        Assert.That(most, Is.EqualTo(1));
        Assert.That(turns, Is.Positive);
    }

    [Test]
    public void Many_threads_may_record_attempts_and_no_number_is_given_twice()
    {
        var numbers = new System.Collections.Concurrent.ConcurrentBag<int>();
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => numbers.Add(_store.Record(One, Samples.Failure($"{i}"))));
        Assert.That(numbers.Order(), Is.EqualTo(Enumerable.Range(1, 40)));
        Assert.That(_store.Attempts(One), Has.Count.EqualTo(40));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
