using System.Management.Automation;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.PowerShell.Shell;

/// <summary>Everything that the module says is wrong, with the ids that scripts may rely on.</summary>
internal static class Faults
{
    public const string ListTasks = "Get-PolyglotTask lists the tasks.";
    public const string ListRuns = "Get-PolyglotRun lists the runs.";
    public const string ListRunners = "Get-PolyglotRunner lists the runners.";
    public const string RunFirst = "Invoke-PolyglotDataflow makes one.";
    public const string MakeRepository = "New-PolyglotRepository makes one; so does the first Invoke-PolyglotDataflow.";
    public const string NameAProject = "Name a folder with a polyglot.yaml with -Project, or go there first.";
    public const string TypeSyntax = "Types are written as Array<Struct<date: DateTime, ppm: Float>>.";
    public const string ReportDefect = "This is a defect of Polyglot: please report it with the output of Get-Error.";

    public static Fault NoInstallation(string? home, string program) => new(
        "InstallationNotFound", ErrorCategory.NotInstalled, home is null ? $"there is no runners.json in {program} or above it" : $"POLYGLOT_HOME names {home}, where there is no runners.json")
    {
        Target = home ?? program,
        Next = "Set POLYGLOT_HOME to the folder that holds runners.json, or build the module with dotnet publish, which brings it along.",
    };

    public static Fault NoProject(string folder) => new("ProjectNotFound", ErrorCategory.ObjectNotFound, $"there is no polyglot.yaml in {folder} or above it") { Target = folder, Next = NameAProject };

    public static Fault NoProjectAt(string path) => new("ProjectNotFound", ErrorCategory.ObjectNotFound, $"there is no project at {path}") { Target = path, Next = NameAProject };

    public static Fault NoRepository(string folder) => new("RepositoryNotFound", ErrorCategory.ObjectNotFound, $"there is no repository in {folder} or above it") { Target = folder, Next = MakeRepository };

    public static Fault RepositoryExists(string path) =>
        new("RepositoryExists", ErrorCategory.ResourceExists, $"there is a repository already: {path}") { Target = path, Next = "With -Force the one that is there is given back." };

    public static Fault NoRun(string folder) => new("RunNotFound", ErrorCategory.ObjectNotFound, $"there is no run yet in {folder}") { Target = folder, Next = RunFirst };

    public static Fault NoSuchRun(string word) => new("RunNotFound", ErrorCategory.ObjectNotFound, $"there is no run `{word}`") { Target = word, Next = ListRuns };

    public static Fault AmbiguousRun(string word, IEnumerable<object> candidates) =>
        new("AmbiguousName", ErrorCategory.InvalidArgument, $"`{word}` is the beginning of several runs: {Some(candidates)}") { Target = word, Next = "Write more of the id." };

    public static Fault Ambiguous(string word, IEnumerable<object> candidates) =>
        new("AmbiguousName", ErrorCategory.InvalidArgument, $"`{word}` may mean {Some(candidates)}") { Target = word, Next = "Write one of them, or more digits of an id." };

    public static Fault DamagedRun(string word, string problem) => new("RunDamaged", ErrorCategory.InvalidData, problem) { Target = word };

    public static Fault NoSuchTask(string name, string? suggestion) =>
        new("TaskNotFound", ErrorCategory.ObjectNotFound, $"there is no task `{name}` in this run{Meant(suggestion)}") { Target = name, Next = ListTasks };

    public static Fault NamesNothing(string word, string? suggestion) =>
        new("ValueNotFound", ErrorCategory.ObjectNotFound, $"`{word}` is no task with a result, input, output, ref or object{Meant(suggestion)}") { Target = word, Next = ListTasks };

    public static Fault IsARun(string word) => new("NotAValue", ErrorCategory.InvalidArgument, $"`{word}` is a run, not a value") { Target = word, Next = "Get-PolyglotRun shows runs." };

    public static Fault NoResult() => new("ValueNotFound", ErrorCategory.ObjectNotFound, "this task has no result") { Next = "Get-PolyglotTask -Detailed says why." };

    public static Fault LostObject(string word, string problem) => new("ObjectLost", ErrorCategory.InvalidData, problem) { Target = word };

    public static Fault NotAValue(string word, string why) => new("NotAValue", ErrorCategory.InvalidData, $"{word} is no beast2 value: {why}") { Target = word };

    public static Fault NoForm(string word, string form, string type) =>
        new("NoSuchForm", ErrorCategory.InvalidType, $"a value of type {type} has no form as {form}") { Target = word, Next = "-As East works for every value." };

    public static Fault NotShown(string why) => new("NoSuchForm", ErrorCategory.InvalidType, why) { Next = "-As East works for every value." };

    public static Fault BadType(string text, string why) => new("InvalidType", ErrorCategory.InvalidArgument, $"`{text}` is no type: {why}") { Target = text, Next = TypeSyntax };

    public static Fault TypeNeeded(string file) =>
        new("TypeNeeded", ErrorCategory.InvalidArgument, $"{file} holds a value whose type must be said") { Target = file, Next = "Give it with -Type; Blob takes the file's bytes as they are." };

    public static Fault BadRef(string name, string why) => new("InvalidName", ErrorCategory.InvalidArgument, why) { Target = name, Next = "Names are written namespace/name." };

    public static Fault BadValue(object? value, string why) => new("InvalidValue", ErrorCategory.InvalidData, why) { Target = value };

    public static Fault OneValue(int count, string type) =>
        new("OneValueNeeded", ErrorCategory.InvalidArgument, $"{type} is one value, and the pipeline brought {count}") { Next = "Give a type of Array or Set, which takes all of them." };

    public static Fault NoFile(string path) => new("FileNotFound", ErrorCategory.ObjectNotFound, $"there is no file {path}") { Target = path };

    public static Fault FileExists(string path) => new("FileExists", ErrorCategory.ResourceExists, $"{path} is there already") { Target = path, Next = "Without -NoClobber it is overwritten." };

    public static Fault NotARunOrTask(string word, string? suggestion) =>
        new("RunNotFound", ErrorCategory.ObjectNotFound, $"`{word}` is no run, and no task of the last run{Meant(suggestion)}") { Target = word, Next = ListRuns };

    public static Fault NoRunner(string id, string message) => new("RunnerNotFound", ErrorCategory.ObjectNotFound, message) { Target = id, Next = ListRunners };

    public static Fault NoKit(string id, string folder) =>
        new("KitNotFound", ErrorCategory.ObjectNotFound, $"the runner `{id}` brings no conformance script (kit.*) in {folder}") { Target = id, Next = "Name one with -Kit (ir/conformance/README.md says what it holds)." };

    public static Fault Interrupted(string project) =>
        new("Interrupted", ErrorCategory.OperationStopped, $"the run of {project} was stopped; what is finished is kept") { Target = project };

    /// <summary>A problem of a project file.</summary>
    public static Fault Of(ProjectProblem problem) => new(
        "InvalidProject", ErrorCategory.InvalidData, $"{(problem.Line == 0 ? problem.File : $"{problem.File}:{problem.Line}:{problem.Column}")}: {problem.Message}{Meant(problem.Suggestion)}")
    {
        Target = problem.File,
        Next = problem.NextStep,
    };

    /// <summary>A problem of a manifest.</summary>
    public static Fault Of(ManifestProblem problem) =>
        new("InvalidManifest", ErrorCategory.InvalidData, $"{problem.File}{(problem.Path.Length == 0 ? "" : $" at {problem.Path}")}: {problem.Message}") { Target = problem.File };

    /// <summary>A task that did not succeed.</summary>
    public static Fault Of(string task, AttemptError error)
    {
        var place = error.Frames.FirstOrDefault(f => f.IsUser) ?? error.Location.FirstOrDefault(f => f.IsUser);
        var what = error.ErrorType.Length == 0 || error.Summary.StartsWith(error.ErrorType, StringComparison.Ordinal) ? error.Summary : $"{error.ErrorType}: {error.Summary}";
        return new(
            error.Side == ErrorSide.Task ? "TaskFailed" : error.Side == ErrorSide.Runner ? "RunnerFault" : "HostFault",
            error.Side == ErrorSide.Task ? ErrorCategory.InvalidResult : ErrorCategory.ResourceUnavailable,
            $"{task}: {what}{(place is null ? "" : $" ({place.File}:{place.Line})")}")
        {
            Target = task,
            Next = $"Get-PolyglotTask {task} -Detailed shows what it printed{(error.Retryable ? "; trying again may help" : "")}.",
        };
    }

    /// <summary>What was thrown: a user can do something about most; every other one is a defect.</summary>
    public static Fault Of(Exception e) => e switch
    {
        FaultException known => known.Fault,
        StoreException store => new($"Store{store.Error}", store.Error switch
        {
            StoreError.NotARepository or StoreError.FileGone => ErrorCategory.ObjectNotFound,
            StoreError.AlreadyARepository or StoreError.RefNameTaken => ErrorCategory.ResourceExists,
            StoreError.RefLocked => ErrorCategory.ResourceBusy,
            _ => ErrorCategory.InvalidData,
        }, store.Message)
        { Cause = e },
        UnauthorizedAccessException => new("AccessDenied", ErrorCategory.PermissionDenied, e.Message) { Cause = e },
        FileNotFoundException or DirectoryNotFoundException => new("FileNotFound", ErrorCategory.ObjectNotFound, e.Message) { Cause = e },
        IOException => new("InputOutput", ErrorCategory.ResourceUnavailable, e.Message) { Cause = e },
        OperationCanceledException => new("Interrupted", ErrorCategory.OperationStopped, "stopped") { Cause = e },
        _ => new("Unexpected", ErrorCategory.NotSpecified, $"something unexpected happened: {e.GetType().Name}: {e.Message}") { Cause = e, Next = ReportDefect },
    };

    private static string Meant(string? suggestion) => suggestion is null ? "" : $"; did you mean `{suggestion}`?";

    private static string Some(IEnumerable<object> candidates)
    {
        var all = candidates.ToList();
        return string.Join(", ", all.Take(5)) + (all.Count > 5 ? $" or {all.Count - 5} more" : "");
    }
}
