using System.Globalization;

namespace Polyglot.East;

/// <summary>What the reader of beast2 says (spec 3.1, "Reader errors"), and what the writer refuses.</summary>
internal static class Beast2Messages
{
    public static string TooShort(int length) => $"Data too short for Beast format: {length} bytes";

    public static string BadMagic(int offset, byte expected, byte found) =>
        string.Create(CultureInfo.InvariantCulture, $"Invalid Beast magic bytes at offset {offset}: expected 0x{expected:x}, got 0x{found:x}");

    public static string Underflow(string what, long offset) => $"Buffer underflow reading {what} at offset {offset}";

    public static string Underflow(string what, long offset, ulong length) => $"Buffer underflow reading {what} at offset {offset}, length {length}";

    public static string NonCanonicalNaN(long offset, ulong bits) =>
        string.Create(CultureInfo.InvariantCulture, $"Non-canonical NaN at offset {offset}: 0x{bits:x16}");

    public static string VarintTooLong(long offset) => $"Varint too long at offset {offset}";

    public static string VarintTooLarge(ulong value) => $"Varint value {value} exceeds MAX_SAFE_INTEGER";

    public static string BadTag(ulong tag, long offset) => $"Invalid variant tag {tag} at offset {offset}";

    public static string UndefinedReference(long offset, long target) => $"Undefined backreference at offset {offset}, target {target}";

    public static string TrailingData(long offset, long remaining) =>
        $"Unexpected data after Beast value at offset {offset} ({remaining} bytes remaining)";

    public static string TypeMismatch(EastType expected, EastType found) =>
        $"Type mismatch: expected {TypeText.Print(expected)}, got {TypeText.Print(found)}";

    public static string BadUtf8(long offset) => $"Invalid UTF-8 in the string at offset {offset}";

    public static string TooDeep(long offset) => $"Values nested more than {Beast2.MaxDepth} levels at offset {offset}";

    public static string CountTooLarge(ulong count, long offset, long remaining) =>
        $"Count {count} at offset {offset} is more than the {remaining} remaining bytes can hold";

    public static string TooManyEmptyElements(long offset) =>
        $"More than {Beast2.MaxEmptyElements} elements without bytes at offset {offset}";

    public static string KeyOrder(long offset) => $"Keys out of order or repeated at offset {offset}";

    public static string NeverValue(long offset) => $"A value of type .Never at offset {offset}: there are none";

    /// <summary>What the writer says of a function with captures.</summary>
    public static string Closure(FunctionType type, IReadOnlyList<string> captured) =>
        $"Cannot serialize {(type.IsAsync ? "async " : "")}closure with {captured.Count} captured variable(s): {string.Join(", ", captured)}. Only free functions (no captures) can be serialized.";

    /// <summary>What the writer says of a function of the host.</summary>
    public static string HostFunction(FunctionType type) =>
        $"Cannot serialize {(type.IsAsync ? "async " : "")}function: no IR attached. Only functions of East programs can be serialized.";

    public static string FunctionValue(long offset) => $"A function at offset {offset}: functions cannot be read as values here";

    public static string NotCompiled(string problem) => $"Failed to compile decoded function: {problem}";

    public static string BadType(string problem, long offset) => $"Invalid type at offset {offset}: {problem}";
}
