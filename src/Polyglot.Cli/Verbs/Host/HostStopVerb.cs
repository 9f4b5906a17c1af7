using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Resident;

namespace Polyglot.Cli.Verbs.Host;

/// <summary><c>polyglot host stop</c>.</summary>
internal sealed class HostStopVerb() : Verb("host stop", "End the host of the project when its command is done")
{
    public override IReadOnlyList<Example> Examples => [new("host stop", "the project here")];

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var project = ProjectLocator.Require(session.Options.Project);
        using var client = ResidentHosts.Connect(project);
        if (client is { Host.Kind: HostProgram.WatchKind }) throw CliFailure.Usage(ResidentTexts.WatchStays);
        if (client is not null) await Task.Run(client.Stop).ConfigureAwait(false);
        HostStatusVerb.Print(session, project, null, client is null ? ResidentTexts.None : ResidentTexts.Stopped);
        return ExitCode.Ok;
    }
}
