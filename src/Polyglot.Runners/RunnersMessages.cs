using System.Text.Json;

namespace Polyglot.Runners;

/// <summary>Every message of this area, so that tests and documents can name them.</summary>
internal static partial class RunnersMessages
{
    public const string NulInText = "a text here cannot hold the character NUL";
    public const string NotUnicode = "a text in it is not Unicode";
    public const string EmptyText = "the text is empty";
    public const string NotSeconds = "expected a number of seconds, more than 0 and at most 31536000";
    public const string BadSchemaVersion = "expected a whole number from 1";
    public const string BadVersion = "expected one to four numbers with dots between them, such as \"3.11\"";
    public const string EmptyExec = "an argv needs at least its executable";
    public const string MinimumWithoutVersion = "\"minimum\" needs \"version\", a regular expression that finds the version in the probe's output";
    public const string PatternWithoutGroup = "the regular expression needs a group around the version, such as \"Python (\\\\d+\\\\.\\\\d+)\"";
    public const string MessageToCommand = "a command cannot be sent a message: use \"signal\" or \"none\"";
    public const string RequirementNotMentioned = "no argument mentions {requirement}";

    public static string ManifestTooLarge(int limit) => $"the file is larger than {limit} bytes: a manifest is a few hundred";

    public static string ManifestUnreadable(string reason) => $"the file cannot be read: {reason}";

    public static string NotJson(long line, long column) => $"not JSON: line {line}, byte {column}";

    public static string MissingKey(string key) => $"\"{key}\" is missing";

    public static string UnknownKey(string key, IReadOnlyCollection<string> known) => $"unknown key \"{key}\"{DidYouMean.Suffix(key, known)}";

    public static string DuplicateKey(string key) => $"\"{key}\" occurs twice";

    public static string WrongKind(string expected, JsonValueKind actual) => $"expected {expected}, found {Kind(actual)}";

    public static string NotOneOf(string text, IReadOnlyCollection<string> known) =>
        $"\"{text}\" is none of {string.Join(", ", known.Select(k => $"\"{k}\""))}{DidYouMean.Suffix(text, known)}";

    public static string NewerSchema(int version) =>
        $"the file has version {version}, and this Polyglot reads up to {ManifestReader.SchemaVersion}: update Polyglot";

    public static string HostTooOld(string minimum, Version host) => $"needs Polyglot {minimum} or newer, and this is {host.ToString(3)}: update Polyglot";

    public static string BadRunnerId(string id) => $"\"{id}\" is no id: lower-case letters, digits and hyphens, a letter first, at most 64";

    public static string OnlyForWorkers(string key) => $"\"{key}\" is for kinds \"worker\" and \"east\": a command runs in a process of its own";

    public static string OnlyForCommands(string key) => $"\"{key}\" is for kind \"command\": workers read and write beast2 files";

    public static string BadVariableName(string name) => $"\"{name}\" is no name of an environment variable: letters, digits and _, no digit first";

    public static string ReservedVariable(string name) => $"\"{name}\" is set by the host";

    public static string BadConcurrency(int largest) => $"expected a whole number from 1 to {largest}";

    public static string BadExtension(string extension) => $"\"{extension}\" is no file name extension: a dot, then letters, digits, _, + or -";

    public static string BadPattern(string reason) => $"not a regular expression that can be used: {reason}";

    public static string UnknownPlaceholder(string name, IReadOnlyCollection<string> known) =>
        $"unknown placeholder {{{name}}}{DidYouMean.Suffix(name, known)} (known here: {string.Join(", ", known.Select(k => $"{{{k}}}"))}; for braces of the program's own put spaces inside them)";

    public static string ReservedPackage(string id) => $"the platform package \"{id}\" is part of every runtime: give yours another name";

    public static string PackageOfNoEast(string runner) => $"the runner \"{runner}\" runs no East programs, so nothing can call a platform package of it";

    public static string DuplicatePackage(string id, string runner, string first) => $"the platform package \"{id}\" of the runner \"{runner}\" is in {first} already";

    public static string DuplicateRunner(string id, string first) => $"the runner \"{id}\" is in {first} already: rename one, or override it in the project file";

    public static string UnknownRunner(string id, IReadOnlyCollection<string> known) =>
        $"there is no runner \"{id}\"{DidYouMean.Suffix(id, known)} (known: {(known.Count == 0 ? "none" : string.Join(", ", known))})";

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };
}
