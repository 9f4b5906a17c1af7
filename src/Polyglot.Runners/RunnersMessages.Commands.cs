namespace Polyglot.Runners;

internal static partial class RunnersMessages
{
    public const string HasFunctions = "it has functions inside";
    public const string CsvNeedsArray = "a table is an Array of Structs";
    public const string RawTypes = "raw is for Blob, String, Null, Boolean, Integer, Float and DateTime";
    public const string WrongLength = "its length does not fit its content";
    public const string FileShrank = "a file became shorter while it was copied";
    public const string OutputIsDirectory = "the command made a folder where its output file should be";
    public const string CommandOutputMissing = "the command ended well and wrote no output file: write to {output}";
    public const string NotUtf8 = "it is not UTF-8";
    public const string NullNotEmpty = "a Null is an empty file";
    public const string NestsTooDeeply = "it nests too deeply";
    public const string UnknownExit = "nobody knows how the program ended: something else in this process reaps its children";

    public static string BadInputName(string name) => $"the input \"{name}\" has a name that cannot be a file name: letters, digits, _ and -, a letter or _ first";

    public static string TakesNoCommand(string runner) => $"the runner {runner} takes no command: its exec does not mention {{command}}";

    public static string NeedsCommand(string runner) => $"the runner {runner} needs a command";

    public static string NeedsScript(string runner) => $"the runner {runner} needs a script";

    public static string NoSuchInput(string name, IReadOnlyCollection<string> known) =>
        $"there is no input \"{name}\"{DidYouMean.Suffix(name, known)} (inputs: {(known.Count == 0 ? "none" : string.Join(", ", known))})";

    public static string PathInCommand(string placeholder, string path) =>
        $"{{{placeholder}}} is \"{path}\", which a shell would not take as one word: give it to a script as an argument, or move it";

    public static string FormatCannot(string format, string type, string reason, string others) =>
        $"the format {format} cannot carry {type}: {reason}{(others.Length == 0 ? "" : $" (formats that can: {others})")}";

    public static string InputUnsupported(string name, string reason) => $"input {name}: {reason}";

    public static string OutputUnsupported(string reason) => $"output: {reason}";

    public static string BadInput(string name, string id, string reason) => $"input {name} ({id}) cannot be read: {reason}";

    public static string OutputLinkBroken(string target) => $"the output is a link to {target}, which does not exist";

    public static string OutputNotInFormat(string format, string type, string problem) => $"the output is not {type} in the format {format}: {problem}";

    public static string ExitCode(int code, string lines) => $"exit code {code}{LastLineAfterColon(lines)}";

    public static string KilledBySignal(int signal, string lines) => $"killed by {SignalName(signal)}{LastLineAfterColon(lines)}";

    public static string Found(string text) => text.Length == 0 ? "it is empty" : $"it holds \"{(text.Length > 60 ? text[..60] + "…" : text)}\"";

    private static string LastLineAfterColon(string lines)
    {
        var last = lines[(lines.LastIndexOf('\n') + 1)..].Trim();
        return last.Length == 0 ? "" : $": {last}";
    }
}
