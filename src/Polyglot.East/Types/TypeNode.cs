namespace Polyglot.East;

/// <summary>
/// A closed type as a graph: back-references are edges to the constructor they point at. What is compiled from types (codecs,
/// comparers, printers) is compiled from nodes, one routine per node, so that recursion needs no stack of enclosing routines.
/// </summary>
internal sealed class TypeNode
{
    private static readonly TypeCache<TypeNode> Graphs = new(static type => Build(type, []));

    private readonly EastType[] _written;

    private readonly bool _isInImmutable;

    private TypeNode(EastType type, bool isInImmutable)
    {
        Type = type;
        _isInImmutable = isInImmutable;
        _written = TypeParts.Of(type);
        Parts = new TypeNode[_written.Length];
    }

    /// <summary>The type as written, possibly open. Never a <see cref="RecursiveType"/>.</summary>
    public EastType Type { get; }

    /// <summary>The nodes of the parts; an edge that <see cref="IsBackReference"/> leads to an enclosing node.</summary>
    public TypeNode[] Parts { get; }

    /// <summary>Makes an empty container of this type; set by <see cref="EastValues"/> the first time one is asked for.</summary>
    public Func<object>? Factory { get; set; }

    /// <summary>Whether the part is written as a back-reference.</summary>
    public bool IsBackReference(int part) => _written[part] is RecursiveType;

    /// <summary>Whether containers may be reached from values of this type; when not, nothing inside is ever referred to.</summary>
    public bool MayHoldContainers => !Type.IsImmutableData || (!Type.IsClosed && !_isInImmutable);

    /// <summary>Whether a back-reference inside points here.</summary>
    public bool IsBinder { get; private set; }

    /// <summary>Ref, Array, Set or Dict: what has identity.</summary>
    public bool IsContainer => Type.Kind is EastTypeKind.Ref or EastTypeKind.Array or EastTypeKind.Set or EastTypeKind.Dict;

    /// <summary>
    /// What holds a value of this type in a variable, a parameter or a part of another value: <see cref="object"/> for a container that is
    /// a binder, whose class would otherwise name itself; for all others <see cref="Class"/>. It is the same for a type and for the
    /// type unfolded inside another, so that folding and unfolding never touch values.
    /// </summary>
    public ClrShape Held => IsBinder && IsContainer ? ClrShape.Of<object>() : Class;

    /// <summary>The CLR class of the values.</summary>
    public ClrShape Class => field ??= ClrTypes.ClassOf(this);

    /// <summary>The graph of a closed type.</summary>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static TypeNode Of(EastType type) =>
        type.IsClosed ? Graphs.Of(type) : throw new ArgumentException(TypeMessages.Open(type), nameof(type));

    /// <summary>Whether two nodes stand for the same type: equal as written, with equal targets of the back-references that leave them.</summary>
    public static bool Same(TypeNode a, TypeNode b) => Same(a, b, asWritten: true, null);

    /// <summary>
    /// Whether two nodes have the same values, held in the same CLR classes: they are the same type up to folding and unfolding. A
    /// container may be reached through both, for instance the <c>kids</c> of a tree that was unfolded once.
    /// </summary>
    public static bool HaveSameValues(TypeNode a, TypeNode b) => Same(a, b, asWritten: false, null);

    private static TypeNode Build(EastType type, List<TypeNode> enclosing)
    {
        var node = new TypeNode(type, (enclosing.Count > 0 ? enclosing[0].Type : type).IsImmutableData);
        if (node.Parts.Length == 0) return node;
        enclosing.Add(node);
        for (var i = 0; i < node.Parts.Length; i++)
            node.Parts[i] = node._written[i] is RecursiveType back ? Bind(enclosing[^back.Levels]) : Build(node._written[i], enclosing);
        enclosing.RemoveAt(enclosing.Count - 1);
        return node;
    }

    private static TypeNode Bind(TypeNode binder)
    {
        binder.IsBinder = true;
        return binder;
    }

    private static bool Same(TypeNode a, TypeNode b, bool asWritten, HashSet<(TypeNode, TypeNode)>? assumed)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Type.IsClosed && b.Type.IsClosed && a.Type.Equals(b.Type)) return true;
        if (a.Type.Kind != b.Type.Kind || a.Parts.Length != b.Parts.Length || !SameNames(a.Type, b.Type)) return false;
        if (!asWritten && a.Class.Type != b.Class.Type) return false;
        if (!(assumed ??= []).Add((a, b))) return true;
        for (var i = 0; i < a.Parts.Length; i++)
            if (asWritten && a.IsBackReference(i) != b.IsBackReference(i) || !Same(a.Parts[i], b.Parts[i], asWritten, assumed)) return false;
        return true;
    }

    private static bool SameNames(EastType a, EastType b) => (a, b) switch
    {
        (StructType x, StructType y) => x.Fields.Select(f => f.Name).SequenceEqual(y.Fields.Select(f => f.Name)),
        (VariantType x, VariantType y) => x.Cases.Select(c => c.Name).SequenceEqual(y.Cases.Select(c => c.Name)),
        _ => true,
    };
}
