namespace Polyglot.East;

/// <summary>A type as a beast v1 file has it: the cases of Variants may be in another order than the sorted one.</summary>
/// <param name="Node">The type, with sorted cases.</param>
/// <param name="Parts">The parts in the order of the file.</param>
/// <param name="Cases">For a Variant, the position in sorted order of each case of the file.</param>
internal sealed record Beast1Schema(TypeNode Node, Beast1Schema[] Parts, int[] Cases)
{
    public EastType Type => Node.Type;

    /// <summary>The one value of a Struct whose values take no bytes.</summary>
    public EastStruct? Only { get; set; }

    public static Beast1Schema Of(EastType type, params Beast1Schema[] parts) => new(TypeNode.Of(type), parts, []);

    /// <summary>A Variant whose cases come in the order of the file.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public static Beast1Schema Variant((string Name, EastType Type)[] cases, Beast1Schema[] parts)
    {
        var type = EastType.Variant(cases);
        return new(TypeNode.Of(type), parts, [.. cases.Select(c => type.IndexOf(c.Name))]);
    }
}
