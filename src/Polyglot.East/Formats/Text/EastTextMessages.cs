namespace Polyglot.East;

/// <summary>What the reader of East text says (spec 3.4, "Reader messages"); the suites match these to the letter.</summary>
internal static class EastTextMessages
{
    public const string FloatExponent = "expected digits in float exponent";
    public const string UnterminatedString = "unterminated string (missing closing quote)";
    public const string StringEscape = "unexpected escape sequence in string";
    public const string DateTime = "expected DateTime in format YYYY-MM-DDTHH:MM:SS.sss";
    public const string Blob = "expected Blob starting with 0x";
    public const string Ref = "expected '&' to start ref";
    public const string Array = "expected '[' to start array";
    public const string Set = "expected '{' to start set";
    public const string Dict = "expected '{' to start dict";
    public const string Struct = "expected '(' to start struct";
    public const string Variant = "expected '.' to start variant case";
    public const string AfterElement = "expected ',' or ']' after array element";
    public const string AfterKey = "expected ',' or '}' after set element";
    public const string AfterEntry = "expected ',' or '}' after dict entry";
    public const string AfterField = "expected ',' or ')' after struct field";
    public const string EmptyDict = "expected '}' after ':' in empty dict";
    public const string EndInStruct = "unexpected end of input in struct";
    public const string CloseStruct = "expected ')' to close struct";
    public const string BlankAfterDot = "whitespace not allowed between '.' and case identifier";
    public const string Identifier = "expected identifier";
    public const string IdentifierOpening = "expected identifier (opening `)";
    public const string IdentifierClosing = "unterminated identifier (missing closing `)";
    public const string IdentifierEscape = "unexpected escape sequence in identifier";
    public const string TrailingInput = "unexpected input after parsed value";
    public const string Never = "Attempted to parse value of type .Never";
    public const string Function = "functions cannot be read from text";
    public static readonly string TooDeep = $"values are nested more than {Beast2.MaxDepth} levels";

    public static string Expected(string what, string found) => $"expected {what}, got {found}";

    public static string IntegerRange(ReadOnlySpan<char> digits) => $"integer out of range (must be 64-bit signed), got {digits}";

    public static string DateTimeValue(ReadOnlySpan<char> text) => $"invalid DateTime value, got \"{text}\"";

    public static string OddHex(ReadOnlySpan<char> text) => $"invalid hex string (odd length), got \"{text}\"";

    public static string AfterDictKey(int entry) => $"expected ':' after dict key at entry {entry}";

    public static string MissingField(string name) => $"missing required field '{name}'";

    public static string UnknownField(string name, StructType type) =>
        $"unknown field '{name}', expected one of: {string.Join(", ", type.Fields.Select(f => f.Name))}";

    public static string AfterFieldName(string name) => $"expected '=' after field name '{name}'";

    public static string UnknownCase(string name, VariantType type) =>
        $"unknown variant case .{TypeText.Identifier(name)}, expected one of: {string.Join(", ", type.Cases.Select(c => "." + TypeText.Identifier(c.Name)))}";

    public static string UndefinedReference(string reference) => $"undefined reference {reference}";

    public static string InvalidReference(string reference, string levels, int depth) =>
        $"invalid reference {reference}: Invalid relative reference: going up {levels} levels from depth {depth}";

    public static string Sentence(string message, string path, int line, int column, EastType type) =>
        $"Error occurred because {message}{(path.Length == 0 ? "" : " at " + path)} (line {line}, col {column}) while parsing value of type \"{TypeText.Print(type)}\"";
}
