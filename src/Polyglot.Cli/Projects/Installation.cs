using Polyglot.Cli.Errors;
using Polyglot.Cli.Verbs;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Cli.Projects;

/// <summary>Where this program is installed, and the runners there are.</summary>
internal static class Installation
{
    /// <summary>The folder that holds <c>runners.json</c>.</summary>
    /// <exception cref="CliFailure">It is not there.</exception>
    public static string Require() => InstallationFolder.Find(AppContext.BaseDirectory)
        ?? throw new CliFailure(CommandLine.ExitCode.Fault, new Problem(InstallationFolder.Named is { } home ? CliMessages.BadHome(home) : CliMessages.NoHome(AppContext.BaseDirectory), Next: CliMessages.FixHome));

    /// <summary>The version that manifests are checked against.</summary>
    public static Version HostVersion { get; } = Version.TryParse(VersionVerb.Program.Split('-', 2)[0], out var version) ? version : new Version(0, 0);

    /// <summary>Every runner that a project may use.</summary>
    /// <param name="project">Null for no project.</param>
    public static RunnerCatalog Runners(Project? project) => InstallationFolder.Runners(Require(), project, HostVersion);
}
