namespace Polyglot.Cli.Errors;

/// <summary>What the command line itself says when something is wrong.</summary>
internal static class CliMessages
{
    public const string NoVerb = "no verb was given";
    public const string ListVerbs = "`polyglot help` lists the verbs";

    public const string Interrupted = "interrupted";
    public const string CheckPermissions = "check the permissions of that path, and who owns it";
    public const string CheckDisk = "check that the disk is there, writable and not full, then run the same again: nothing that was done is lost";

    public const string MakeProject = "`polyglot init` makes one; -C names one elsewhere";
    public const string FixHome = "start polyglot by its launcher, or set POLYGLOT_HOME to the folder that holds runners.json";

    public static string NoProjectHere(string folder) => $"there is no polyglot.yaml in {folder} or above it";

    public static string NoProjectAt(string path) => $"there is no project file at {path}";

    public static string BadHome(string folder) => $"POLYGLOT_HOME is {folder}, where there is no runners.json";

    public static string NoHome(string start) => $"there is no runners.json in {start} or above it, so no runner is known";

    public const string OneProject = "name the project once";

    public static string TwoProjects(string first, string second) => $"both -C {first} and {second} name a project";

    public static string UnknownVerb(string word) => $"there is no verb `{word}`";

    public static string UnknownOption(string token) => $"there is no option `{token}`";

    public static string UnexpectedArgument(string token) => $"the argument `{token}` is one too many";

    public static string SeeHelp(string verb) => $"see `polyglot help {verb}`";

    public static string Unexpected(Exception e) => $"something unexpected happened: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";

    public const string ReportDefect = "this is a defect of Polyglot: run the same with --debug and report what it prints, with `polyglot version`";
    public const string ReportDefectNow = "this is a defect of Polyglot: please report what follows, with `polyglot version`";
}
