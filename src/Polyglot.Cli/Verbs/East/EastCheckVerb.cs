using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Files;
using Polyglot.Cli.Rendering;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Cli.Verbs.East;

/// <summary><c>polyglot east check</c>.</summary>
internal sealed class EastCheckVerb : Verb
{
    private readonly Argument<string> _program = ProgramArgument.Make();

    public EastCheckVerb() : base("east check", "Check an East program: types, scopes, builtins, platform functions") => Command.Arguments.Add(_program);

    public override string Details => "Every problem is reported with the place in the author's source. Platform functions are those that `east run` offers.";

    public override IReadOnlyList<Example> Examples => [new("east check total.beast2", "nothing is run"), new("east check total.json --output json", "for a program")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var program = ProgramFiles.Read(Required(arguments, _program));
        var problems = IrChecker.Check(program.Root, HostPlatform.Signatures(HostPlatform.Packages));
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("program", program.Id);
                writer.WriteString("type", program.Root.Type.ToString());
                ProblemJson.Write(writer, "problems", problems.Select(ProgramProblems.Of));
            });
        }
        else if (problems.Length > 0)
        {
            throw ProgramProblems.Failure(problems);
        }
        else
        {
            session.Say($"in order: {program.Root.Type}");
        }
        return Task.FromResult(problems.Length == 0 ? ExitCode.Ok : ExitCode.Usage);
    }
}
