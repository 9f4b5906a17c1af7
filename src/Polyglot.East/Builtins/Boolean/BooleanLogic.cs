namespace Polyglot.East;

/// <summary>Logic; both arguments are evaluated (spec 5).</summary>
internal static class BooleanLogic
{
    [Builtin("BooleanNot", "(Boolean) -> Boolean", IsInfallible = true)]
    public static bool Not(bool x) => !x;

    [Builtin("BooleanOr", "(Boolean, Boolean) -> Boolean", IsInfallible = true)]
    public static bool Or(bool x, bool y) => x | y;

    [Builtin("BooleanAnd", "(Boolean, Boolean) -> Boolean", IsInfallible = true)]
    public static bool And(bool x, bool y) => x & y;

    [Builtin("BooleanXor", "(Boolean, Boolean) -> Boolean", IsInfallible = true)]
    public static bool Xor(bool x, bool y) => x ^ y;
}
