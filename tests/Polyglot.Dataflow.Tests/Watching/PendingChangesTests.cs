using Polyglot.Dataflow.Watching;
using Polyglot.Testing;

namespace Polyglot.Dataflow.Tests.Watching;

/// <summary>When changes are acted on.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PendingChangesTests
{
    private static readonly WatchOptions Options = new()
    {
        Quiet = TimeSpan.FromMilliseconds(5),
        LongestBurst = TimeSpan.FromMilliseconds(100),
        Patience = TimeSpan.FromMilliseconds(2000),
    };

    private readonly ManualTimeProvider _time = new();
    private readonly PendingChanges _pending;

    public PendingChangesTests() => _pending = new(Options, _time);

    [Test]
    public void Nothing_is_waited_for_where_nothing_happened()
    {
        Assert.That(_pending.IsEmpty);
        Assert.That(_pending.Wait(), Is.Null);
    }

    [Test]
    public void Changes_are_due_when_it_has_been_quiet_for_a_moment()
    {
        Happen(FileEventKind.Changed, "a");
        Advance(3);
        Happen(FileEventKind.Changed, "b");
        Assert.That(WaitMs(), Is.EqualTo(5));
        Advance(4);
        Assert.That(WaitMs(), Is.EqualTo(1));
        Advance(1);
        Assert.That(WaitMs(), Is.Zero);
        Assert.That(_pending.Take().Paths, Is.EqualTo(new[] { "/p/a", "/p/b" }));
        Assert.That(_pending.IsEmpty);
        Assert.That(_pending.Wait(), Is.Null);
    }

    [Test]
    public void A_burst_without_quiet_is_taken_in_the_end()
    {
        for (var i = 0; i < 50; i++)
        {
            Happen(FileEventKind.Changed, $"f{i}");
            Advance(2);
        }
        Assert.That(WaitMs(), Is.Zero);
    }

    [Test]
    public void A_file_that_is_being_written_is_waited_for_however_long_it_has_been_quiet()
    {
        Happen(FileEventKind.Writing, "a");
        Advance(1500);
        Assert.That(WaitMs(), Is.EqualTo(500));
        Assert.That(_pending.BeingWritten, Is.EqualTo("/p/a"));
        Happen(FileEventKind.Changed, "b");
        Assert.That(WaitMs(), Is.EqualTo(500), "another file's change is no news of this one");
        Happen(FileEventKind.Changed, "a");
        Assert.That(_pending.BeingWritten, Is.Null);
        Advance(5);
        Assert.That(WaitMs(), Is.Zero);
    }

    [Test]
    public void A_writer_that_keeps_its_file_open_is_waited_for_until_it_has_been_silent_for_long()
    {
        for (var i = 0; i < 10; i++)
        {
            Happen(FileEventKind.Writing, "a");
            Advance(1999);
            Assert.That(WaitMs(), Is.EqualTo(1));
        }
        Advance(1);
        Assert.That(WaitMs(), Is.Zero);
    }

    [Test]
    public void New_attributes_do_not_end_writing()
    {
        Happen(FileEventKind.Writing, "a");
        Happen(FileEventKind.Touched, "a");
        Advance(5);
        Assert.That(WaitMs(), Is.EqualTo(1995));
    }

    [Test]
    public void A_folder_that_goes_takes_what_was_being_written_in_it_along()
    {
        Happen(FileEventKind.Writing, "a");
        Happen(FileEventKind.FolderGone, "");
        Assert.That(_pending.BeingWritten, Is.Null);
        Advance(5);
        Assert.That(_pending.Take().Paths, Is.EqualTo(new[] { "/p", "/p/a" }));
    }

    [Test]
    public void Lost_events_are_a_change_of_nobody_knows_what()
    {
        _pending.Add(new(FileEventKind.Lost, "", ""));
        Advance(5);
        Assert.That(WaitMs(), Is.Zero);
        Assert.That(_pending.Take().Paths, Is.Empty);
    }

    [Test]
    public void The_first_change_gives_the_time()
    {
        var first = _time.GetTimestamp();
        Happen(FileEventKind.Changed, "a");
        Advance(4);
        Happen(FileEventKind.Changed, "a");
        Assert.That(_pending.Age, Is.EqualTo(TimeSpan.FromMilliseconds(4)));
        Assert.That(_pending.Take().FirstAt, Is.EqualTo(first));
    }

    private void Happen(FileEventKind kind, string name) => _pending.Add(new(kind, "/p", name));

    private void Advance(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private double WaitMs() => _pending.Wait()!.Value.TotalMilliseconds;
}
