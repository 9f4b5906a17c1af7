using System.CommandLine;
using System.Text;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Files;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Rendering.Values;
using Polyglot.Cli.Terminal;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Cli.Verbs.East;

/// <summary><c>polyglot east run</c>.</summary>
internal sealed class EastRunVerb : Verb
{
    private const int DefaultWidth = 80;

    private readonly Argument<string> _program = ProgramArgument.Make();
    private readonly Argument<string[]> _arguments = new("arguments") { HelpName = "ARGUMENT", Description = "One per parameter: a file of a value, or the value as East text", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _to = new("--out", "-o") { Description = "Write the result to this file, in the form that its extension says", HelpName = "FILE" };

    public EastRunVerb() : base("east run", "Run an East program")
    {
        Command.Arguments.Add(_program);
        Command.Arguments.Add(_arguments);
        Command.Options.Add(_to);
    }

    public override string Details =>
        "The program is checked first and then compiled. It may call console_log, console_error and console_write.\n" +
        "An argument that is the path of a .beast2, .beast, .east, .json or .csv file is read from it; a String needs no quotes.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("east run total.beast2 \"[1, 2, 3]\"", "a value as text"),
        new("east run fit.json data.beast2 0.5 -o fit.beast2", "from and to files"),
        new("east run greet.beast2 World", "a String"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var program = ProgramFiles.Read(Required(arguments, _program));
        var to = arguments.GetValue(_to);
        if (to is not null) FileForms.Require(to);
        var values = Values(program.Root.Type, arguments.GetValue(_arguments) ?? []);
        if (Run(session, program, values) is not { } result) return Task.FromResult(ExitCode.TaskFailed);
        var value = new TypedValue(program.Root.Type.Output, result);
        if (to is not null) ValueFiles.Write(to, value);
        if (session.IsJson) WriteDocument(session, program, value, to);
        else if (to is null && value.Type.Kind != EastTypeKind.Null) WriteText(session, value);
        return Task.FromResult(ExitCode.Ok);
    }

    private static object?[] Values(FunctionType type, string[] given)
    {
        if (given.Length != type.Inputs.Length) throw CliFailure.Usage(FileMessages.ArgumentCount(type.Inputs.Length, given.Length), FileMessages.TextNext);
        return [.. type.Inputs.Select((input, i) => Value(i + 1, input, given[i]))];
    }

    private static object Value(int position, EastType type, string text)
    {
        if (FileForms.Of(text) is not null && File.Exists(text)) return ValueFiles.Read(text, type).Value;
        // A bare word is a String; in quotes it is East text as every other value is.
        if (type.Kind == EastTypeKind.String && !text.StartsWith('"')) return text;
        if (!type.IsData) throw CliFailure.Usage(FileMessages.NoForm("text", type));
        var parsed = EastText.Parse(type, text);
        return parsed.IsSuccess ? parsed.Value : throw CliFailure.Usage(FileMessages.BadArgument(position, type, parsed.Error.Message), FileMessages.TextNext);
    }

    /// <summary>The result; null after showing an error that the program did not catch.</summary>
    private static object? Run(Session session, IrProgram program, object?[] values)
    {
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        try
        {
            var compiled = EastProgram.Compile(program, new HostPlatform((stream, bytes) => Print(session, stream, bytes), 0, session.Time).Functions(HostPlatform.Packages));
            return compiled.Run(values, EastLimits.None, interrupts.Stop);
        }
        catch (EastProgramException wrong)
        {
            throw ProgramProblems.Failure(wrong.Problems);
        }
        catch (EastException error) when (session.IsJson)
        {
            throw new CliFailure(ExitCode.TaskFailed, ProgramProblems.Of(new IrProblem(error.Locations[0], error.Message)));
        }
        catch (EastException error)
        {
            session.Out.Flush();
            session.Error.WriteLine(error.Display());
            return null;
        }
        catch (EastLimitException limit)
        {
            throw new CliFailure(ExitCode.TaskFailed, new Problem(limit.Message));
        }
        catch (OperationCanceledException)
        {
            throw new CliFailure(ExitCode.Interrupted, new Problem(CliMessages.Interrupted));
        }
    }

    /// <summary>Where the result is a JSON document on standard output, what a program prints goes to the other one.</summary>
    private static void Print(Session session, StreamKind stream, byte[] bytes)
    {
        var to = stream == StreamKind.Stdout && !session.IsJson ? session.Out : session.Error;
        to.Write(Encoding.UTF8.GetString(bytes));
        to.Flush();
    }

    private static void WriteText(Session session, TypedValue value)
    {
        if (session.Surface.IsTerminal)
        {
            new PrettyEast(session.Out, session.Surface.Width ?? DefaultWidth, limit: null).Write(value.Type, value.Value);
            return;
        }
        EastText.Print(session.Out, value.Type, value.Value);
        session.Out.WriteLine();
    }

    private static void WriteDocument(Session session, IrProgram program, TypedValue value, string? to) => JsonOutput.Write(session, writer =>
    {
        writer.WriteString("program", program.Id);
        writer.WriteString("type", value.Type.ToString());
        writer.WriteOptional("file", to is null ? null : Path.GetFullPath(to));
        if (to is not null || !value.Type.IsData) return;
        writer.WritePropertyName("value");
        writer.WriteRawValue(EastJson.Print(value.Type, value.Value), skipInputValidation: true);
    });
}
