namespace Polyglot.East;

/// <summary>
/// The seventeen constructors of East types. The numbers are the binary tags of the type of types (spec 2.1), which are the
/// constructors' names in sorted order.
/// </summary>
public enum EastTypeKind
{
    /// <summary>Growable list.</summary>
    Array = 0,

    /// <summary>Function whose call must be awaited.</summary>
    AsyncFunction = 1,

    /// <summary>Byte string.</summary>
    Blob = 2,

    /// <summary>false and true.</summary>
    Boolean = 3,

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    DateTime = 4,

    /// <summary>Ordered map.</summary>
    Dict = 5,

    /// <summary>IEEE-754 binary64; all NaNs are one value.</summary>
    Float = 6,

    /// <summary>Function.</summary>
    Function = 7,

    /// <summary>Signed 64-bit integer.</summary>
    Integer = 8,

    /// <summary>No values.</summary>
    Never = 9,

    /// <summary>The single value null.</summary>
    Null = 10,

    /// <summary>Back-reference to an enclosing constructor.</summary>
    Recursive = 11,

    /// <summary>Mutable cell.</summary>
    Ref = 12,

    /// <summary>Ordered set of distinct keys.</summary>
    Set = 13,

    /// <summary>Text, ordered by UTF-16 code unit.</summary>
    String = 14,

    /// <summary>Product with ordered, named fields.</summary>
    Struct = 15,

    /// <summary>Sum with named cases in sorted order.</summary>
    Variant = 16,
}
