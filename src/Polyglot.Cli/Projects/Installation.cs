using System.Text.Json;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Verbs;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Cli.Projects;

/// <summary>Where Polyglot is installed, and the runners that it, its plugins and a project offer.</summary>
internal static class Installation
{
    /// <summary>Names the folder that holds <c>runners.json</c>; the launchers set it.</summary>
    public const string HomeVariable = "POLYGLOT_HOME";

    /// <summary>Folders with more plugins, separated as in <c>PATH</c>.</summary>
    public const string PluginsVariable = "POLYGLOT_PLUGINS";

    /// <summary>The folder that holds <c>runners.json</c>.</summary>
    /// <exception cref="CliFailure">It is not there.</exception>
    public static string Require()
    {
        if (Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home)
            return File.Exists(Path.Combine(home, "runners.json")) ? Path.GetFullPath(home) : throw new CliFailure(CommandLine.ExitCode.Fault, new Problem(CliMessages.BadHome(home), Next: CliMessages.FixHome));
        return RunnerCatalog.FindInstallation(AppContext.BaseDirectory)
            ?? throw new CliFailure(CommandLine.ExitCode.Fault, new Problem(CliMessages.NoHome(AppContext.BaseDirectory), Next: CliMessages.FixHome));
    }

    /// <summary>The version that manifests are checked against.</summary>
    public static Version HostVersion { get; } = Version.TryParse(VersionVerb.Program.Split('-', 2)[0], out var version) ? version : new Version(0, 0);

    /// <summary>Every runner that a project may use.</summary>
    /// <param name="project">Null for no project.</param>
    public static RunnerCatalog Runners(Project? project)
    {
        ManifestReading? own = null;
        if (project?.Runners is { } section)
        {
            using var json = JsonDocument.Parse(section.ToJsonString());
            own = ManifestReader.ReadSection(json.RootElement.Clone(), project.File);
        }
        return RunnerCatalog.Load(Require(), project?.Directory, Environment.GetEnvironmentVariable(PluginsVariable), own, HostVersion);
    }
}
