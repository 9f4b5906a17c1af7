using Polyglot.Dataflow.History;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;
using Polyglot.Dataflow.Workspaces;
using Polyglot.Store;

namespace Polyglot.Dataflow.Exchange;

/// <summary>What came of naming what is to be handed over.</summary>
public abstract record BundleSelection
{
    private BundleSelection()
    {
    }

    /// <summary>All of it.</summary>
    public sealed record Collected(Bundle Bundle) : BundleSelection;

    /// <summary>There is no run.</summary>
    public sealed record NothingThere : BundleSelection;

    /// <summary>A word is no run, and no task of the last run.</summary>
    /// <param name="Word">The word.</param>
    /// <param name="Suggestion">The task that was probably meant, or null.</param>
    public sealed record Unknown(string Word, string? Suggestion) : BundleSelection;

    /// <summary>A word names several runs, or one that cannot be read.</summary>
    public sealed record NotOne(string Word, RunWord Found) : BundleSelection;

    /// <summary>Every run and every tag.</summary>
    public static Bundle All(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var tags = repository.Refs.List(Tags.Namespace).Where(tag => tag.Id is not null).Select(tag => new NamedObject(tag.Name.ToString(), tag.Id!.Value));
        return BundleBuilder.Collect(repository, new RunQueries(repository).All(), tags);
    }

    /// <summary>What words name: runs, or tasks of the last run with all they need; the last run where there are none.</summary>
    public static BundleSelection Of(OpenRepository from, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(words);
        var runs = new List<RunRecord>();
        var tasks = new List<string>();
        var queries = new RunQueries(from.Repository, from.Dataflow);
        foreach (var word in words)
        {
            switch (queries.Find(word))
            {
                case RunWord.Found found: runs.Add(found.Run); break;
                case RunWord.None: tasks.Add(word); break;
                case var other: return new NotOne(word, other);
            }
        }
        if (tasks.Count > 0 || words.Count == 0)
        {
            if (from.LastRun is not { } last) return new NothingThere();
            var names = last.Tasks.Select(task => task.Name).ToHashSet(StringComparer.Ordinal);
            if (tasks.Find(task => !names.Contains(task)) is { } unknown) return new Unknown(unknown, DidYouMean.Among(unknown, names));
            runs.Add(words.Count == 0 ? last : RunSlice.Of(last, tasks));
        }
        // A whole run has whatever a part of it has.
        return new Collected(BundleBuilder.Collect(from.Repository, runs.OrderByDescending(run => run.Tasks.Count), []));
    }
}
