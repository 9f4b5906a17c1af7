using System.CommandLine;
using Polyglot.Cli.Errors;

namespace Polyglot.Cli.CommandLine;

/// <summary>Verbs under one word, such as <c>polyglot east run</c>.</summary>
internal abstract class VerbGroup : Verb
{
    protected VerbGroup(string name, string summary, IReadOnlyList<Verb> verbs) : base(name, summary)
    {
        Verbs = verbs;
        // Without an action of its own the bare word would be an error before anything here is asked.
        Command.SetAction(static _ => 0);
        foreach (var verb in verbs) Command.Subcommands.Add(verb.Command);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Verb> Verbs { get; }

    /// <inheritdoc/>
    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments) =>
        throw CliFailure.Usage(CliMessages.VerbMissing(Name, Verbs.Select(v => v.Command.Name)), CliMessages.SeeHelp(Name));
}
