using System.Collections.Frozen;

namespace Polyglot.East;

/// <summary>Builtins that are printed as operators, and those whose types do not show in their arguments.</summary>
internal static class Operators
{
    public static FrozenDictionary<string, (string Sign, Strength Strength)> Binary { get; } = new Dictionary<string, (string, Strength)>
    {
        ["IntegerAdd"] = ("+", Strength.Add),
        ["IntegerSubtract"] = ("-", Strength.Add),
        ["IntegerMultiply"] = ("*", Strength.Multiply),
        ["IntegerDivide"] = ("/", Strength.Multiply),
        ["IntegerRemainder"] = ("%", Strength.Multiply),
        ["IntegerPow"] = ("**", Strength.Power),
        ["FloatAdd"] = ("+", Strength.Add),
        ["FloatSubtract"] = ("-", Strength.Add),
        ["FloatMultiply"] = ("*", Strength.Multiply),
        ["FloatDivide"] = ("/", Strength.Multiply),
        ["FloatRemainder"] = ("%", Strength.Multiply),
        ["FloatPow"] = ("**", Strength.Power),
        ["StringConcat"] = ("+", Strength.Add),
        ["BooleanOr"] = ("|", Strength.Or),
        ["BooleanXor"] = ("^", Strength.Xor),
        ["BooleanAnd"] = ("&", Strength.And),
        ["Is"] = ("is", Strength.Compare),
        ["Equal"] = ("==", Strength.Compare),
        ["NotEqual"] = ("!=", Strength.Compare),
        ["Less"] = ("<", Strength.Compare),
        ["LessEqual"] = ("<=", Strength.Compare),
        ["Greater"] = (">", Strength.Compare),
        ["GreaterEqual"] = (">=", Strength.Compare),
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, string> Prefix { get; } = new Dictionary<string, string>
    {
        ["IntegerNegate"] = "-",
        ["FloatNegate"] = "-",
        ["BooleanNot"] = "!",
    }.ToFrozenDictionary();

    /// <summary>Printed as <c>a[i]</c>.</summary>
    public static FrozenSet<string> Index { get; } = FrozenSet.Create("ArrayGet", "DictGet");

    /// <summary>Printed with their type parameters, because only these say what is read.</summary>
    public static FrozenSet<string> Typed { get; } =
        FrozenSet.Create("Parse", "StringParseJSON", "BlobDecodeBeast", "BlobDecodeBeast2", "BlobDecodeCsv");
}
