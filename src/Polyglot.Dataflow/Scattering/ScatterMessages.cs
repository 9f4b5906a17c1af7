using System.Globalization;
using Polyglot.East;

namespace Polyglot.Dataflow.Scattering;

/// <summary>Every message about tasks that are run for every element of inputs, and the codes of their errors.</summary>
internal static class ScatterMessages
{
    public const string FailedCode = "elements_failed";
    public const string TooManyCode = "too_many_elements";
    public const string NotGatheredCode = "elements_lost";
    public const string Stopped = "the run was stopped before all elements had a result";

    public const string NotACollectionNext = "Give it an Array or a Dict, or take `foreach` away.";
    public const string NotAnAxisNext = "Give it an Array, or write a list: `matrix: { parameter: [1, 2, 3] }`.";
    public const string AxisTypeNext = "Annotate the parameter, or make the list an input with a `type`.";

    private const int MostKeys = 12;
    private const int LongestKey = 40;

    public static string NotACollection(string name, EastType type) => $"`foreach` goes over `{name}`, which is {type} and neither an Array nor a Dict";

    public static string NotAnAxis(string parameter, string name, EastType type) => $"the matrix varies `{parameter}` over `{name}`, which is {type} and not an Array";

    public static string NoAxisType(string parameter) => $"which type the values of `{parameter}` have is not clear: they are not all numbers, all texts or all booleans";

    public static string TooMany(int limit) => $"there are more than {Number(limit)} elements to run";

    public static string NotAnElement(string detail) => $"an element cannot be an input by itself: {detail}";

    public static string NotGathered(string key, string problem) => $"the result of element {Quoted(key)} cannot be used: {problem}";

    public static string Progress(int done, int total, int failed) =>
        failed == 0 ? $"{Number(done)} of {Number(total)} elements" : $"{Number(done)} of {Number(total)} elements, {Number(failed)} failed";

    /// <summary>How many failed, and which.</summary>
    public static string Failed(IReadOnlyList<string> keys, int total)
    {
        var shown = string.Join(", ", keys.Take(MostKeys).Select(Quoted));
        return $"{Number(keys.Count)} of {Number(total)} elements failed: {shown}{(keys.Count > MostKeys ? $" and {Number(keys.Count - MostKeys)} more" : "")}";
    }

    /// <summary>An error of an element, as one line among others.</summary>
    public static string OfElement(string key, string summary) => $"{Quoted(key)}: {summary}";

    private static string Quoted(string key) => $"[{(key.Length > LongestKey ? string.Concat(key.AsSpan(0, LongestKey - 3), "...") : key)}]";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
