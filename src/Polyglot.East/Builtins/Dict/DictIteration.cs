namespace Polyglot.East;

/// <summary>Locks a Dict for as long as it is iterated over (spec 4.6); disposing unlocks it, whichever way the iteration ends.</summary>
internal readonly ref struct DictIteration<K, V>
{
    private readonly EastDict<K, V> _dict;

    public DictIteration(EastDict<K, V> dict)
    {
        _dict = dict;
        dict.Locks++;
    }

    public void Dispose() => _dict.Locks--;
}
