namespace Polyglot.East;

/// <summary>The beast2 format (spec 3.1), the form in which Polyglot stores and passes every value.</summary>
public static partial class Beast2
{
    /// <summary>Values nested more deeply than this are refused.</summary>
    public const int MaxDepth = 2000;

    /// <summary>
    /// How many elements that take no bytes (Null, empty Structs) one value may have in all: their count is the only thing in the
    /// file that justifies the memory they take.
    /// </summary>
    public const int MaxEmptyElements = 1 << 24;
}
