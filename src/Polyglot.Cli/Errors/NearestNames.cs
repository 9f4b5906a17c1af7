namespace Polyglot.Cli.Errors;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestNames
{
    /// <summary>The nearest within a third of the word's length; null when none is near.</summary>
    public static string? Of(string word, IEnumerable<string> names) => Dataflow.Projects.DidYouMean.Among(word, names);
}
