using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Dataflow.Exchange;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Exchange;

/// <summary>What is handed over: the words and the option that <c>export</c>, <c>push</c> and <c>pull</c> have in common.</summary>
internal static class Selection
{
    /// <summary>Runs and tasks.</summary>
    public static Argument<string[]> Words() => new("what")
    {
        HelpName = "WHAT",
        Description = "Runs (last, last~1, a tag, the beginning of an id), or tasks of the last run with all they need; the last run where nothing is named",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary><c>--all</c>.</summary>
    public static Option<bool> All() => new("--all") { Description = "Every run and every tag" };

    /// <summary>The bundle of what was named.</summary>
    /// <exception cref="CliFailure">A word names nothing.</exception>
    public static Bundle Collect(OpenRepository from, IReadOnlyList<string> words, bool all)
    {
        if (all) return words.Count == 0 ? BundleSelection.All(from.Repository) : throw CliFailure.Usage(SharingMessages.AllAndWords, CliMessages.ListNames);
        return BundleSelection.Of(from, words) switch
        {
            BundleSelection.Collected collected => collected.Bundle,
            BundleSelection.NothingThere => throw CliFailure.Usage(SharingMessages.NothingToShare, CliMessages.RunFirst),
            BundleSelection.Unknown unknown => throw CliFailure.Usage(SharingMessages.NotARunOrTask(unknown.Word), HistoryMessages.ListRuns, unknown.Suggestion),
            BundleSelection.NotOne word => throw RunWords.Refuse(word.Word, word.Found),
            var other => throw new InvalidOperationException($"unknown selection {other}"),
        };
    }
}
