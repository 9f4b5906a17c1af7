namespace Polyglot.East;

/// <summary>What the reader and the writer of CSV say (spec 3.5).</summary>
internal static class CsvMessages
{
    public const string UnclosedQuote = "unclosed quote at end of file";
    public const string RowTooLong = "row is longer than 1 GiB";

    public static string Error(string message) => $"CSV error: {message}";

    public static string ErrorAt(string message, long row, int column, string name) => $"CSV error: {message} at row {row}, column {column} ({name})";

    public static string UnsupportedField(string field) => $"CSV field '{field}' has unsupported type";

    public static string NotATable(EastType type) => $"CSV holds tables, that is Array<Struct<…>>, not {type}";

    public static string MissingColumn(string field) => $"missing required column '{field}'";

    public static string UnexpectedColumn(string name) => $"unexpected column '{name}' in strict mode";

    public static string NullValue(string field) => $"null value for required field '{field}'";

    public static string ShortRow(int count, int expected) => $"row has {count} fields, expected at least {expected}";

    public static string UnsupportedCell(EastTypeKind kind) => $"unsupported field type {kind}";

    public static string ExpectedBoolean(string text) => $"expected 'true' or 'false', got '{text}'";

    public static string ExpectedInteger(string text) => $"expected integer, got '{text}'";

    public static string IntegerRange(string text) => $"integer out of range (must be 64-bit signed), got '{text}'";

    public static string ExpectedFloat(string text) => $"expected float, got '{text}'";

    public static string ExpectedDate(string text) => $"expected ISO 8601 date, got '{text}'";

    public static string ExpectedBlob(string text) => $"expected hex string starting with '0x', got '{text}'";

    public static string BadHex(string text) => $"invalid hex string '{text}'";

    public static string ExpectedNull(string text) => $"expected null, got '{text}'";

    public static string EscapeAtEnd(string text, char escape) =>
        $"the text '{text}' ends in the escape character '{escape}' and needs quotes, which would then not close";

    /// <summary>Why these three cannot be told apart in a file, or null.</summary>
    public static string? Characters(char delimiter, char quote, char escape)
    {
        if (Unusable(delimiter) || Unusable(quote) || Unusable(escape))
            return "the delimiter, quote and escape characters must be ASCII and not a line end";
        return delimiter == quote || delimiter == escape ? "the delimiter must differ from the quote and escape characters" : null;
    }

    private static bool Unusable(char c) => !char.IsAscii(c) || c is '\r' or '\n';
}
