namespace Polyglot.East;

/// <summary>What all builtins have in common to say.</summary>
internal static class BuiltinMessages
{
    public const string LockedArray = "Cannot modify Array during iteration";
    public const string LockedSet = "Cannot modify Set during iteration";
    public const string LockedDict = "Cannot modify Dict during iteration";
    public const string FrozenArray = "Cannot modify frozen Array";
    public const string FrozenSet = "Cannot modify frozen Set";
    public const string FrozenDict = "Cannot modify frozen Dict";
    public const string FrozenRef = "Cannot modify frozen Ref";

    public static string TypeParameterCount(string name, int expected, int got) => $"{name} has {expected} type parameters, got {got} types";

    public static string TooLarge(string what) => $"{what} is too large";
}
