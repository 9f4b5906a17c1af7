namespace Polyglot.East;

/// <summary>What the JSON reader says (spec 3.3, "Reading rules and messages"). <c>json</c> is the offending JSON.</summary>
internal static class EastJsonMessages
{
    public const string SyntaxPrefix = "Failed to parse JSON: ";
    public const string Never = "Cannot decode Never type from JSON";
    public const string ControlCharacter = "a control character in a string must be escaped";
    public const string UnterminatedString = "the string is not closed";
    public const string BadEscape = "unknown escape in a string";
    public const string BadNumber = "not a JSON number";
    public const string TrailingInput = "unexpected text after the JSON value";
    public static readonly string TooDeep = $"JSON nested more than {JsonText.MaxDepth} levels";

    public static string NoFunctions(EastType type) => $"{type} has no JSON form: functions cannot be written or read";

    public static string Conversion(EastType type, string message) => $"Failed to convert JSON to {TypeText.Print(type)}: {message}";

    public static string ExpectedJson(string what, string found) => $"expected {what}, got {found}";

    public static string Expected(string what, JsonItem json) => $"expected {what}, got {json}";

    public static string IntegerRange(JsonItem json) => $"integer out of range (must be 64-bit signed), got {json}";

    public static string DateShape(JsonItem json) =>
        $"expected ISO 8601 date string with timezone (e.g. \"2022-06-29T13:43:00.123Z\" or \"2022-06-29T13:43:00.123+05:00\"), got {json}";

    public static string DateValue(JsonItem json) => $"invalid date string, got {json}";

    public static string Hex(JsonItem json) => $"invalid hex string, got {json}";

    public static string UnexpectedField(string name, string where, JsonItem json) => $"unexpected field {QuotedText.Of(name)} in {where}, got {json}";

    public static string MissingField(string name, JsonItem json) => $"missing field {QuotedText.Of(name)} in Struct, got {json}";

    public static string UnknownCase(string name, JsonItem json) => $"unknown variant type {QuotedText.Of(name)}, got {json}";

    public static string UndefinedReference(string reference) => $"undefined reference {reference}";

    public static string InvalidReference(string reference) => $"invalid reference {reference}";
}
