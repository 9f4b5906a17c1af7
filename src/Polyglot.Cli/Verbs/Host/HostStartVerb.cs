using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Resident;

namespace Polyglot.Cli.Verbs.Host;

/// <summary><c>polyglot host start</c>.</summary>
internal sealed class HostStartVerb : Verb
{
    private readonly Option<int?> _idle = NumberOption.Make(1, "End after so many minutes without a command (default: never)", "--idle");
    private readonly Option<bool> _foreground = new("--foreground") { Description = "Stay in this terminal; Ctrl-C ends it" };

    public HostStartVerb() : base("host start", "Start a host of the project in the background")
    {
        Command.Options.Add(_idle);
        Command.Options.Add(_foreground);
    }

    public override IReadOnlyList<Example> Examples => [new("host start --idle 30", "one that ends after half an hour without work")];

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var project = ProjectLocator.Require(session.Options.Project);
        var idle = arguments.GetValue(_idle);
        if (arguments.GetValue(_foreground)) return await HostProgram.RunAsync(session, project, idle is { } minutes ? TimeSpan.FromMinutes(minutes) : null).ConfigureAwait(false);
        if (ResidentHosts.Connect(project) is { } running)
        {
            using (running)
            {
                if (ResidentHosts.IsCurrent(running, project) || running.Host.Kind != HostProgram.Kind)
                {
                    HostStatusVerb.Print(session, project, running, ResidentTexts.Running(running.Host.ProcessId));
                    return ExitCode.Ok;
                }
                running.Stop();
            }
        }
        using var interrupts = session.ListenForInterrupts();
        using var started = await ResidentHosts.StartAsync(project, idle, session.Time, interrupts.Stop).ConfigureAwait(false);
        if (started is null) throw new CliFailure(ExitCode.Fault, new Problem(ResidentTexts.NotStarted, Next: ResidentTexts.NotStartedNext));
        HostStatusVerb.Print(session, project, started, ResidentTexts.Started(started.Host.ProcessId));
        return ExitCode.Ok;
    }
}
