using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Files;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.East;

namespace Polyglot.Cli.Verbs.East;

/// <summary><c>polyglot east show</c>.</summary>
internal sealed class EastShowVerb : Verb
{
    private readonly Argument<string> _program = ProgramArgument.Make();

    public EastShowVerb() : base("east show", "Show an East program as readable code") => Command.Arguments.Add(_program);

    public override string Details => "The code is for reading only; --output json gives the program itself in East's JSON, which every tool reads.";

    public override IReadOnlyList<Example> Examples => [new("east show total.beast2", "on the screen"), new("east show suite.beast2.gz > suite.txt", "into a file")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var program = ProgramFiles.Read(Required(arguments, _program));
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("program", program.Id);
                writer.WriteString("type", program.Root.Type.ToString());
                writer.WriteString("code", IrPrinter.Print(program.Root));
                writer.WritePropertyName("ir");
                writer.WriteRawValue(EastJson.Print(IrTypes.Ir, IrWriter.ToValue(program.Root)), skipInputValidation: true);
            });
            return Task.FromResult(ExitCode.Ok);
        }
        var code = IrPrinter.Print(program.Root);
        session.Out.WriteLine(session.Surface.IsTerminal ? Printable.Lines(code) : code);
        return Task.FromResult(ExitCode.Ok);
    }
}
