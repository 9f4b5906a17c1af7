using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>How values of one type compare, for callers that do not know its CLR type.</summary>
internal abstract class OrderRoutine
{
    /// <summary>
    /// Values of the type may contain themselves, or at least be nested without limit: the type is part of a cycle of the type graph.
    /// Such comparisons remember the pairs of containers that they met and look after the stack.
    /// </summary>
    public bool MayRecur { get; init; }

    public abstract int CompareObjects(object? x, object? y, MetPairs? met);

    public int CompareObjects(object? x, object? y) => CompareObjects(x, y, MayRecur ? new MetPairs() : null);
}

/// <summary>How values of one type compare.</summary>
internal abstract class OrderRoutine<T> : OrderRoutine, IComparer<T>
{
    public abstract int Compare(T x, T y, MetPairs? met);

    public virtual int Compare(T? x, T? y) => Compare(x!, y!, MayRecur ? new MetPairs() : null);

    public sealed override int CompareObjects(object? x, object? y, MetPairs? met) => Compare((T)x!, (T)y!, met);
}

/// <summary>
/// The pairs of containers that one comparison has met. A pair that is met again counts as equal: had it been found different, the
/// comparison would be over.
/// </summary>
internal sealed class MetPairs
{
    private readonly HashSet<(object, object)> _pairs = new(ByIdentity.Instance);

    /// <summary>True when the pair is new and must be compared.</summary>
    public bool Meet(object x, object y)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return _pairs.Add((x, y));
    }

    private sealed class ByIdentity : IEqualityComparer<(object X, object Y)>
    {
        public static readonly ByIdentity Instance = new();

        public bool Equals((object X, object Y) a, (object X, object Y) b) => ReferenceEquals(a.X, b.X) && ReferenceEquals(a.Y, b.Y);

        public int GetHashCode((object X, object Y) pair) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(pair.X), RuntimeHelpers.GetHashCode(pair.Y));
    }
}
