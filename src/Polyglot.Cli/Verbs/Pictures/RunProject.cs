using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;

namespace Polyglot.Cli.Verbs.Pictures;

/// <summary>The project of a verb that is about a past run: the only word it may be given.</summary>
internal static class RunProject
{
    /// <summary>The session, in the project that is named; as it is where none is.</summary>
    /// <exception cref="CliFailure">There are other words, or two projects.</exception>
    public static Session Of(Session session, string[] words)
    {
        if (words.Length == 0) return session;
        if (words.Length > 1 || !ProjectLocator.IsProject(words[0])) throw CliFailure.Usage(CliMessages.UnexpectedArgument(words[^1]), PictureMessages.TargetsOfARun);
        if (session.Options.Project is { } other) throw CliFailure.Usage(CliMessages.TwoProjects(other, words[0]), CliMessages.OneProject);
        return session with { Options = session.Options with { Project = words[0] } };
    }
}
