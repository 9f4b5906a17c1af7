namespace Polyglot.East;

/// <summary>
/// A type of the East language (spec 1.1). Immutable and thread-safe; equality is structural (spec 1.2) and cheap to ask again,
/// because every node keeps its hash. A node that contains a back-reference to a constructor outside itself is <em>open</em>;
/// values, codecs and comparers exist for closed types only.
/// </summary>
public abstract class EastType : IEquatable<EastType>
{
    /// <summary>Deepest nesting of constructors in one type. Nothing real comes near; hostile schemas do.</summary>
    public const int MaxDepth = 500;

    /// <summary>Largest number of nodes in one type, counting a shared part each time it occurs.</summary>
    public const int MaxNodes = 100_000;

    private readonly int _hash;

    private protected EastType(EastTypeKind kind, ReadOnlySpan<EastType> parts, int ownHash)
    {
        Kind = kind;
        var nodes = 1L;
        var hash = new HashCode();
        hash.Add((int)kind);
        hash.Add(ownHash);
        IsData = kind is not (EastTypeKind.Function or EastTypeKind.AsyncFunction);
        IsImmutableData = kind is not (EastTypeKind.Ref or EastTypeKind.Array or EastTypeKind.Set or EastTypeKind.Dict
            or EastTypeKind.Function or EastTypeKind.AsyncFunction);
        foreach (var part in parts)
        {
            hash.Add(part._hash);
            nodes += part.NodeCount;
            Depth = Math.Max(Depth, part.Depth);
            Reach = Math.Max(Reach, part.Reach - 1);
            IsData &= part.IsData;
            IsImmutableData &= part.IsImmutableData;
            ContainsRecursion |= part.ContainsRecursion;
        }
        Depth++;
        if (Depth > MaxDepth) throw new ArgumentException(TypeMessages.TooDeep);
        if (nodes > MaxNodes) throw new ArgumentException(TypeMessages.TooLarge);
        NodeCount = (int)nodes;
        _hash = hash.ToHashCode();
    }

    /// <summary>The type without values.</summary>
    public static EastType Never { get; } = new PrimitiveType(EastTypeKind.Never);

    /// <summary>The type of the single value null.</summary>
    public static EastType Null { get; } = new PrimitiveType(EastTypeKind.Null);

    /// <summary>The type of false and true.</summary>
    public static EastType Boolean { get; } = new PrimitiveType(EastTypeKind.Boolean);

    /// <summary>Signed 64-bit integers.</summary>
    public static EastType Integer { get; } = new PrimitiveType(EastTypeKind.Integer);

    /// <summary>IEEE-754 binary64.</summary>
    public static EastType Float { get; } = new PrimitiveType(EastTypeKind.Float);

    /// <summary>Text.</summary>
    public static EastType String { get; } = new PrimitiveType(EastTypeKind.String);

    /// <summary>Instants, in milliseconds.</summary>
    public static EastType DateTime { get; } = new PrimitiveType(EastTypeKind.DateTime);

    /// <summary>Byte strings.</summary>
    public static EastType Blob { get; } = new PrimitiveType(EastTypeKind.Blob);

    /// <summary>The constructor of this node.</summary>
    public EastTypeKind Kind { get; }

    /// <summary>How many constructors are nested here, counting this one; a leaf has 1.</summary>
    public int Depth { get; private protected init; }

    /// <summary>How many nodes the type has, counting a shared part each time it occurs.</summary>
    public int NodeCount { get; }

    /// <summary>No Function or AsyncFunction anywhere inside, so that values have text, JSON and portable binary forms.</summary>
    public bool IsData { get; }

    /// <summary>No container and no function anywhere inside. Together with <see cref="IsClosed"/> this is what a key type needs.</summary>
    public bool IsImmutableData { get; }

    /// <summary>No back-reference leaves this node: the type stands on its own.</summary>
    public bool IsClosed => Reach <= 0;

    /// <summary>There is a back-reference somewhere inside.</summary>
    public bool ContainsRecursion { get; private protected init; }

    /// <summary>How many enclosing constructors, beyond this node itself, the furthest back-reference inside counts; 0 when closed.</summary>
    internal int Reach { get; private protected init; }

    /// <summary>The bytes that every value takes in beast2, or null when that depends on the value. Null takes 0, Float 8, Boolean 1.</summary>
    public virtual int? FixedWidth => null;

    /// <summary>Whether every value takes the same number of bytes in beast2: Null, Boolean, Float, and Structs of such.</summary>
    public bool IsFixedWidth => FixedWidth is not null;

    /// <summary>A cell that holds a <paramref name="content"/>.</summary>
    public static RefType Ref(EastType content) => new(content);

    /// <summary>A list of <paramref name="element"/>.</summary>
    public static ArrayType Array(EastType element) => new(element);

    /// <summary>A set of <paramref name="key"/>.</summary>
    /// <exception cref="ArgumentException">The key type is open or not immutable data.</exception>
    public static SetType Set(EastType key) => new(key);

    /// <summary>A map from <paramref name="key"/> to <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">The key type is open or not immutable data.</exception>
    public static DictType Dict(EastType key, EastType value) => new(key, value);

    /// <summary>A product; the order of the fields is part of the type.</summary>
    /// <exception cref="ArgumentException">Two fields have the same name.</exception>
    public static StructType Struct(params ReadOnlySpan<(string Name, EastType Type)> fields) => new(fields);

    /// <summary>A sum; the cases are sorted by name in UTF-16 order.</summary>
    /// <exception cref="ArgumentException">Two cases have the same name.</exception>
    public static VariantType Variant(params ReadOnlySpan<(string Name, EastType Type)> cases) => new(cases);

    /// <summary><c>Variant [none: Null, some: T]</c>.</summary>
    public static VariantType Option(EastType some) => new([("none", Null), ("some", some)]);

    /// <summary>A back-reference to the <paramref name="depth"/>-th enclosing constructor, 1 being the nearest.</summary>
    /// <exception cref="ArgumentException">The depth is less than 1 or more than <see cref="MaxDepth"/>.</exception>
    public static RecursiveType Recursive(int depth) => new(depth);

    /// <summary>A function type.</summary>
    public static FunctionType Function(ReadOnlySpan<EastType> inputs, EastType output) => new(inputs, output, isAsync: false);

    /// <summary>The type of functions whose calls are awaited.</summary>
    public static FunctionType AsyncFunction(ReadOnlySpan<EastType> inputs, EastType output) => new(inputs, output, isAsync: true);

    /// <summary>Whether a value of this type may be used where <paramref name="other"/> is asked for (spec 1.4).</summary>
    /// <exception cref="ArgumentException">One of the types is open.</exception>
    public bool IsSubtypeOf(EastType other) => Subtyping.Holds(this, other);

    /// <summary>
    /// The type with every back-reference to its own outermost constructor replaced by the whole type (spec 1.3); the type itself when
    /// there is none. Values of both are the same objects.
    /// </summary>
    /// <exception cref="ArgumentException">The result would be too deep or too large.</exception>
    public EastType Unfold() => Unfolding.Of(this);

    /// <summary>Structural equality (spec 1.2).</summary>
    public bool Equals(EastType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Kind == other.Kind && NodeCount == other.NodeCount && PartsEqual(other));

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as EastType);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => _hash;

    /// <summary>The friendly syntax (<see cref="TypeSyntax"/>).</summary>
    public sealed override string ToString() => TypeSyntax.Print(this);

    /// <summary>Structural equality.</summary>
    public static bool operator ==(EastType? left, EastType? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Structural inequality.</summary>
    public static bool operator !=(EastType? left, EastType? right) => !(left == right);

    /// <summary>Called with a type of the same kind.</summary>
    private protected abstract bool PartsEqual(EastType other);
}
