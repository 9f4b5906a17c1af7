using System.Globalization;

namespace Polyglot.East;

/// <summary>What the reader of beast2 says (spec 3.1, "Reader errors"), and what the writer refuses.</summary>
internal static class Beast2Messages
{
    public static string TooShort(int length) => $"Data too short for Beast format: {length} bytes";

    public static string BadMagic(int offset, byte expected, byte found) =>
        string.Create(CultureInfo.InvariantCulture, $"Invalid Beast magic bytes at offset {offset}: expected 0x{expected:x}, got 0x{found:x}");

    public static string Underflow(string what, int offset) => $"Buffer underflow reading {what} at offset {offset}";

    public static string Underflow(string what, int offset, ulong length) => $"Buffer underflow reading {what} at offset {offset}, length {length}";

    public static string NonCanonicalNaN(int offset, ulong bits) =>
        string.Create(CultureInfo.InvariantCulture, $"Non-canonical NaN at offset {offset}: 0x{bits:x16}");

    public static string VarintTooLong(int offset) => $"Varint too long at offset {offset}";

    public static string VarintTooLarge(ulong value) => $"Varint value {value} exceeds MAX_SAFE_INTEGER";

    public static string BadTag(ulong tag, int offset) => $"Invalid variant tag {tag} at offset {offset}";

    public static string UndefinedReference(int offset, long target) => $"Undefined backreference at offset {offset}, target {target}";

    public static string TrailingData(int offset, int remaining) =>
        $"Unexpected data after Beast value at offset {offset} ({remaining} bytes remaining)";

    public static string TypeMismatch(EastType expected, EastType found) =>
        $"Type mismatch: expected {TypeText.Print(expected)}, got {TypeText.Print(found)}";

    public static string BadUtf8(int offset) => $"Invalid UTF-8 in the string at offset {offset}";

    public static string TooDeep(int offset) => $"Values nested more than {Beast2.MaxDepth} levels at offset {offset}";

    public static string CountTooLarge(ulong count, int offset, int remaining) =>
        $"Count {count} at offset {offset} is more than the {remaining} remaining bytes can hold";

    public static string TooManyEmptyElements(int offset) =>
        $"More than {Beast2.MaxEmptyElements} elements without bytes at offset {offset}";

    public static string KeyOrder(int offset) => $"Keys out of order or repeated at offset {offset}";

    public static string NeverValue(int offset) => $"A value of type .Never at offset {offset}: there are none";

    public static string FunctionValue(int offset) => $"A function at offset {offset}: functions cannot be read as values here";

    public static string BadType(string problem, int offset) => $"Invalid type at offset {offset}: {problem}";
}
