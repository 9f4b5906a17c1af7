namespace Polyglot.East;

/// <summary>Locks a Set for as long as it is iterated over (spec 4.6); disposing unlocks it, whichever way the iteration ends.</summary>
internal readonly ref struct SetIteration<K>
{
    private readonly EastSet<K> _set;

    public SetIteration(EastSet<K> set)
    {
        _set = set;
        set.Locks++;
    }

    public void Dispose() => _set.Locks--;
}
