using Polyglot.PowerShell.Shell;

namespace Polyglot.PowerShell.Tests.Shell;

public sealed class CallingThreadTests
{
    [Test]
    public void What_is_posted_is_done_in_order_by_the_thread_that_waits()
    {
        using var stop = new CancellationTokenSource();
        using var thread = new CallingThread(stop);
        var here = Environment.CurrentManagedThreadId;
        var done = new List<(int Thread, int Number)>();

        var result = thread.Run(() => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                var number = i;
                thread.Post(() => done.Add((Environment.CurrentManagedThreadId, number)));
            }
            return "done";
        }));

        Assert.That(result, Is.EqualTo("done"));
        Assert.That(done, Is.EqualTo(Enumerable.Range(0, 5000).Select(i => (here, i))));
    }

    [Test]
    public void When_nobody_listens_any_more_the_work_is_stopped_waited_for_and_the_reason_thrown()
    {
        using var stop = new CancellationTokenSource();
        using var thread = new CallingThread(stop);
        var (ended, heard) = (false, 0);
        var reason = new InvalidDataException("the pipeline was stopped");

        var thrown = Assert.Throws<InvalidDataException>(() => thread.Run(async () =>
        {
            thread.Post(() => throw reason);
            var stopped = new TaskCompletionSource();
            await using var registration = stop.Token.Register(stopped.SetResult);
            await stopped.Task;
            thread.Post(() => heard++);
            ended = true;
            return 0;
        }));

        Assert.That((thrown, ended, heard), Is.EqualTo((reason, true, 0)));
    }

    [Test]
    public void What_the_work_throws_is_thrown()
    {
        using var stop = new CancellationTokenSource();
        using var thread = new CallingThread(stop);

        Assert.That(() => thread.Run<int>(() => throw new InvalidDataException("bad")), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("bad"));
        Assert.That(stop.IsCancellationRequested, Is.False);
    }

    [Test]
    public void What_is_posted_after_the_work_has_ended_is_dropped()
    {
        using var stop = new CancellationTokenSource();
        using var thread = new CallingThread(stop);
        thread.Run(() => Task.FromResult(0));

        Assert.That(() => thread.Post(() => Assert.Fail("nobody waits")), Throws.Nothing);
    }

    [Test]
    public void Whoever_says_more_than_is_heard_waits_and_nothing_is_lost()
    {
        using var stop = new CancellationTokenSource();
        using var thread = new CallingThread(stop);
        var heard = 0;

        thread.Run(() => Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++) thread.Post(() => heard++);
            return true;
        }))));

        Assert.That(heard, Is.EqualTo(16_000));
    }
}
