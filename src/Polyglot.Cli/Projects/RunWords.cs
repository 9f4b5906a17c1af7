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
            RunWord.Ambiguous many => throw CliFailure.Usage(HistoryMessages.AmbiguousRun(word, many.Candidates.Cast<object>()), CliMessages.SayMore),
            RunWord.Damaged damaged => throw new CliFailure(ExitCode.Fault, new Problem(damaged.Problem)),
            _ => throw CliFailure.Usage(HistoryMessages.NoSuchRun(word), HistoryMessages.ListRuns),
        };

    /// <summary>As <see cref="Require"/>; null where the word names no run.</summary>
    public static RunRecord? Find(OpenRepository open, string word) =>
        new RunQueries(open.Repository, open.Dataflow).Find(word) is RunWord.None ? null : Require(open, word);
}
