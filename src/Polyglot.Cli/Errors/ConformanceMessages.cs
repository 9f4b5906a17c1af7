namespace Polyglot.Cli.Errors;

/// <summary>What <c>polyglot conformance</c> says when it cannot begin.</summary>
internal static class ConformanceMessages
{
    public const string RunnerOrProgram = "name either a runner or, after --, a program to start";
    public const string RunnerOrProgramExample = "for example `polyglot conformance --runner python`";
    public const string NoProgramNext = "give its path, or add its folder to PATH";
    public const string NotAWorkerNext = "the protocol is spoken by runners of level worker and east; a command runner needs none";
    public const string SeeDoctor = "`polyglot doctor` says how to get what is missing";
    public const string KitNeeded = "the cases call functions of a conformance script, and none is named";
    public const string KitNext = "name it with --kit; ir/protocol.md lists the functions that it offers";

    public const string SuitesAlone = "--suites needs a runner that has a manifest, or none for the host itself: it does not go with a program";
    public const string NotEastNext = "its manifest says `kind: east` where it does";
    public const string SuiteForms = "suites are .beast2, .beast2.gz or .json files";
    public const string WholeSuite = "the suite as a whole";

    public static string NoFolder(string folder) => $"there is no folder {folder}";

    public static string NoSuites(string folder) => $"there is no suite in {folder}";

    public static string NoProgram(string name) => $"there is no program `{name}`";

    public static string NotEast(string id) => $"the runner `{id}` does not run East programs";

    public static string NotAWorker(string id) => $"`{id}` is a command runner";

    public static string NoKit(string path) => $"there is no conformance script {path}";
}
