namespace Polyglot.East;

/// <summary>
/// A Struct may have any number of fields that take no bytes, and so a few bytes may ask for much memory. Readers count such fields, in
/// Structs that have others too, and stop where real files never come.
/// </summary>
internal static class EmptyFields
{
    private const int PerByte = 16;
    private const int Free = 1 << 16;

    /// <summary>How many there may be in a file of that length.</summary>
    public static long Budget(long length) => Free + PerByte * length;
}
