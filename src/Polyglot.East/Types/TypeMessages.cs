namespace Polyglot.East;

/// <summary>What can be wrong with a type. Every message of the area is here, so that tests can name it.</summary>
internal static class TypeMessages
{
    public static readonly string TooDeep = $"the type nests more than {EastType.MaxDepth} constructors";
    public static readonly string TooLarge = $"the type has more than {EastType.MaxNodes} nodes";
    public static readonly string RecursiveDepth = $"a back-reference counts from 1 to {EastType.MaxDepth} constructors outward";

    public static string DuplicateField(string name) => $"the field '{name}' occurs twice in one Struct";

    public static string DuplicateCase(string name) => $"the case '{name}' occurs twice in one Variant";

    public static string UnsortedCase(string name) => $"the case '{name}' of a Variant is out of order: cases are sorted by name";

    public static string MutableKey(EastType key) =>
        $"{TypeSyntax.Print(key)} cannot be a key: keys are immutable data (no Ref, Array, Set, Dict or function inside)";

    public static string UnknownKind(string name) => $"there is no type constructor '{name}'";

    public const string CyclicType = "a list of fields or inputs contains itself: not a type";

    public const string OpenKey = "a key type cannot refer to a type around it";

    public static string Open(EastType type) =>
        $"{TypeSyntax.Print(type)} is not complete: a back-reference in it points outside it";
}
