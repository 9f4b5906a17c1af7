using Polyglot.Testing.Store;

namespace Polyglot.Store.Tests;

public sealed class InMemoryRefStoreTests : RefStoreContract
{
    protected override IRefStore Create() => new InMemoryRefStore();
}

[TestFixture(false, TestName = "FileRefStore by system calls")]
[TestFixture(true, TestName = "FileRefStore by portable calls")]
public sealed class FileRefStoreTests(bool portable) : RefStoreContract
{
    private StoreFolder _folder = null!;
    private Repository _repository = null!;

    protected override IRefStore Create()
    {
        _folder = new StoreFolder(portable ? new PortableFileSystem() : null);
        _repository = _folder.Open();
        return _repository.Refs;
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    private string PathOf(RefName name) => Path.Combine(_folder.Path, "refs", name.ToString());

    [Test]
    public void A_ref_is_a_line_of_64_digits()
    {
        _repository.Refs.Set(Page, A);
        Assert.That(File.ReadAllText(PathOf(Page)), Is.EqualTo(A + "\n"));
    }

    [Test]
    public void Another_process_sees_it()
    {
        _repository.Refs.Set(Page, A);
        Assert.That(_folder.Open().Refs.Get(Page).Id, Is.EqualTo(A));
    }

    [TestCase("")]
    [TestCase("abc\n")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n\n")]
    [TestCase("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\n")]
    public void A_ref_that_holds_no_id_is_damaged_until_it_is_set(string content)
    {
        _repository.Refs.Set(Page, A);
        File.WriteAllText(PathOf(Page), content);
        Assert.That(_repository.Refs.Get(Page), Is.EqualTo(new RefRead(Page, RefStatus.Damaged, null)));
        Assert.That(_repository.Refs.CompareAndSwap(Page, null, B).Done, Is.False);
        Assert.That(_repository.Refs.List("outputs").Single().Status, Is.EqualTo(RefStatus.Damaged));
        _repository.Refs.Set(Page, B);
        Assert.That(_repository.Refs.Get(Page).Id, Is.EqualTo(B));
    }

    [Test]
    public void Nothing_is_left_beside_a_ref()
    {
        _repository.Refs.Set(Page, A);
        _repository.Refs.CompareAndSwap(Page, A, B);
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "refs", "outputs")).Select(Path.GetFileName), Is.EqualTo(new[] { "page" }));
        Assert.That(Directory.EnumerateFiles(_repository.Temp.Folder).Select(Path.GetFileName), Is.EqualTo(new[] { "owner" }));
    }

    [Test]
    public void A_ref_locked_by_a_live_process_is_refused_with_its_name()
    {
        var other = _folder.Open(StoreFolder.ForeignProcess);
        using var held = HoldLock(other);
        var impatient = new FileRefStore(Path.Combine(_folder.Path, "refs"), _folder.Files, _repository.Temp, _repository.Locks, patience: 3);
        var lockPath = impatient.LockPathOf(Page);
        Assert.That(() => impatient.Set(Page, A), Throws.TypeOf<StoreException>()
            .With.Message.EqualTo(StoreMessages.RefLocked(Page, lockPath, StoreFolder.ForeignProcess.Claimant)));
        held.Dispose();
        impatient.Set(Page, A);
        Assert.That(_repository.Refs.Get(Page).Id, Is.EqualTo(A));
    }

    [Test]
    public void A_lock_of_a_dead_process_is_taken_over()
    {
        var other = _folder.Open(StoreFolder.DeadProcess);
        HoldLock(other);
        _repository.Refs.Set(Page, A);
        Assert.That(_repository.Refs.Get(Page).Id, Is.EqualTo(A));
    }

    private IDisposable HoldLock(Repository other)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Page))!);
        return other.Locks.TryTake(other.FileRefs.LockPathOf(Page))!.Value.Held!;
    }
}
