namespace Polyglot.Store.Tests;

[TestFixture(false, TestName = "LockFiles by system calls")]
[TestFixture(true, TestName = "LockFiles by portable calls")]
public sealed class LockFilesTests(bool portable)
{
    private StoreFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void Create()
    {
        _folder = new StoreFolder(portable ? new PortableFileSystem() : null);
        _path = Path.Combine(_folder.Path, "the.lock");
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void A_lock_file_holds_the_identity_of_its_process_at_once()
    {
        using var held = _folder.Open().Locks.TryTake(_path)!.Value.Held;
        // Not by .NET's own calls: they ask for a lock of the file, which its process holds as a sign of life.
        Assert.That(_folder.Files.ReadAll(_path), Is.EqualTo(ProcessIdentity.Self.ToBytes()));
    }

    // The states absent, live, dead and every edge between them.
    [Test]
    public void Absent_becomes_live_by_taking() => Assert.That(_folder.Open().Locks.TryTake(_path)!.Value.Held, Is.Not.Null);

    [Test]
    public void Live_becomes_absent_by_its_own_process()
    {
        var locks = _folder.Open().Locks;
        locks.TryTake(_path)!.Value.Held!.Dispose();
        Assert.That(File.Exists(_path), Is.False);
    }

    [Test]
    public void Live_stays_live_whoever_asks_or_cleans_up()
    {
        using var held = _folder.Open().Locks.TryTake(_path)!.Value.Held;
        var other = _folder.Open().Locks;
        Assert.That(other.TryTake(_path), Is.EqualTo(new LockAnswer(null, ProcessIdentity.Self)));
        Assert.That(other.RemoveDead(_path), Is.Null);
        Assert.That(other.IsHeld(_path));
        Assert.That(other.IsAbandoned(_path, out _), Is.False);
    }

    [Test]
    public void Dead_becomes_live_by_taking()
    {
        LeaveDead();
        Assert.That(_folder.Open().Locks.TryTake(_path)!.Value, Has.Property("Other").EqualTo(StoreFolder.DeadProcess).And.Property("Held").Not.Null);
    }

    [Test]
    public void Dead_becomes_absent_by_cleaning_up()
    {
        LeaveDead();
        var locks = _folder.Open().Locks;
        Assert.That(locks.IsHeld(_path), Is.False);
        Assert.That(locks.IsAbandoned(_path, out var owner) && owner == StoreFolder.DeadProcess);
        Assert.That(locks.RemoveDead(_path), Is.EqualTo(StoreFolder.DeadProcess));
        Assert.That(File.Exists(_path), Is.False);
        Assert.That(locks.RemoveDead(_path), Is.Null);
    }

    [Test]
    public void Without_a_folder_there_is_no_answer() =>
        Assert.That(_folder.Open().Locks.TryTake(Path.Combine(_folder.Path, "none", "the.lock")), Is.Null);

    [Test]
    public void Without_its_owner_file_a_process_is_told_what_happened()
    {
        var repository = _folder.Open();
        Directory.Delete(repository.Temp.Folder, recursive: true);
        Assert.That(() => repository.Locks.TryTake(_path), Throws.TypeOf<StoreException>().With.Property("Error").EqualTo(StoreError.FileGone));
    }

    [Test]
    public void Of_many_takers_of_a_dead_lock_exactly_one_gets_it()
    {
        const int takers = 4;
        var repositories = Enumerable.Range(0, takers).Select(_ => _folder.Open()).ToArray();
        for (var round = 0; round < 40; round++)
        {
            LeaveDead();
            using var start = new Barrier(takers);
            var answers = new LockAnswer[takers];
            var threads = Enumerable.Range(0, takers).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                answers[i] = repositories[i].Locks.TryTake(_path)!.Value;
            })).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());

            var winners = answers.Where(a => a.Held is not null).ToList();
            Assert.That(winners, Has.Count.EqualTo(1), $"round {round}");
            Assert.That(answers.Where(a => a.Held is null).Select(a => a.Other), Is.All.EqualTo(ProcessIdentity.Self));
            Assert.That(File.Exists(_path));
            winners[0].Held!.Dispose();
        }
    }

    [Test]
    public void Nobody_is_ever_inside_together_while_dead_locks_keep_appearing()
    {
        const int takers = 4;
        var repositories = Enumerable.Range(0, takers).Select(_ => _folder.Open()).ToArray();
        var (inside, clashes, turns) = (0, 0, 0);
        var threads = repositories.Select(repository => new Thread(() =>
        {
            for (var i = 0; i < 150; i++)
            {
                if (repository.Locks.TryTake(_path) is not { Held: { } held }) continue;
                if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref clashes);
                Interlocked.Increment(ref turns);
                Interlocked.Decrement(ref inside);
                // Every third holder dies instead of giving back: its file is replaced in one step by a dead one.
                if (i % 3 == 0) Die(repository);
                else held.Dispose();
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.That(clashes, Is.Zero);
        Assert.That(turns, Is.GreaterThan(20));
    }

    private void Die(Repository repository)
    {
        var dead = repository.Temp.NextPath();
        File.WriteAllBytes(dead, StoreFolder.DeadProcess.ToBytes());
        File.Move(dead, _path, overwrite: true);
    }

    private void LeaveDead() => File.WriteAllBytes(_path, StoreFolder.DeadProcess.ToBytes());
}
