using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot help [verb]</c>.</summary>
internal sealed class HelpVerb : Verb
{
    private static readonly Argument<string[]> Topic = new("verb") { HelpName = "VERB", Description = "A verb; all of them where it is left out", Arity = new ArgumentArity(0, 2) };

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
        var topic = string.Join(' ', arguments.GetValue(Topic) ?? []);
        var verb = grammar.All.FirstOrDefault(v => v.Name == topic);
        if (topic.Length > 0 && verb is null)
            throw CliFailure.Usage(CliMessages.UnknownVerb(topic), CliMessages.ListVerbs, NearestNames.Of(topic, grammar.All.Select(v => v.Name)));
        HelpPage.Write(session.Out, grammar, verb);
        return Task.FromResult(ExitCode.Ok);
    }
}
