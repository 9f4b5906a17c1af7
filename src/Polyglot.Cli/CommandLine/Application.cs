using System.CommandLine;
using System.Text;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Resident;
using Polyglot.Cli.Terminal;

namespace Polyglot.Cli.CommandLine;

/// <summary>Parses a command line, runs its verb, and turns whatever goes wrong into a message and an exit code.</summary>
internal static class Application
{
    /// <summary>The exit code of the process.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        return await RunAsync(args, Surroundings.OfProcess()).ConfigureAwait(false);
    }

    /// <summary>As <see cref="RunAsync(string[])"/>, anywhere.</summary>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings)
    {
        using var output = Writer(surroundings.Out, autoFlush: false);
        using var error = Writer(surroundings.Error, autoFlush: true);
        return (int)await RunAsync(args, surroundings, output, error).ConfigureAwait(false);
    }

    private static async Task<ExitCode> RunAsync(string[] args, Surroundings surroundings, StreamWriter output, StreamWriter error)
    {
        var (root, parsed) = Grammar.Read(args);
        var raw = GlobalOptions.FromRaw(args);
        var errorPalette = Surface.Detect(!surroundings.ErrorIsTerminal, Environment.GetEnvironmentVariable, raw.NoColor).HasColor ? Palette.Ansi : Palette.None;
        var verb = root.VerbOf(parsed);
        var session = new Session(raw, output, error, Surface.Plain, Palette.None, verb?.Name ?? "polyglot") { Surroundings = surroundings };
        try
        {
            var code = await RunVerbAsync().ConfigureAwait(false);
            // Not asynchronously: that would start the pool's threads for it.
            output.Flush();
            return code;
        }
        catch (OutputException e)
        {
            Tell(e);
            return ExitCode.Fault;
        }
        catch (CliFailure failure)
        {
            Show(failure);
            return failure.ExitCode;
        }
        catch (Exception e)
        {
            var failure = Expected.Failure(e, session.Options.Debug);
            Show(failure);
            if (session.Options.Debug) await error.WriteLineAsync(e.ToString()).ConfigureAwait(false);
            return failure.ExitCode;
        }

        async Task<ExitCode> RunVerbAsync()
        {
            if (HelpPage.IsAsked(parsed, verb))
            {
                HelpPage.Write(output, root, verb);
                return ExitCode.Ok;
            }
            if (ParseProblems.Of(parsed, root, verb) is { Count: > 0 } problems) throw new CliFailure(ExitCode.Usage, problems);
            var options = GlobalOptions.From(parsed);
            var surface = Surface.Detect(!surroundings.OutIsTerminal, Environment.GetEnvironmentVariable, options.NoColor) with { Columns = surroundings.Columns };
            session = session with { Options = options, Surface = surface, Palette = surface.HasColor ? Palette.Ansi : Palette.None };
            var project = verb!.HostedProject(session, parsed);
            if (surroundings.Evaluators is not null && project is null) throw CliFailure.Usage(ResidentTexts.NotHosted(verb.Name));
            if (surroundings.Evaluators is null && project is not null && await HandingOver.TryAsync(args, project, session, surroundings).ConfigureAwait(false) is { } code) return code;
            return await verb.RunAsync(session, parsed).ConfigureAwait(false);
        }

        // Problems go to standard error; where the result is JSON, they are the document on standard output.
        void Show(CliFailure failure)
        {
            try
            {
                output.Flush();
                if (session.IsJson) ProblemJson.Write(session, failure.Problems, failure.ExitCode);
                else ProblemWriter.Write(error, failure.Problems, errorPalette);
                output.Flush();
            }
            catch (OutputException e)
            {
                Tell(e);
            }
        }

        void Tell(OutputException e) => ProblemWriter.Write(error, Expected.Failure(e, debug: false).Problems, errorPalette);
    }

    private static StreamWriter Writer(Stream stream, bool autoFlush) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4096) { AutoFlush = autoFlush, NewLine = "\n" };
}
