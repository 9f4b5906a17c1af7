using System.Globalization;
using Polyglot.Dataflow.Projects;
using Polyglot.East;

namespace Polyglot.Dataflow.Returning;

/// <summary>Every message about tasks that return dataflows, and the codes of their errors.</summary>
internal static class ReturningMessages
{
    public const string RefusedCode = "bad_dataflow";
    public const string FailedCode = "tasks_failed";
    public const string TooDeepCode = "too_deep";
    public const string EndlessCode = "endless";
    public const string Stopped = "the run was stopped before the dataflow that it returned had a result";

    public const string NotADataflowNext = "Leave the annotation away and return a dict or object, or return JSON as text.";
    public const string NoResult = "the dataflow has no `result`";
    public const string NoResultNext = "Name the task, or the input, whose value is the result: `result: fit`.";
    public const string NotAValueNext = "Write `{ value: 1, type: Integer }`, or use an input of the task that returns the dataflow, by its name.";
    public const string NameTakenNext = "Choose another name; the input can be used by its own.";
    public const string RequiresNext = "What the task requires that returns the dataflow is there for its tasks too.";
    public const string NoValueNext = "Write `{ value: 1, type: Integer }`, or the name of an input or task.";

    private const int MostNames = 12;

    public static string NotADataflow(string function, EastType type) => $"`{function}` gives {type}, which is no dataflow";

    public static string TooLarge(long size, long limit) => $"it has {Number(size)} bytes; at most {Number(limit)} are read";

    public static string Unreadable(ProjectProblem problem) => problem.Line == 0 ? problem.Message : FormattableString.Invariant($"line {problem.Line}, column {problem.Column}: {problem.Message}");

    public static string NotAValue(string input) => $"the input `{input}` is not a value: a returned dataflow reads no files and uses no other dataflows";

    public static string NoValue(string input) => $"the input `{input}` has no `value`";

    public static string NameTaken(string name) => $"`{name}` is an input of the task that returns the dataflow";

    public static string NotForInner(string key) => $"`{key}` cannot be said by a task of a returned dataflow";

    public static string ForeignFile(string path) => $"{path} is no file of the task that returns the dataflow";

    public static string ForeignFileNext(string path) => $"Name it under that task's `depends`: `depends: [{path}]`.";

    public static string OtherContent(string path) => $"{path} changed during the run";

    public static string ForeignRunner(string runner, IEnumerable<string> known) =>
        $"the tasks of the dataflow may run on {string.Join(", ", known.Order(StringComparer.Ordinal).Select(id => $"`{id}`"))} and not on `{runner}`; name it in `returns: {{ runners: [{runner}] }}`";

    public static string UnknownResult(string name) => $"the dataflow has no task or input `{name}` to be its result";

    public static string WrongResult(string name, EastType actual, EastType wanted, TypeDifference difference) =>
        $"the result `{name}` is {actual}, and the task gives {wanted}{(difference.Path.Length == 0 ? "" : $"; they differ first at {difference}")}";

    /// <summary>Why a dataflow is not run: the first thing that is wrong, and how many others there are.</summary>
    public static string Refused(string task, string first, int others) =>
        $"the dataflow that `{task}` returned cannot be run: {first}{(others == 0 ? "" : $" (and {Number(others)} more)")}";

    /// <summary>One thing that is wrong, at its place.</summary>
    public static string At(string place, ProjectProblem problem)
    {
        var hint = problem.Suggestion is null ? "" : $". Did you mean `{problem.Suggestion}`?";
        var next = problem.NextStep is null ? "" : (hint.Length == 0 ? ". " : " ") + problem.NextStep.TrimEnd('.');
        return $"{(place.Length == 0 ? "" : $"{place}: ")}{problem.Message}{hint}{next}";
    }

    public static string TooDeep(IReadOnlyList<string> chain, int limit) =>
        $"dataflows return dataflows more than {Number(limit)} deep: {Chain(chain)}. `returns: {{ depth: {Number(limit + 1)} }}` of `{chain[0]}` allows more";

    public static string Endless(IReadOnlyList<string> chain) => $"it waits for itself: {Chain(chain)}, with the same inputs";

    public static string Progress(int done, int total, int failed) =>
        failed == 0 ? $"{Number(done)} of {Number(total)} tasks" : $"{Number(done)} of {Number(total)} tasks, {Number(failed)} failed";

    /// <summary>How many failed, and which.</summary>
    public static string Failed(IReadOnlyList<string> names, int total) =>
        $"{Number(names.Count)} of {Number(total)} tasks failed: {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {Number(names.Count - MostNames)} more" : "")}";

    /// <summary>An error of a task, as one line among others.</summary>
    public static string OfTask(string name, string summary) => $"{name}: {summary}";

    private static string Chain(IReadOnlyList<string> chain) =>
        string.Join(" > ", chain.Count <= MostNames ? chain : [.. chain.Take(MostNames / 2), "...", .. chain.Skip(chain.Count - (MostNames / 2))]);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
