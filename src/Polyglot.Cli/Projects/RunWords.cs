using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Cli.Projects;

/// <summary>What the words of a command line that name runs stand for.</summary>
internal static class RunWords
{
    /// <summary>What a run can be called, for help pages.</summary>
    public const string Help = "A run: last, last~1 (the one before), a tag, or the beginning of its id";

    /// <summary>The run that a word names.</summary>
    /// <exception cref="CliFailure">It names none, or more than one.</exception>
    public static RunRecord Require(OpenRepository open, string word) =>
        new RunQueries(open.Repository, open.Dataflow).Find(word) switch
        {
            RunWord.Found found => found.Run,
            var other => throw Refuse(word, other),
        };

    /// <summary>What to say of a word that does not name one run.</summary>
    public static CliFailure Refuse(string word, RunWord found) => found switch
    {
        RunWord.Ambiguous many => CliFailure.Usage(HistoryMessages.AmbiguousRun(word, many.Candidates.Cast<object>()), CliMessages.SayMore),
        RunWord.Damaged damaged => new CliFailure(ExitCode.Fault, new Problem(damaged.Problem)),
        _ => CliFailure.Usage(HistoryMessages.NoSuchRun(word), HistoryMessages.ListRuns),
    };

    /// <summary>As <see cref="Require"/>; null where the word names no run.</summary>
    public static RunRecord? Find(OpenRepository open, string word) =>
        new RunQueries(open.Repository, open.Dataflow).Find(word) is RunWord.None ? null : Require(open, word);
}
