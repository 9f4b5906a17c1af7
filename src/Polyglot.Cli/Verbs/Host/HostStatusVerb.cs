using System.Globalization;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Resident;
using Polyglot.Resident;

namespace Polyglot.Cli.Verbs.Host;

/// <summary><c>polyglot host status</c>.</summary>
internal sealed class HostStatusVerb() : Verb("host status", "Say whether a host of the project is running")
{
    public override IReadOnlyList<Example> Examples => [new("host status --output json", "for scripts")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var project = ProjectLocator.Require(session.Options.Project);
        using var client = ResidentHosts.Connect(project);
        Print(session, project, client, client is null ? ResidentTexts.None : ResidentTexts.Running(client.Host.ProcessId));
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>A line for people, or the document, which is the same for all verbs of the group.</summary>
    /// <param name="session">Where.</param>
    /// <param name="project">The absolute path of the project file.</param>
    /// <param name="client">The host that runs now; null for none.</param>
    /// <param name="line">For people.</param>
    public static void Print(Session session, string project, ResidentClient? client, string line)
    {
        if (!session.IsJson)
        {
            session.Say(client is null ? line : $"{line}{About(session, client.Host)}");
            return;
        }
        JsonOutput.Write(session, writer =>
        {
            writer.WriteBoolean("running", client is not null);
            if (client is null) return;
            writer.WriteString("kind", client.Host.Kind);
            writer.WriteNumber("processId", client.Host.ProcessId);
            writer.WriteString("startedAt", StartedAt(client.Host).ToString("O", CultureInfo.InvariantCulture));
            writer.WriteNumber("commands", client.Host.Commands);
            writer.WriteBoolean("busy", client.Host.IsBusy);
            writer.WriteBoolean("current", ResidentHosts.IsCurrent(client, project));
        });
    }

    private static string About(Session session, HostMessage.Welcome host)
    {
        var kind = host.Kind == HostProgram.WatchKind ? ", a watch" : "";
        var busy = host.IsBusy ? ", busy" : "";
        return $"{kind}: started {Quantity.Age(StartedAt(host), session.Time.GetUtcNow())}, {Quantity.Count(host.Commands, "command")}{busy}";
    }

    private static DateTimeOffset StartedAt(HostMessage.Welcome host) => new(Math.Clamp(host.StartedAt, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
