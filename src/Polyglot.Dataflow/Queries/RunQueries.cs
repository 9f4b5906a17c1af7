using System.Globalization;
using Polyglot.Dataflow.History;
using Polyglot.Store;

namespace Polyglot.Dataflow.Queries;

/// <summary>What a user's word for a run stands for.</summary>
public abstract record RunWord
{
    private RunWord()
    {
    }

    /// <summary>A run.</summary>
    public sealed record Found(RunRecord Run) : RunWord;

    /// <summary>Several runs; the candidates are ready to be typed instead.</summary>
    public sealed record Ambiguous(IReadOnlyList<RunId> Candidates) : RunWord;

    /// <summary>The run's record cannot be read.</summary>
    public sealed record Damaged(string Problem) : RunWord;

    /// <summary>No run.</summary>
    public sealed record None : RunWord;
}

/// <summary>The runs of a repository, asked in a user's words. Nothing is written. Thread-safe.</summary>
/// <param name="repository">Where to look.</param>
/// <param name="dataflow">The dataflow whose runs <c>last</c> counts; null for all.</param>
public sealed class RunQueries(Repository repository, string? dataflow = null)
{
    private const string Last = "last";
    private const int ShortestPrefix = 4;
    private const int SuffixStart = RunId.TextLength - 8;

    /// <summary>Every readable run, newest first, read lazily.</summary>
    public IEnumerable<RunRecord> All() => repository.Runs.List()
        .Select(repository.Runs.Read)
        .OfType<RunRead.Found>()
        .Select(found => found.Run)
        .Where(run => dataflow is null || run.Dataflow == dataflow);

    /// <summary>
    /// The run of a word: <c>last</c>, <c>last~2</c> (two before it), a tag, a run's id, or the beginning (at least four characters) of its id
    /// or of the last part of its id.
    /// </summary>
    public RunWord Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word == Last || word.StartsWith(Last + "~", StringComparison.Ordinal)) return Back(word);
        if (RunId.TryParse(word, out var exact)) return Read(exact);
        if (Tags.Find(repository, word) is { } target && RunObject.TryRead(repository.Objects, target) is { } tagged) return new RunWord.Found(tagged);
        if (word.Length < ShortestPrefix) return new RunWord.None();
        var ids = repository.Runs.List().Where(id => Fits(id.ToString(), word)).Take(PrefixMatch.Ambiguous.Limit).ToList();
        return ids.Count switch
        {
            0 => new RunWord.None(),
            1 => Read(ids[0]),
            _ => new RunWord.Ambiguous(ids),
        };
    }

    private static bool Fits(string id, string word) =>
        id.StartsWith(word, StringComparison.Ordinal) || id.AsSpan(SuffixStart).StartsWith(word, StringComparison.Ordinal);

    private RunWord Back(string word)
    {
        var count = 0;
        if (word != Last && !int.TryParse(word.AsSpan(Last.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out count)) return new RunWord.None();
        return All().Skip(count).FirstOrDefault() is { } run ? new RunWord.Found(run) : new RunWord.None();
    }

    private RunWord Read(RunId id) => repository.Runs.Read(id) switch
    {
        RunRead.Found found => new RunWord.Found(found.Run),
        RunRead.Damaged damaged => new RunWord.Damaged(damaged.Problem),
        _ => new RunWord.None(),
    };
}
