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

    public static string NotATask(string name) => $"{name} is no task of this project";

    public const string OneProject = "name the project once";

    public static string TwoProjects(string first, string second) => $"both -C {first} and {second} name a project";

    public const string MakeRepository = "`polyglot run` in a project makes one; -C names a project elsewhere";

    public static string NoRepository(string folder) => $"there is no repository ({Store.Repository.FolderName}) in {folder} or above it";

    public const string NotCaptured = "what the task printed cannot be read";
    public const string NoRun = "nothing was run here yet";
    public const string RunFirst = "`polyglot run` brings the project up to date";

    public static string UnknownTask(string name) => $"the last run has no task `{name}`";

    public const string ListTasks = "`polyglot status` lists the tasks";

    public static string NeverTried(string task) => $"the task `{task}` was never tried: what it needs has no result";

    public static string NoAttempt(string task, int number, int count) => $"the task `{task}` has no attempt {number}; it has {count}";

    public const string FailFastAndKeepGoing = "--fail-fast and --keep-going contradict each other";
    public const string Preparing = "preparing: hashing inputs, asking runtimes for types";
    public const string Stopping = "stopping; Ctrl-C again kills what still runs";
    public const string Killing = "killing what still runs";

    public const string ProjectExists = "there is a project here already";
    public const string FileExists = "a file that would be written is there already, and nothing was written";
    public const string InitElsewhere = "`polyglot init DIR` makes a project in another folder";

    public static string UnknownTemplate(string name) => $"there is no template `{name}`";

    public const string ListNames = "`polyglot ls` lists the names";
    public const string ListNamesOrRun = "`polyglot ls` lists what there is; `polyglot run` computes the results that are missing";
    public const string SayMore = "write one of them, or more digits of an id";
    public const string OnlyBeast2 = "cat shows beast2 files, which is what tasks read and write";
    public const string UseEast = "-f east works for every value";

    public static string IsARun(string word) => $"`{word}` is a run, not a value";

    public static string Ambiguous(string word, IReadOnlyList<string> candidates) =>
        $"`{word}` may mean {string.Join(", ", candidates.Take(5))}{(candidates.Count > 5 ? $" or {candidates.Count - 5} more" : "")}";

    public static string NamesNothing(string word) => $"`{word}` is no task with a result, input, output, ref or object";

    public static string NotAValue(string why) => $"this is no beast2 file: {why}";

    public static string NoSuchForm(string form, object type) => $"a value of type {type} has no {form} form";

    public static string UnknownFormat(string name) => $"there is no format `{name}`";

    public const string FileOrTyped = "put takes a file that exists, or a value as East text with its --type";
    public const string TypeSyntax = "types are written as in ir/friendly-types.md: Array<Struct<date: DateTime, ppm: Float>>";

    public static string TypeNeeded(string file) => $"{file} holds a value whose type must be said: --type (Blob for the file's bytes as they are)";

    public static string NoFile(string path) => $"there is no file {path}";

    public static string BadType(string text, string why) => $"`{text}` is no type: {why}";

    public static string SetUpFailed(string problem) => $"set-up failed: {problem}";

    public static string BadNumber(string option, int least, string text) => $"{option} takes a number from {least}, not '{text}'";

    public static string ArgumentMissing(string verb, string argument) => $"`{verb}` needs {argument}";

    public static string ValueMissing(string option) => $"{option} needs a value";

    public static string UnknownVerb(string word) => $"there is no verb `{word}`";

    public static string VerbMissing(string group, IEnumerable<string> verbs) => $"`{group}` needs a verb: {string.Join(", ", verbs)}";

    public static string UnknownOption(string token) => $"there is no option `{token}`";

    public static string UnexpectedArgument(string token) => $"the argument `{token}` is one too many";

    public static string SeeHelp(string verb) => $"see `polyglot help {verb}`";

    public static string CannotWriteOutput(string why) => $"standard output cannot be written to: {why}";

    public static string Unexpected(Exception e) => $"something unexpected happened: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";

    public const string ReportDefect = "this is a defect of Polyglot: run the same with --debug and report what it prints, with `polyglot version`";
    public const string ReportDefectNow = "this is a defect of Polyglot: please report what follows, with `polyglot version`";
}
