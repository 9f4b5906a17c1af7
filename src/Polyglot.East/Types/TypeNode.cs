namespace Polyglot.East;

/// <summary>
/// A closed type as a graph: back-references are edges to the constructor they point at. What is compiled from types (codecs,
/// comparers, printers) is compiled from nodes, one routine per node, so that recursion needs no stack of enclosing routines.
/// </summary>
internal sealed class TypeNode
{
    private readonly EastType[] _written;

    private TypeNode(EastType type)
    {
        Type = type;
        _written = TypeParts.Of(type);
        Parts = new TypeNode[_written.Length];
    }

    /// <summary>The type as written, possibly open. Never a <see cref="RecursiveType"/>.</summary>
    public EastType Type { get; }

    /// <summary>The nodes of the parts; an edge that <see cref="IsBackReference"/> leads to an enclosing node.</summary>
    public TypeNode[] Parts { get; }

    /// <summary>Makes an empty container of this type; set by <see cref="EastValues"/> the first time one is asked for.</summary>
    public Func<object>? Factory { get; set; }

    /// <summary>Whether the part is written as a back-reference, where values are held as <see cref="object"/>.</summary>
    public bool IsBackReference(int part) => _written[part] is RecursiveType;

    /// <summary>The graph of a closed type.</summary>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static TypeNode Of(EastType type)
    {
        if (!type.IsClosed) throw new ArgumentException(TypeMessages.Open(type), nameof(type));
        return Build(type, []);
    }

    /// <summary>
    /// Whether two nodes stand for the same type, and so hold the same CLR objects: equal, with equal targets of the back-references that
    /// leave them.
    /// </summary>
    public static bool Same(TypeNode a, TypeNode b) => Same(a, b, null);

    private static TypeNode Build(EastType type, List<TypeNode> enclosing)
    {
        var node = new TypeNode(type);
        if (node.Parts.Length == 0) return node;
        enclosing.Add(node);
        for (var i = 0; i < node.Parts.Length; i++)
            node.Parts[i] = node._written[i] is RecursiveType back ? enclosing[^back.Levels] : Build(node._written[i], enclosing);
        enclosing.RemoveAt(enclosing.Count - 1);
        return node;
    }

    private static bool Same(TypeNode a, TypeNode b, HashSet<(TypeNode, TypeNode)>? assumed)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Type.IsClosed && b.Type.IsClosed && a.Type.Equals(b.Type)) return true;
        if (a.Type.Kind != b.Type.Kind || a.Parts.Length != b.Parts.Length || !SameNames(a.Type, b.Type)) return false;
        if (!(assumed ??= []).Add((a, b))) return true;
        for (var i = 0; i < a.Parts.Length; i++)
            if (a.IsBackReference(i) != b.IsBackReference(i) || !Same(a.Parts[i], b.Parts[i], assumed)) return false;
        return true;
    }

    private static bool SameNames(EastType a, EastType b) => (a, b) switch
    {
        (StructType x, StructType y) => x.Fields.Select(f => f.Name).SequenceEqual(y.Fields.Select(f => f.Name)),
        (VariantType x, VariantType y) => x.Cases.Select(c => c.Name).SequenceEqual(y.Cases.Select(c => c.Name)),
        _ => true,
    };
}
