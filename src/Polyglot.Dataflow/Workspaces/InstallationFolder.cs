using System.Text.Json;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Workspaces;

/// <summary>Where Polyglot is installed, and the runners that it, its plugins and a project offer.</summary>
public static class InstallationFolder
{
    /// <summary>Names the folder that holds <c>runners.json</c>; the launchers set it.</summary>
    public const string HomeVariable = "POLYGLOT_HOME";

    /// <summary>Folders with more plugins, separated as in <c>PATH</c>.</summary>
    public const string PluginsVariable = "POLYGLOT_PLUGINS";

    /// <summary>The value of <see cref="PluginsVariable"/>; null where it is not set.</summary>
    public static string? Plugins => Environment.GetEnvironmentVariable(PluginsVariable);

    /// <summary>The folder that <see cref="HomeVariable"/> names, whatever it holds; null where it is not set.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home ? home : null;

    /// <summary>The folder that holds <c>runners.json</c>: the one that is named, else that of the program or the nearest above it; null where it is not there.</summary>
    /// <param name="program">The folder of the program.</param>
    public static string? Find(string program) =>
        Named is not { } home ? RunnerCatalog.FindInstallation(program) : File.Exists(RunnerCatalog.FileOf(home)) ? Path.GetFullPath(home) : null;

    /// <summary>Every runner that a project may use.</summary>
    /// <param name="installation">From <see cref="Find"/>.</param>
    /// <param name="project">Null for no project.</param>
    /// <param name="hostVersion">This program's version; manifests may ask for a minimum.</param>
    public static RunnerCatalog Runners(string installation, Project? project, Version hostVersion)
    {
        ManifestReading? own = null;
        if (project?.Runners is { } section)
        {
            using var json = JsonDocument.Parse(section.ToJsonString());
            own = ManifestReader.ReadSection(json.RootElement.Clone(), project.File);
        }
        return RunnerCatalog.Load(installation, project?.Directory, Plugins, own, hostVersion);
    }
}
