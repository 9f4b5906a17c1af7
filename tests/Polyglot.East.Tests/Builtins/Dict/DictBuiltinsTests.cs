namespace Polyglot.East.Tests;

public sealed class DictBuiltinsTests
{
    private static readonly BuiltinSite Site = Sites.Of("DictInsert", "Integer", "String");

    [Test]
    public void A_dict_that_is_iterated_over_keeps_its_size_but_values_may_change()
    {
        var dict = Of((1, "a"), (2, "b"));
        var changes = new Action[]
        {
            () => DictEntries.Insert(Site, dict, 3, ""),
            () => DictEntries.GetOrInsert(Site, dict, 1, _ => ""),
            () => DictEntries.InsertOrUpdate(Site, dict, 1, "", (_, _, _) => ""),
            () => DictEntries.Merge(Site, dict, 1, "", (_, _, _) => "", _ => ""),
            () => DictEntries.Delete(Site, dict, 9),
            () => DictEntries.TryDelete(Site, dict, 9),
            () => DictEntries.Pop(Site, dict, 9),
            () => DictEntries.Clear(Site, dict),
            () => DictAlgebra.UnionInPlace(Site, dict, dict, (a, _, _) => a),
            () => DictAlgebra.MergeAll(Site, dict, dict, (a, _, _) => a, _ => ""),
        };
        foreach (var change in changes)
            Sites.Fails(BuiltinMessages.LockedDict, () => DictMaps.ForEach(dict, (_, _) => Do(change)));
        Assert.That(dict.Locks, Is.Zero);
        DictMaps.ForEach(dict, (value, key) => DictEntries.Update(Site, dict, key, value + "!"));
        DictMaps.ForEach(dict, (_, key) => DictEntries.Swap(Site, dict, 2, $"{key}"));
        Assert.That(Text(dict), Is.EqualTo("1=a!,2=2"));
    }

    [Test]
    public void A_value_changed_while_iterating_is_seen_when_its_turn_comes()
    {
        var dict = Of((1, "a"), (2, "b"));
        var seen = DictMaps.ToArray(dict, (value, _) =>
        {
            dict[2] = "c";
            return value;
        });
        Assert.That(seen, Is.EqualTo(new[] { "a", "c" }));
    }

    [Test]
    public void A_frozen_dict_is_not_changed()
    {
        var dict = Of((1, "a"));
        dict.IsFrozen = true;
        Sites.Fails(BuiltinMessages.FrozenDict, () => DictEntries.Update(Site, dict, 1, "b"));
        Sites.Fails(BuiltinMessages.FrozenDict, () => DictEntries.Clear(Site, dict));
    }

    [Test]
    public void Keys_are_named_as_East_text()
    {
        var dict = Of((-1, "a"));
        Sites.Fails("Dict already contains key -1", () => DictEntries.Insert(Site, dict, -1, ""));
        Sites.Fails("Dict does not contain key 7", () => DictEntries.Get(Site, dict, 7));
        Sites.Fails("Dict does not contain key 7", () => DictEntries.Pop(Site, dict, 7));
        Sites.Fails("Dict does not contain key 7", () => DictEntries.Swap(Site, dict, 7, ""));
    }

    [Test]
    public void Conflicts_are_asked_with_the_old_value_the_new_one_and_the_key()
    {
        var dict = Of((1, "a"), (2, "b"));
        DictAlgebra.UnionInPlace(Site, dict, Of((2, "c"), (3, "d")), (old, added, key) => $"{old}{added}{key}");
        Assert.That(Text(dict), Is.EqualTo("1=a,2=bc2,3=d"));
        DictAlgebra.MergeAll(Site, dict, Of((3, "e"), (4, "f")), (old, added, key) => $"{old}{added}{key}", key => $"new{key}");
        Assert.That(Text(dict), Is.EqualTo("1=a,2=bc2,3=de3,4=new4f4"));
        var generated = DictEntries.Generate(Site, 3, i => i % 2, i => $"{i}", (old, added, key) => $"{old}{added}{key}");
        Assert.That(Text(generated), Is.EqualTo("0=020,1=1"));
        Assert.That(Text(DictEntries.Generate<long, string>(Site, -1, i => i, i => "", (a, _, _) => a)), Is.Empty);
    }

    [Test]
    public void A_callback_may_change_the_dict_that_its_result_goes_into()
    {
        var dict = Of((1, "a"), (2, "b"));
        DictEntries.InsertOrUpdate(Site, dict, 2, "c", (old, added, _) =>
        {
            dict.Remove(1);
            dict[0] = "z";
            return old + added;
        });
        Assert.That(Text(dict), Is.EqualTo("0=z,2=bc"));
        DictEntries.Merge(Site, dict, 2, "d", (old, added, _) =>
        {
            dict.Clear();
            return old + added;
        }, _ => "");
        Assert.That(Text(dict), Is.EqualTo("2=bcd"));
    }

    [Test]
    public void A_copy_of_a_large_dict_goes_its_own_way()
    {
        var dict = Of([.. Enumerable.Range(0, 2000).Select(i => ((long)i, $"{i}"))]);
        var copy = DictAlgebra.Copy(dict);
        for (var i = 0L; i < 2000; i += 2) copy.Remove(i);
        copy[1] = "x";
        Assert.That((dict.Count, copy.Count, dict[1], copy[1]), Is.EqualTo((2000, 1000, "1", "x")));
        Assert.That(DictAlgebra.Keys(copy), Is.EqualTo(Enumerable.Range(0, 1000).Select(i => i * 2L + 1)));
    }

    private static object? Do(Action change)
    {
        change();
        return null;
    }

    private static EastDict<long, string> Of(params (long Key, string Value)[] entries)
    {
        var dict = new EastDict<long, string>(EastType.Integer);
        foreach (var (key, value) in entries) dict[key] = value;
        return dict;
    }

    private static string Text(EastDict<long, string> dict) => string.Join(",", dict.Select(e => $"{e.Key}={e.Value}"));
}
