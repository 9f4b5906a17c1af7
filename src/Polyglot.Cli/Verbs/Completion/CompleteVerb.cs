using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Completion;

namespace Polyglot.Cli.Verbs.Completion;

/// <summary>
/// <c>polyglot complete -- words…</c>, which the scripts of <see cref="CompletionVerb"/> call: prints a candidate a line, its meaning after a
/// tab, and <c>:files</c> where files may stand. Never fails and never says anything else: somebody is typing.
/// </summary>
internal sealed class CompleteVerb : Verb
{
    private readonly Argument<string[]> _words = new("words") { HelpName = "WORD", Description = "What was typed after the program's name, up to the cursor", Arity = ArgumentArity.ZeroOrMore };
    private readonly Func<Grammar> _grammar;

    public CompleteVerb(Func<Grammar> grammar) : base("complete", "Say what may be typed next, for shells")
    {
        _grammar = grammar;
        Command.Hidden = true;
        Command.Arguments.Add(_words);
    }

    public override IReadOnlyList<Example> Examples => [new("complete -- run rep", "what may follow")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        foreach (var (text, description) in Candidates(session, arguments.GetValue(_words) ?? []))
            session.Out.WriteLine(description.Length == 0 ? text : $"{text}\t{Rendering.Printable.Of(description)}");
        return Task.FromResult(ExitCode.Ok);
    }

    private IReadOnlyList<Candidate> Candidates(Session session, string[] words)
    {
        try
        {
            return new Completer(_grammar(), project => new ProjectNames(session with { Options = session.Options with { Project = project } })).Complete(words);
        }
        catch (Exception e) when (!session.Options.Debug && e is not OutOfMemoryException)
        {
            return [];
        }
    }
}
