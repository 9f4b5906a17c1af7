using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Resident;

namespace Polyglot.Cli.Resident;

/// <summary>A process that does nothing but run commands of clients.</summary>
internal static class HostProgram
{
    /// <summary>What such a host calls itself.</summary>
    public const string Kind = "host";

    /// <summary>What a watch calls itself.</summary>
    public const string WatchKind = "watch";

    /// <summary>Serves until it is asked to end, is idle for too long, or is interrupted.</summary>
    public static async Task<ExitCode> RunAsync(Session session, string project, TimeSpan? idle)
    {
        using var interrupts = session.ListenForInterrupts();
        var evaluators = new WarmEvaluators();
        await using (evaluators.ConfigureAwait(false))
        {
            var (server, problem) = ResidentServer.Start(
                new(ResidentHosts.AddressOf(project), ResidentHosts.BuildOf(project), Kind, idle), new HostedCommands(evaluators).RunAsync, session.Time);
            if (server is null) throw new CliFailure(ExitCode.Fault, new Problem(problem!));
            await using (server.ConfigureAwait(false))
            {
                session.Say(ResidentTexts.Started(Environment.ProcessId));
                await session.Out.FlushAsync().ConfigureAwait(false);
                await Task.WhenAny(server.Ended, Task.Delay(Timeout.Infinite, interrupts.Stop)).ConfigureAwait(false);
            }
        }
        return ExitCode.Ok;
    }
}
