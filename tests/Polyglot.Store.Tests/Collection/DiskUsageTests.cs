namespace Polyglot.Store.Tests;

public sealed class DiskUsageTests
{
    [Test]
    public void Everything_is_counted_once_and_what_is_shared_is_nobodys_alone()
    {
        using var folder = new StoreFolder();
        var repository = folder.Open();
        var runs = new SampleRuns(folder, repository);
        var first = runs.Run("a", [1_000, 2_000]);
        var second = runs.Run("a", [1_000, 2_000]);
        var third = runs.Run("b", [1_000, 5_000]);
        repository.Objects.Put(new byte[77]);
        var usage = DiskUsage.Of(repository, null, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(usage.Objects.Objects, Is.EqualTo(repository.Objects.List().Count()));
            Assert.That(usage.Total, Is.EqualTo(Gc.Run(repository, new(), dryRun: true, CancellationToken.None).Before));
            Assert.That(usage.Unreachable, Is.EqualTo(new GcCount(1, 77)));
            Assert.That(usage.Runs.Select(r => r.Run), Is.EqualTo(new[] { third.Id, second.Id, first.Id }));
            Assert.That(usage.Runs[1].Alone.Objects, Is.Zero, "the run before has the same");
            Assert.That(usage.Runs[0].Alone.Bytes, Is.GreaterThan(6_000).And.LessThan(usage.Runs[0].All.Bytes), "programs are shared");
            Assert.That(usage.Tasks.Select(t => (t.Name, t.Results)), Is.EqualTo(new[] { ("t1", new GcCount(2, 7_000)), ("t0", new GcCount(2, 2_000)) }));
            Assert.That(usage.Tasks[0].Latest, Is.EqualTo(5_000));
        });
    }

    [Test]
    public void What_was_dropped_is_told_with_the_size_it_had()
    {
        using var folder = new StoreFolder();
        var repository = folder.Open();
        using (repository.Uses.Begin()) new SampleRuns(folder, repository).Run("a", [4_000, 10]);
        Gc.Run(repository, new() { Budget = 0 }, dryRun: false, CancellationToken.None);
        var usage = DiskUsage.Of(repository, "p", CancellationToken.None);
        Assert.That(usage.Dropped, Is.EqualTo(new GcCount(1, 4_000)));
        Assert.That(usage.Tasks.Single(t => t.Name == "t0"), Has.Property(nameof(TaskUsage.Dropped)).EqualTo(1).And.Property(nameof(TaskUsage.Latest)).Null);
        Assert.That(DiskUsage.Of(repository, "other", CancellationToken.None).Runs, Is.Empty);
    }
}
