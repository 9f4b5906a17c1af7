namespace Polyglot.Dataflow.Values;

/// <summary>Messages about values in project files and data files, and about what results can be written as.</summary>
internal static class ValueMessages
{
    public const string QuoteNext = "Write it in quotes if the text is meant.";
    public const string DateNext = "Write `2024-01-31`, `2024-01-31T10:00:00` (UTC) or with a zone: `2024-01-31T10:00:00+02:00`.";
    public const string BlobNext = "Write `0x` and pairs of hex digits, or put the bytes into a file.";
    public const string VariantNext = "Write the case's name for a case without content, or `{ case: content }`.";
    public const string DictNext = "Write a mapping, or a list of `{ key: …, value: … }`.";
    public const string ImportNext = "Correct the file, or its `type` or `format`.";
    public const string OutputFormatNext = "End the path in .beast2, .json, .east or .csv, or give the task a Blob or String result.";

    public static string Wrong(string path, string expected, string found) => $"{At(path)}expected {expected}, found {found}";

    public static string Missing(string path, string field) => $"{At(path)}the field `{field}` is missing";

    public static string UnknownField(string path, string field) => $"{At(path)}there is no field `{field}`";

    public static string UnknownCase(string path, string name) => $"{At(path)}there is no case `{name}`";

    public static string Unreadable(string file, string detail) => $"{file} cannot be read: {detail.TrimEnd('.')}";

    public static string NoFile(string file) => $"there is no file {file}";

    public static string KeepsChanging(string file) => $"{file} keeps changing while it is read";

    public static string NotUtf8(string file, long offset) => FormattableString.Invariant($"{file} is not UTF-8 text (byte {offset})");

    public static string TooLarge(string file) => $"{file} is larger than 2 GiB, which only a Blob or a String may be";

    public static string BadContent(string file, string type, string detail) => $"{file} does not hold a value of type {type}: {detail}";

    public static string OtherType(string file, string difference) => $"{file} holds a value of another type: {difference}";

    public static string NoOutputFormat(string path, string type) => $"the output {path} cannot hold a value of type {type}";

    public static string NoCsv(string path, string why) => $"the output {path} cannot be a CSV table: {why}";

    private static string At(string path) => path.Length == 0 ? "" : $"at {path}: ";
}
