namespace Polyglot.East;

/// <summary>
/// Builtins on two Sets (spec 5). Both are sorted, so one walk over both gives the answer; when one is far smaller, its keys are looked
/// up in the other instead.
/// </summary>
internal static class SetAlgebra
{
    [Builtin("SetUnionInPlace", "<K>(Set<K>, Set<K>) -> Null")]
    public static EastNull UnionInPlace<K>(BuiltinSite site, EastSet<K> set, EastSet<K> other)
    {
        site.EnsureResizable(set);
        if (ReferenceEquals(set, other)) return default;
        if (IsFarSmaller(other, set))
            foreach (var entry in other.Sorted) set.Add(entry.Key);
        else
            set.Sorted.TakeFrom(Merge(set, other, onlyFirst: true, both: true, onlySecond: true).Sorted);
        return default;
    }

    [Builtin("SetUnion", "<K>(Set<K>, Set<K>) -> Set<K>")]
    public static EastSet<K> Union<K>(EastSet<K> first, EastSet<K> second) => Merge(first, second, onlyFirst: true, both: true, onlySecond: true);

    [Builtin("SetIntersect", "<K>(Set<K>, Set<K>) -> Set<K>")]
    public static EastSet<K> Intersect<K>(EastSet<K> first, EastSet<K> second)
    {
        var (small, large) = first.Count < second.Count ? (first, second) : (second, first);
        if (!IsFarSmaller(small, large)) return Merge(first, second, onlyFirst: false, both: true, onlySecond: false);
        var result = new EastSet<K>(first.Sorted.Order);
        foreach (var (key, _) in small.Sorted)
            if (large.Contains(key)) result.Sorted.Append(key, default);
        return result;
    }

    [Builtin("SetDiff", "<K>(Set<K>, Set<K>) -> Set<K>")]
    public static EastSet<K> Diff<K>(EastSet<K> first, EastSet<K> second) => Merge(first, second, onlyFirst: true, both: false, onlySecond: false);

    [Builtin("SetSymDiff", "<K>(Set<K>, Set<K>) -> Set<K>")]
    public static EastSet<K> SymDiff<K>(EastSet<K> first, EastSet<K> second) => Merge(first, second, onlyFirst: true, both: false, onlySecond: true);

    [Builtin("SetIsSubset", "<K>(Set<K>, Set<K>) -> Boolean")]
    public static bool IsSubset<K>(EastSet<K> first, EastSet<K> second) => first.Count <= second.Count && CommonKeys(first, second, first.Count) == first.Count;

    [Builtin("SetIsDisjoint", "<K>(Set<K>, Set<K>) -> Boolean")]
    public static bool IsDisjoint<K>(EastSet<K> first, EastSet<K> second) =>
        first.Count <= second.Count ? CommonKeys(first, second, least: 1) == 0 : CommonKeys(second, first, least: 1) == 0;

    private static bool IsFarSmaller<K>(EastSet<K> small, EastSet<K> large) => small.Count < large.Count / 8;

    /// <summary>The keys that are in one, in both, in the other, as asked for.</summary>
    private static EastSet<K> Merge<K>(EastSet<K> first, EastSet<K> second, bool onlyFirst, bool both, bool onlySecond)
    {
        var order = first.Sorted.Order;
        var result = new EastSet<K>(order);
        var (left, right) = (first.Sorted.GetEnumerator(), second.Sorted.GetEnumerator());
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            var comparison = !hasLeft ? 1 : !hasRight ? -1 : order.Compare(left.Current.Key, right.Current.Key);
            if (comparison < 0 ? onlyFirst : comparison > 0 ? onlySecond : both)
                result.Sorted.Append(comparison <= 0 ? left.Current.Key : right.Current.Key, default);
            if (comparison <= 0) hasLeft = left.MoveNext();
            if (comparison >= 0) hasRight = right.MoveNext();
        }
        return result;
    }

    /// <summary>How many keys of the smaller set are in the larger one, when at least that many can tell; counting stops once the answer is clear.</summary>
    private static int CommonKeys<K>(EastSet<K> small, EastSet<K> large, int least)
    {
        var (common, left) = (0, small.Count);
        if (IsFarSmaller(small, large))
        {
            foreach (var (key, _) in small.Sorted)
            {
                if (common >= least || common + left < least) break;
                if (large.Contains(key)) common++;
                left--;
            }
            return common;
        }
        var order = small.Sorted.Order;
        var (a, b) = (small.Sorted.GetEnumerator(), large.Sorted.GetEnumerator());
        var (hasA, hasB) = (a.MoveNext(), b.MoveNext());
        while (hasA && hasB && common < least && common + left >= least)
        {
            var comparison = order.Compare(a.Current.Key, b.Current.Key);
            if (comparison == 0) common++;
            if (comparison <= 0)
            {
                hasA = a.MoveNext();
                left--;
            }
            if (comparison >= 0) hasB = b.MoveNext();
        }
        return common;
    }
}
