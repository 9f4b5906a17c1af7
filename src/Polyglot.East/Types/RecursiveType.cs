namespace Polyglot.East;

/// <summary>
/// A back-reference (spec 1.3): 1 is the constructor immediately around the leaf, 2 the next one out. Every constructor that
/// contains types counts; the list of a Struct's fields does not.
/// </summary>
public sealed class RecursiveType : EastType
{
    internal RecursiveType(int depth) : base(EastTypeKind.Recursive, [], depth)
    {
        if (depth is < 1 or > MaxDepth) throw new ArgumentException(TypeMessages.RecursiveDepth, nameof(depth));
        Levels = depth;
        Reach = depth;
        ContainsRecursion = true;
    }

    /// <summary>How many constructors outward the reference points; at least 1.</summary>
    public int Levels { get; }

    private protected override bool PartsEqual(EastType other) => Levels == ((RecursiveType)other).Levels;
}
