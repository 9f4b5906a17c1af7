namespace Polyglot.East;

/// <summary>A type as a beast v1 file has it: the cases of Variants may be in another order than the sorted one.</summary>
/// <param name="type">The type, with sorted cases.</param>
/// <param name="parts">The parts in the order of the file.</param>
/// <param name="cases">For a Variant, the position in sorted order of each case of the file; empty for others.</param>
internal sealed class Beast1Schema(EastType type, Beast1Schema[] parts, int[] cases)
{
    public EastType Type => type;

    public Beast1Schema[] Parts => parts;

    public int[] Cases => cases;

    /// <summary>The node of the type's graph; known once the whole type is (<see cref="Complete"/>).</summary>
    public TypeNode Node { get; private set; } = null!;

    /// <summary>The one value of a Struct whose values take no bytes.</summary>
    public EastStruct? Only { get; set; }

    public static Beast1Schema Of(EastType type, params Beast1Schema[] parts) => new(type, parts, []);

    /// <summary>A Variant whose cases come in the order of the file.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public static Beast1Schema Variant((string Name, EastType Type)[] cases, Beast1Schema[] parts)
    {
        var type = EastType.Variant(cases);
        return new(type, parts, [.. cases.Select(c => type.IndexOf(c.Name))]);
    }

    /// <summary>Makes the graph of the whole type, once, and gives each part its node.</summary>
    public Beast1Schema Complete()
    {
        Attach(TypeNode.Of(type));
        return this;
    }

    private void Attach(TypeNode node)
    {
        Node = node;
        for (var i = 0; i < parts.Length; i++) parts[i].Attach(node.Parts[cases.Length > 0 ? cases[i] : i]);
    }
}
