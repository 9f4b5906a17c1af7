using System.Text;

namespace Polyglot.Runners;

internal static partial class RunnersMessages
{
    public static string CannotRequire(string runner, IEnumerable<string> requires) =>
        $"the runner {runner} cannot tell whether {string.Join(", ", requires)} is there: its manifest has no \"requires\"";

    public static string BadRequirement(string name) => $"\"{name}\" is no name of a library: letters, digits and _ . / @ -, a letter, _ or @ first";

    public static string NotThere(string program) => $"there is no program {program}";

    public static string ProbeFailed(IReadOnlyList<string> argv, ProcessExit exit, string output) =>
        $"{string.Join(' ', argv)} ended with {(exit.Signal is { } signal ? SignalName(signal) : $"exit code {exit.Code}")}{LastLineAfterColon(output.TrimEnd())}";

    public static string ProbeTimeout(IReadOnlyList<string> argv, TimeSpan timeout) => $"{string.Join(' ', argv)} did not end within {Seconds(timeout)}";

    public static string NoVersion(string firstLine) => $"its version is not in what it says: {firstLine}";

    public static string VersionTooOld(string version, string minimum) => $"it is version {version}, and {minimum} is needed";

    public static string RequirementMissing(string requirement, string hint) => $"it does not have {requirement}{(hint.Length == 0 ? "" : $": {hint}")}";

    public static string RunnerNotFound(RunnerManifest manifest, IReadOnlyList<RefusedAlternative> refused)
    {
        var message = new StringBuilder($"no alternative of the runner {manifest.Id} works:");
        foreach (var alternative in refused) message.Append($"\n  {alternative.Argv[0]}: {alternative.Reason}");
        if (manifest.Metadata.Install.Length > 0) message.Append($"\n{manifest.Metadata.Install}");
        return message.ToString();
    }
}
