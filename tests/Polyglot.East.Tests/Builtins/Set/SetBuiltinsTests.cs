namespace Polyglot.East.Tests;

public sealed class SetBuiltinsTests
{
    private static readonly BuiltinSite Site = Sites.Of("SetInsert", "Integer");

    [TestCase(0, 0)]
    [TestCase(5, 7)]
    [TestCase(300, 280)]
    [TestCase(1000, 3)]
    [TestCase(3, 1000)]
    [TestCase(900, 0)]
    public void Algebra_is_that_of_sets_whatever_the_sizes(int first, int second)
    {
        var random = new Random(first * 31 + second);
        for (var round = 0; round < 20; round++)
        {
            var a = Enumerable.Range(0, first).Select(_ => random.NextInt64(1500)).ToHashSet();
            var b = round % 5 == 0 ? a.Take(second).ToHashSet() : Enumerable.Range(0, second).Select(_ => random.NextInt64(1500)).ToHashSet();
            var (x, y) = (Of(a), Of(b));
            Assert.That(SetAlgebra.Union(x, y), Is.EqualTo(a.Union(b).Order()));
            Assert.That(SetAlgebra.Intersect(x, y), Is.EqualTo(a.Intersect(b).Order()));
            Assert.That(SetAlgebra.Diff(x, y), Is.EqualTo(a.Except(b).Order()));
            Assert.That(SetAlgebra.SymDiff(x, y), Is.EqualTo(a.Union(b).Except(a.Intersect(b)).Order()));
            Assert.That(SetAlgebra.IsSubset(x, y), Is.EqualTo(a.IsSubsetOf(b)));
            Assert.That(SetAlgebra.IsSubset(y, x), Is.EqualTo(b.IsSubsetOf(a)));
            Assert.That(SetAlgebra.IsDisjoint(x, y), Is.EqualTo(!a.Overlaps(b)));
            var copy = SetElements.Copy(x);
            SetAlgebra.UnionInPlace(Site, copy, y);
            Assert.That(copy, Is.EqualTo(a.Union(b).Order()));
            Assert.That(x, Is.EqualTo(a.Order()), "the copied set changed");
            SetAlgebra.UnionInPlace(Site, copy, copy);
            Assert.That(copy, Has.Count.EqualTo(a.Union(b).Count()));
            Assert.That(copy.Add(-1), Is.True);
            Assert.That(copy.First(), Is.EqualTo(-1));
        }
    }

    [Test]
    public void A_set_that_is_iterated_over_keeps_its_size_and_is_free_again_afterwards()
    {
        var set = Of([1, 2]);
        string[] changes = ["insert", "tryInsert", "delete", "tryDelete", "clear", "union"];
        foreach (var change in changes)
            Sites.Fails(BuiltinMessages.LockedSet, () => SetMaps.ForEach(set, _ => Change(set, change)));
        Assert.That(set.Locks, Is.Zero);
        SetElements.Insert(Site, set, 3);
        Assert.That(set, Is.EqualTo(new[] { 1L, 2L, 3L }));
    }

    [Test]
    public void A_frozen_set_is_not_changed()
    {
        var set = Of([1]);
        set.IsFrozen = true;
        Sites.Fails(BuiltinMessages.FrozenSet, () => SetElements.Clear(Site, set));
    }

    [Test]
    public void Keys_are_named_as_East_text()
    {
        var site = Sites.Of("SetInsert", "String");
        var set = new EastSet<string>(EastType.String) { "a\n" };
        Sites.Fails("Set already contains key \"a\\n\"", () => SetElements.Insert(site, set, "a\n"));
        Sites.Fails("Set does not contain key \"b\"", () => SetElements.Delete(site, set, "b"));
    }

    private static bool Change(EastSet<long> set, string how) => how switch
    {
        "insert" => SetElements.Insert(Site, set, 1) == default,
        "tryInsert" => SetElements.TryInsert(Site, set, 1),
        "delete" => SetElements.Delete(Site, set, 9) == default,
        "tryDelete" => SetElements.TryDelete(Site, set, 9),
        "clear" => SetElements.Clear(Site, set) == default,
        _ => SetAlgebra.UnionInPlace(Site, set, set) == default,
    };

    private static EastSet<long> Of(IEnumerable<long> keys)
    {
        var set = new EastSet<long>(EastType.Integer);
        foreach (var key in keys) set.Add(key);
        return set;
    }
}
