using System.Globalization;
using Polyglot.East;

namespace Polyglot.Dataflow.Resolving;

/// <summary>Every message about files, runners, functions and types of a dataflow.</summary>
internal static class ResolveMessages
{
    public const string FileNext = "Check the path; it starts at the project's folder.";
    public const string DoctorNext = "`polyglot doctor` shows what was tried.";
    public const string OutputTypeNext = "Add `output:` to the task, or annotate the function's result.";
    public const string OutputRequiredNext = "Add `output:` with the type of the result, such as `Blob`.";
    public const string EdgeNext = "Change one of the two types, or put a task between that converts.";
    public const string DeclaredNext = "Change `output:` or the annotation; the declared type wins only where both agree.";
    public const string GapNext = "Inputs are given by position: give the parameters before it too.";

    public static string Program(string path, string problem) => $"the East program {path} cannot be run: {problem}";

    public static string NoPlatform(string runner, string package, IEnumerable<string> known) =>
        $"the runner `{runner}` has no platform package `{package}`, it has {string.Join(", ", known.Order(StringComparer.Ordinal))}";

    public static string NoIrVersion(string runner, string wanted, IReadOnlyList<string> versions) =>
        $"the runner `{runner}` runs East programs of {(versions.Count == 0 ? "no version" : $"version {string.Join(", ", versions)}")} and not of {wanted}";

    public static string NotAProgram(string task) => $"`{task}` runs no East program, so it cannot be given another runner";

    public static string NotAProgramNext => "Name tasks with `ir:`, or none to give all of them the runner.";

    public static string NeedsKind(string runner, string kind, string what) => $"the runner `{runner}` is of kind {kind} and cannot run {what}";

    public static string NothingMatches(string pattern) => $"no file matches {pattern}";

    public static string CannotDescribe(string script, string summary) => $"{script} cannot be read by its runner: {summary}";

    public static string UnknownFunction(string function, string script) => $"there is no function `{function}` in {script}";

    public static string TooManyInputs(string function, int takes, int given) =>
        $"`{function}` takes {Count(takes, "input")}, but {(given == 1 ? "1 is" : Number(given) + " are")} given";

    public static string MissingInput(string function, string parameter) => $"`{function}` needs the parameter `{parameter}`, which is not given";

    public static string UnknownParameter(string function, string parameter) => $"`{function}` has no parameter `{parameter}`";

    public static string Gap(string function, string missing, string given) =>
        $"`{function}` is given `{given}` but not `{missing}`, which stands before it";

    public static string Edge(string task, string parameter, EastType expected, string source, EastType actual, TypeDifference difference, bool isElement = false) =>
        $"`{task}` takes `{parameter}` as {Short(expected)}, but {(isElement ? "each element of " : "")}`{source}` is {Short(actual)}{Where(difference)}";

    public static string NoOutputType(string function, string why) =>
        why.Length == 0 ? $"`{function}` does not say which type its result has" : $"`{function}` does not say which type its result has ({why})";

    public static string NoCommandOutput(string task) => $"the task `{task}` has no `output`, and a command cannot tell";

    public static string Declared(string function, EastType declared, EastType annotated, TypeDifference difference) =>
        $"the declared output {Short(declared)} does not fit `{function}`, which gives {Short(annotated)}{Where(difference)}";

    public static string NotStorable(string function, EastType type) => $"`{function}` gives {Short(type)}, whose values contain functions and cannot be stored";

    public static string UnknownInputPlaceholder(string name) => $"the command names the input `{name}`, which the task does not have";

    public static string DuplicateInput(string name) => $"two inputs of the task are called `{name}`";

    public static string DuplicateInputNext => "Name the inputs: `inputs: { first: x, second: x }`.";

    // Types that differ as a whole have both been named already.
    private static string Where(TypeDifference difference) => (difference.Path, difference.Note) switch
    {
        ("", null) => "",
        ("", var note) => $"; {note}",
        _ => $"; they differ first at {difference}",
    };

    private static string Short(EastType type)
    {
        var text = type.ToString();
        return text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 77), "...");
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{Number(count)} {noun}s";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
