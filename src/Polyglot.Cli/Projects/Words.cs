using Polyglot.Cli.Errors;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Cli.Projects;

/// <summary>What the words of a command line stand for in a repository.</summary>
internal static class Words
{
    /// <summary>The object that a word names.</summary>
    /// <exception cref="CliFailure">It names none, or more than one.</exception>
    public static ObjectId RequireObject(OpenRepository open, string word) =>
        open.Queries.Resolve(word) switch
        {
            ResolvedWord.Object found => found.Id,
            ResolvedWord.Run => throw CliFailure.Usage(CliMessages.IsARun(word), CliMessages.ListNames),
            ResolvedWord.Ambiguous many => throw CliFailure.Usage(CliMessages.Ambiguous(word, many.Candidates), CliMessages.SayMore),
            ResolvedWord.None none => throw CliFailure.Usage(CliMessages.NamesNothing(word), CliMessages.ListNamesOrRun, none.Suggestion),
            var other => throw new InvalidOperationException($"unknown result {other}"),
        };
}
