using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Terminal;
using Polyglot.Resident;

namespace Polyglot.Cli.Resident;

/// <summary>Has a command run by the project's resident host, where there is one.</summary>
internal static class HandingOver
{
    /// <summary><c>off</c>: never; <c>auto</c>: a host is started where there is none, and ends when it is not needed for <see cref="AutoIdleMinutes"/>; else: where there is one.</summary>
    public const string Variable = "POLYGLOT_HOST";

    /// <summary>How long a host that was started on demand stays without work.</summary>
    public const int AutoIdleMinutes = 10;

    private const string ShowCursor = "\e[?25h";

    /// <summary>The exit code when a host ran it; null when this process must.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="project">The absolute path of the project file.</param>
    /// <param name="session">The verb's session.</param>
    /// <param name="surroundings">Where it prints.</param>
    /// <exception cref="CliFailure">The host ended while it ran the command.</exception>
    public static async Task<ExitCode?> TryAsync(IReadOnlyList<string> arguments, string project, Session session, Surroundings surroundings)
    {
        var wish = Environment.GetEnvironmentVariable(Variable);
        if (wish == "off" || (wish != "auto" && !ResidentHosts.MayBeThere(project))) return null;
        using var interrupts = surroundings.Listen(session.Time);
        using var client = await ReachAsync(project, wish == "auto", session.Time, interrupts.Stop).ConfigureAwait(false);
        if (interrupts.WasInterrupted) return ExitCode.Interrupted;
        if (client is null || client.Host.IsBusy) return null;
        interrupts.OnInterrupt = _ => client.Interrupt();
        using var resized = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => client.Resize(surroundings.Columns() ?? 0));
        var command = new HostMessage.Command(
            arguments, Environment.CurrentDirectory, Variables(), surroundings.OutIsTerminal, surroundings.ErrorIsTerminal, surroundings.OutIsTerminal ? surroundings.Columns() ?? 0 : 0);
        switch (await Task.Run(() => client.Run(command, surroundings.Out, surroundings.Error)).ConfigureAwait(false))
        {
            case HandOver.Done done:
                return (ExitCode)done.ExitCode;
            case HandOver.Lost:
                if (surroundings.OutIsTerminal) surroundings.Out.Write(System.Text.Encoding.ASCII.GetBytes(ShowCursor));
                throw new CliFailure(ExitCode.Fault, new Problem(ResidentTexts.Lost, Next: ResidentTexts.LostNext));
            default:
                return null;
        }
    }

    // A host of another build or with other manifests is replaced; a watch of one is left to whoever started it.
    private static async Task<ResidentClient?> ReachAsync(string project, bool startsOne, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            if (ResidentHosts.Connect(project) is not { } client) return startsOne ? await ResidentHosts.StartAsync(project, AutoIdleMinutes, time, cancel).ConfigureAwait(false) : null;
            if (ResidentHosts.IsCurrent(client, project)) return client;
            using (client)
            {
                if (client.Host.IsBusy || client.Host.Kind != HostProgram.Kind) return null;
                client.Stop();
            }
            return await ResidentHosts.StartAsync(project, startsOne ? AutoIdleMinutes : null, time, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CliFailure or OperationCanceledException)
        {
            // Without a host everything goes as before.
            return null;
        }
    }

    private static List<KeyValuePair<string, string>> Variables() =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => KeyValuePair.Create(Convert.ToString(e.Key, CultureInfo.InvariantCulture) ?? "", Convert.ToString(e.Value, CultureInfo.InvariantCulture) ?? ""))];
}
