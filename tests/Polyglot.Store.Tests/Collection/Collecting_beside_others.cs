using System.Globalization;

namespace Polyglot.Store.Tests;

/// <summary>Processes that run and collect in one repository at the same time, some of which are killed.</summary>
public sealed class Collecting_beside_others
{
    private StoreFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new StoreFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Nobody_loses_what_it_uses_and_a_killed_collector_leaves_nothing_broken()
    {
        var steady = Enumerable.Range(0, 3).Select(i => User(i, 60)).ToList();
        var random = new Random(5);
        for (var round = 0; round < 4; round++)
        {
            using var victim = User(10 + round, 100_000);
            for (var lines = random.Next(1, 40); lines > 0; lines--) Assert.That(victim.ReadLine(), Does.StartWith("run "));
            Assert.That(victim.Kill(), Is.All.StartsWith("run "));
        }
        foreach (var user in steady)
        {
            var (exitCode, output) = user.WaitForEnd();
            Assert.That(exitCode, Is.Zero, output);
            user.Dispose();
        }
        using var repository = Repository.Open(_folder.Path);
        FindingKind[] rubbish = [FindingKind.AbandonedLock, FindingKind.AbandonedTemp];
        Assert.That(Fsck.Run(repository, null, CancellationToken.None).Where(f => !rubbish.Contains(f.Kind)), Is.Empty);

        var report = Gc.Run(repository, new() { KeepRuns = 1, Budget = 200_000 }, dryRun: false, CancellationToken.None);
        Assert.That(report.WithinBudget, $"{report}");
        Assert.That(Fsck.Run(repository, null, CancellationToken.None).Where(f => !rubbish.Contains(f.Kind)), Is.Empty);
    }

    private CrasherProcess User(int seed, int rounds) => new("use", _folder.Path, seed.ToString(CultureInfo.InvariantCulture), rounds.ToString(CultureInfo.InvariantCulture));
}
