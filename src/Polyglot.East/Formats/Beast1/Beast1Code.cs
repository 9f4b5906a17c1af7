namespace Polyglot.East;

/// <summary>The type bytes of beast v1. 7 and 12 are unused.</summary>
internal enum Beast1Code : byte
{
    Array = 0,
    Blob = 1,
    Boolean = 2,
    DateTime = 3,
    Dict = 4,
    Float = 5,
    Integer = 6,
    Null = 8,
    Set = 9,
    String = 10,
    Struct = 11,
    Variant = 13,

    /// <summary>Set on any of the others: an Option of it, with <c>some</c> as tag 0. Old files have it; nobody writes it.</summary>
    Nullable = 0x80,
}
