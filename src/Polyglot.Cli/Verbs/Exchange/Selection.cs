using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Dataflow.History;
using Polyglot.Dataflow.Queries;
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
        if (all && words.Count > 0) throw CliFailure.Usage(SharingMessages.AllAndWords, CliMessages.ListNames);
        if (all)
        {
            var tags = from.Repository.Refs.List(Tags.Namespace).Where(tag => tag.Id is not null).Select(tag => new NamedObject(tag.Name.ToString(), tag.Id!.Value));
            return BundleBuilder.Collect(from.Repository, new RunQueries(from.Repository).All(), tags);
        }
        var runs = new List<RunRecord>();
        var tasks = new List<string>();
        foreach (var word in words)
        {
            if (RunWords.Find(from, word) is { } run) runs.Add(run);
            else tasks.Add(word);
        }
        if (tasks.Count > 0 || words.Count == 0)
        {
            var last = from.LastRun ?? throw CliFailure.Usage(SharingMessages.NothingToShare, CliMessages.RunFirst);
            var names = last.Tasks.Select(task => task.Name).ToHashSet(StringComparer.Ordinal);
            if (tasks.Find(task => !names.Contains(task)) is { } unknown)
                throw CliFailure.Usage(SharingMessages.NotARunOrTask(unknown), HistoryMessages.ListRuns, NearestNames.Of(unknown, names));
            runs.Add(words.Count == 0 ? last : RunSlice.Of(last, tasks));
        }
        // A whole run has whatever a part of it has.
        return BundleBuilder.Collect(from.Repository, runs.OrderByDescending(run => run.Tasks.Count), []);
    }
}
