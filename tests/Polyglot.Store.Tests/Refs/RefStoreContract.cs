namespace Polyglot.Store.Tests;

/// <summary>What every ref store does.</summary>
public abstract class RefStoreContract
{
    protected static readonly ObjectId A = Hashing.Object("a"u8);
    protected static readonly ObjectId B = Hashing.Object("b"u8);
    protected static readonly RefName Page = RefName.Parse("outputs/page");

    private IRefStore _refs = null!;

    protected abstract IRefStore Create();

    [SetUp]
    public void CreateStore() => _refs = Create();

    [Test]
    public void A_ref_that_was_never_set_is_missing() => Assert.That(_refs.Get(Page), Is.EqualTo(new RefRead(Page, RefStatus.Missing, null)));

    [Test]
    public void A_ref_points_where_it_was_set_to_last()
    {
        _refs.Set(Page, A);
        _refs.Set(Page, B);
        Assert.That(_refs.Get(Page), Is.EqualTo(new RefRead(Page, RefStatus.Found, B)));
    }

    [Test]
    public void A_deleted_ref_is_missing()
    {
        _refs.Set(Page, A);
        Assert.That(_refs.Delete(Page));
        Assert.That(_refs.Get(Page).Status, Is.EqualTo(RefStatus.Missing));
        Assert.That(_refs.Delete(Page), Is.False);
    }

    [Test]
    public void A_swap_needs_the_expected_target()
    {
        Assert.That(_refs.CompareAndSwap(Page, B, A), Is.EqualTo(new RefSwap(false, new RefRead(Page, RefStatus.Missing, null))));
        Assert.That(_refs.CompareAndSwap(Page, null, A), Is.EqualTo(new RefSwap(true, new RefRead(Page, RefStatus.Found, A))));
        Assert.That(_refs.CompareAndSwap(Page, null, B), Is.EqualTo(new RefSwap(false, new RefRead(Page, RefStatus.Found, A))));
        Assert.That(_refs.CompareAndSwap(Page, B, B).Done, Is.False);
        Assert.That(_refs.CompareAndSwap(Page, A, B).Done);
        Assert.That(_refs.Get(Page).Id, Is.EqualTo(B));
    }

    [Test]
    public void A_namespace_lists_its_refs_by_name()
    {
        foreach (var name in new[] { "outputs/b", "outputs/a/x", "runs/z", "outputs/B" }) _refs.Set(RefName.Parse(name), A);
        Assert.That(_refs.List("outputs").Select(r => r.Name.ToString()), Is.EqualTo(new[] { "outputs/B", "outputs/a/x", "outputs/b" }));
        Assert.That(_refs.List("outputs").Select(r => r.Id), Is.All.EqualTo(A));
        Assert.That(_refs.Namespaces(), Is.EqualTo(new[] { "outputs", "runs" }));
    }

    [TestCase("none")]
    [TestCase("..")]
    [TestCase("../outputs")]
    [TestCase("")]
    public void A_namespace_that_is_not_there_is_empty(string name)
    {
        _refs.Set(Page, A);
        Assert.That(_refs.List(name), Is.Empty);
    }

    [Test]
    public void A_ref_cannot_be_a_part_of_another_refs_name()
    {
        _refs.Set(Page, A);
        Assert.That(() => _refs.Set(RefName.Parse("outputs/page/x"), A), Throws.TypeOf<StoreException>().With.Property("Error").EqualTo(StoreError.RefNameTaken));
        _refs.Set(RefName.Parse("outputs/folder/x"), A);
        Assert.That(() => _refs.Set(RefName.Parse("outputs/folder"), A), Throws.TypeOf<StoreException>().With.Property("Error").EqualTo(StoreError.RefNameTaken));
        Assert.That(_refs.Get(RefName.Parse("outputs/folder")).Status, Is.EqualTo(RefStatus.Missing));
    }

    [Test]
    public void The_default_name_names_nothing() => Assert.That(() => _refs.Get(default), Throws.ArgumentException);

    [Test]
    public void Of_many_swaps_from_the_same_target_one_is_done()
    {
        var targets = Enumerable.Range(0, 60).Select(i => Hashing.Object(BitConverter.GetBytes(i))).ToList();
        var done = 0;
        Parallel.ForEach(targets, new ParallelOptions { MaxDegreeOfParallelism = 4 }, target =>
        {
            if (_refs.CompareAndSwap(Page, null, target).Done) Interlocked.Increment(ref done);
        });
        Assert.That(done, Is.EqualTo(1));
        Assert.That(targets, Does.Contain(_refs.Get(Page).Id!.Value));
    }
}
