using System.Collections;
using System.Globalization;

namespace Polyglot.PowerShell.Values;

/// <summary>What is said about objects that are no values of a type.</summary>
internal static class ValueTexts
{
    private const int LongestShown = 40;

    public const string NestsTooDeep = "the value nests too deep to become objects";

    public static string NoDate(string date) => $"{date} is a date that PowerShell cannot hold";

    public static string Wrong(string path, string wanted, string found) => $"{path} should be {wanted}, not {found}";

    public static string Missing(string path, string field, string? suggestion) => $"{path} has no {field}{(suggestion is null ? "" : $"; did you mean `{suggestion}`?")}";

    public static string TooDeep(string path) => $"{path}… goes too deep; an object may hold itself";

    public static string NoData(string type) => $"values of type {type} hold functions, which no object is";

    /// <summary>What an object is, in a few words.</summary>
    public static string Describe(object? plain) => plain switch
    {
        null => "$null",
        string text => $"the text '{(text.Length > LongestShown ? text[..LongestShown] + "…" : text)}'",
        bool flag => flag ? "$true" : "$false",
        IDictionary => "a hashtable",
        IEnumerable => "a list",
        IFormattable number when plain.GetType().IsPrimitive || plain is decimal => $"{number.ToString(null, CultureInfo.InvariantCulture)}",
        _ => $"an object of type {plain.GetType().Name}",
    };
}
