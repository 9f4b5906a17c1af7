namespace Polyglot.Runners;

/// <summary>
/// Every runner that a project can use. A runner of the project's own file replaces one of the same id from elsewhere; two files that both offer an id
/// otherwise are a problem that names both. Immutable.
/// </summary>
public sealed class RunnerCatalog
{
    /// <summary>The manifests of plugins in a folder of plugins.</summary>
    public const string PluginPattern = "*/" + PluginFile;

    /// <summary>The file of the built-in runners, at the root of an installation.</summary>
    internal const string BuiltInFile = "runners.json";

    /// <summary>The file of a plugin, in its folder.</summary>
    internal const string PluginFile = "plugin.json";

    private readonly Dictionary<string, RunnerManifest> _runners = new(StringComparer.Ordinal);
    private readonly List<ManifestProblem> _problems = [];
    private readonly List<PlatformPackage> _packages = [];

    /// <summary>Puts readings together.</summary>
    /// <param name="builtIn">Of <c>runners.json</c>.</param>
    /// <param name="plugins">Of each <c>plugin.json</c>, in the order of the search path.</param>
    /// <param name="project">Of the project file's <c>runners</c> section; null where it has none.</param>
    public RunnerCatalog(ManifestReading builtIn, IEnumerable<ManifestReading> plugins, ManifestReading? project = null)
    {
        Add(builtIn);
        foreach (var plugin in plugins) Add(plugin);
        _runners.TryAdd(DotnetRunner.Id, DotnetRunner.Manifest);
        if (project is not null)
        {
            _problems.AddRange(project.Problems);
            foreach (var manifest in project.Runners) _runners[manifest.Id] = manifest;
        }
        foreach (var package in _packages) Attach(package);
    }

    /// <summary>By id.</summary>
    public IReadOnlyList<RunnerManifest> Runners => _runners.Values.OrderBy(r => r.Id, StringComparer.Ordinal).ToArray();

    /// <summary>What is wrong with the files. The runners that could be read are there all the same.</summary>
    public IReadOnlyList<ManifestProblem> Problems => _problems;

    /// <summary>
    /// Reads <c>runners.json</c> of <paramref name="installation"/>, and the plugins below its <c>plugins</c>, below the project's <c>plugins</c>, and below every
    /// folder of <paramref name="pluginPath"/> (the value of <c>POLYGLOT_PLUGINS</c>: folders with the system's path separator between them).
    /// </summary>
    /// <param name="installation">From <see cref="FindInstallation"/>.</param>
    /// <param name="projectDirectory">Null for no project.</param>
    /// <param name="pluginPath">Null for none.</param>
    /// <param name="project">The project file's own section, already read; null where it has none.</param>
    /// <param name="hostVersion">What <c>minimumHostVersion</c> is compared with.</param>
    public static RunnerCatalog Load(string installation, string? projectDirectory, string? pluginPath, ManifestReading? project, Version hostVersion)
    {
        var plugins = PluginFolders(installation, projectDirectory, pluginPath).Where(Directory.Exists)
            .SelectMany(f => Directory.GetDirectories(f).Order(StringComparer.Ordinal))
            .Select(d => Path.Combine(d, "plugin.json")).Where(File.Exists)
            .Select(f => ManifestReader.ReadFile(f, hostVersion));
        return new RunnerCatalog(ManifestReader.ReadFile(FileOf(installation), hostVersion), plugins.ToArray(), project);
    }

    /// <summary>Where plugins are looked for, by <see cref="PluginPattern"/>: absolute paths, in order; some need not be there. Parameters as for <see cref="Load"/>.</summary>
    public static IReadOnlyList<string> PluginFolders(string installation, string? projectDirectory, string? pluginPath)
    {
        var folders = new List<string> { Path.Combine(installation, "plugins") };
        if (projectDirectory is not null) folders.Add(Path.Combine(projectDirectory, "plugins"));
        if (pluginPath is not null) folders.AddRange(pluginPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        return [.. folders.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The file of the built-in runners.</summary>
    /// <param name="installation">From <see cref="FindInstallation"/>.</param>
    public static string FileOf(string installation) => Path.Combine(installation, BuiltInFile);

    /// <summary>The folder that holds <c>runners.json</c>: <paramref name="start"/> or the nearest above it; null where there is none.</summary>
    /// <param name="start">Usually the folder of the program itself.</param>
    public static string? FindInstallation(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, BuiltInFile))) return directory.FullName;
        return null;
    }

    /// <summary>The runner of that id; null when there is none (<see cref="UnknownRunner"/> words it).</summary>
    public RunnerManifest? Find(string id) => _runners.GetValueOrDefault(id);

    /// <summary>What to say about an id that is not there.</summary>
    public string UnknownRunner(string id) => RunnersMessages.UnknownRunner(id, [.. Runners.Select(r => r.Id)]);

    /// <summary>The runners whose <see cref="RunnerMetadata.Extensions"/> hold the script's; one when it can be inferred.</summary>
    /// <param name="scriptPath">Any path; its extension is compared without regard to case.</param>
    public IReadOnlyList<RunnerManifest> ForScript(string scriptPath)
    {
        var extension = Path.GetExtension(scriptPath);
        return extension.Length == 0 ? [] : Runners.Where(r => r.Metadata.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase)).ToArray();
    }

    private void Add(ManifestReading reading)
    {
        _problems.AddRange(reading.Problems);
        _packages.AddRange(reading.Platforms);
        foreach (var manifest in reading.Runners)
            if (!_runners.TryAdd(manifest.Id, manifest))
                _problems.Add(new ManifestProblem(manifest.File, $"runners.{manifest.Id}", RunnersMessages.DuplicateRunner(manifest.Id, _runners[manifest.Id].File)));
    }

    /// <summary>A package is part of its runner, wherever that comes from.</summary>
    private void Attach(PlatformPackage package)
    {
        void Report(string message) => _problems.Add(new ManifestProblem(package.File, $"platforms.{package.Id}", message));
        if (_runners.GetValueOrDefault(package.Runner) is not { } manifest) Report(UnknownRunner(package.Runner));
        else if (manifest.Kind != RunnerKind.East) Report(RunnersMessages.PackageOfNoEast(package.Runner));
        else if (manifest.Platforms.FirstOrDefault(p => p.Id == package.Id) is { } first) Report(RunnersMessages.DuplicatePackage(package.Id, package.Runner, first.File));
        else _runners[package.Runner] = manifest with { Platforms = [.. manifest.Platforms, package] };
    }
}
