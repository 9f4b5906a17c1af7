using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot help [verb]</c>.</summary>
internal sealed class HelpVerb : Verb
{
    private static readonly Argument<string?> Topic = new("verb") { Description = "A verb; all of them where it is left out", Arity = ArgumentArity.ZeroOrOne };

    private readonly Func<Grammar> _grammar;

    public HelpVerb(Func<Grammar> grammar) : base("help", "Explain the program or a verb")
    {
        _grammar = grammar;
        Command.Arguments.Add(Topic);
    }

    public override IReadOnlyList<Example> Examples => [new("help run", "all about run"), new("run --help", "the same")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var grammar = _grammar();
        var topic = arguments.GetValue(Topic);
        var verb = grammar.Verbs.FirstOrDefault(v => v.Command.Name == topic);
        if (topic is not null && verb is null)
            throw CliFailure.Usage(CliMessages.UnknownVerb(topic), CliMessages.ListVerbs, NearestNames.Of(topic, grammar.Verbs.Select(v => v.Command.Name)));
        HelpPage.Write(session.Out, grammar, verb);
        return Task.FromResult(ExitCode.Ok);
    }
}
