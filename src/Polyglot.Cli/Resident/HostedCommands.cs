using System.Collections;
using System.Text;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Terminal;
using Polyglot.Resident;

namespace Polyglot.Cli.Resident;

/// <summary>Runs the commands of clients in this process, as if each had been started by itself: in the client's folder, with its variables, on its terminal.</summary>
internal sealed class HostedCommands(WarmEvaluators evaluators)
{
    /// <summary>Runs one and gives its exit code. Never throws.</summary>
    public async Task<int> RunAsync(CommandLink link)
    {
        using var turn = await evaluators.TakeTurnAsync().ConfigureAwait(false);
        var (folder, environment) = (Environment.CurrentDirectory, Variables());
        try
        {
            Environment.CurrentDirectory = link.Command.Folder;
            Apply(link.Command.Environment);
            await evaluators.CloseLostAsync().ConfigureAwait(false);
            return await Application.RunAsync([.. link.Command.Arguments], SurroundingsOf(link)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            link.Error.Write(Encoding.UTF8.GetBytes($"error: {ResidentTexts.NotBegun(e.Message)}\n"));
            return (int)ExitCode.Usage;
        }
#pragma warning disable CA1031 // a defect ends this command with its message; other clients need the host
        catch (Exception e)
#pragma warning restore CA1031
        {
            link.Error.Write(Encoding.UTF8.GetBytes($"error: {CliMessages.Unexpected(e)}\n"));
            return (int)ExitCode.Fault;
        }
        finally
        {
            Apply(environment);
            Environment.CurrentDirectory = Directory.Exists(folder) ? folder : Path.GetPathRoot(folder)!;
        }
    }

    private Surroundings SurroundingsOf(CommandLink link) => new(link.Out, link.Error, link.Command.OutIsTerminal, link.Command.ErrorIsTerminal)
    {
        Columns = () => link.Columns,
        Evaluators = evaluators,
        Listen = time =>
        {
            var interrupts = Interrupts.Remote(time, Environment.Exit);
            link.OnInterrupt(() =>
            {
                try
                {
                    interrupts.Interrupt();
                }
                catch (ObjectDisposedException)
                {
                    // The command ended meanwhile.
                }
            });
            return interrupts;
        },
    };

    private static List<KeyValuePair<string, string>> Variables() =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""))];

    private static void Apply(IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        var wanted = variables.Where(v => v.Key.Length > 0 && !v.Key.Contains('=', StringComparison.Ordinal)).GroupBy(v => v.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);
        foreach (var (name, _) in Variables())
            if (!wanted.ContainsKey(name)) Environment.SetEnvironmentVariable(name, null);
        foreach (var (name, value) in wanted) Environment.SetEnvironmentVariable(name, value);
    }
}
