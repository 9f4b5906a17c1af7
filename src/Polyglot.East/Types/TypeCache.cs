using System.Collections.Concurrent;

namespace Polyglot.East;

/// <summary>
/// What is made once for a type and used by every value of it. Types also come from outside, so what is kept is bounded by the size of
/// the types and forgotten all at once; it is then made again.
/// </summary>
internal sealed class TypeCache<T>(Func<EastType, T> make)
{
    private const int MaxNodes = 2 * EastType.MaxNodes;

    private readonly ConcurrentDictionary<EastType, T> _made = new();
    private int _nodes;

    public T Of(EastType type)
    {
        if (_made.TryGetValue(type, out var known)) return known;
        if (Interlocked.Add(ref _nodes, type.NodeCount) > MaxNodes)
        {
            _made.Clear();
            Interlocked.Exchange(ref _nodes, type.NodeCount);
        }
        return _made.GetOrAdd(type, make);
    }
}
