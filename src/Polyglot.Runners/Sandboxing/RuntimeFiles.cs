namespace Polyglot.Runners;

/// <summary>The files of a runtime itself: where its program is installed, its own scripts, and what its manifest names.</summary>
internal static class RuntimeFiles
{
    private const int MostLinks = 32;
    private const string VirtualEnvironment = "pyvenv.cfg";

    // Where programs lie in what is installed as one folder.
    private static readonly string[] ProgramFolders = ["bin", "sbin", "shims", "libexec"];

    /// <summary>Absolute paths, some of which may not be there.</summary>
    /// <param name="runner">Whose.</param>
    /// <param name="home">The user's home.</param>
    /// <param name="hidden">The project's folders: no rule shows one as a whole, nor a folder around one.</param>
    public static IReadOnlyList<string> Of(ResolvedRunner runner, string home, IReadOnlyList<string> hidden)
    {
        var manifest = runner.Manifest;
        string[] notWhole = [home, Path.Combine(home, ".local"), .. hidden];
        var files = new List<string>();
        AddProgram(runner.Argv[0], notWhole, files);
        foreach (var argument in runner.Argv.Skip(1).Where(Path.IsPathFullyQualified)) AddScript(argument, manifest.File, notWhole, hidden, files);
        foreach (var package in manifest.Platforms) AddScript(package.Module, package.File, notWhole, hidden, files);
        foreach (var path in manifest.Readable.Concat(manifest.Fingerprint.Files))
            files.Add(Path.GetFullPath(path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, path[2..]) : Fill(path, runner), runner.ProjectDirectory));
        return files;
    }

    /// <summary>A program, what it is a link to, and what each is installed with.</summary>
    private static void AddProgram(string path, string[] notWhole, List<string> files)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            AddInstallation(path, notWhole, files);
            if (new FileInfo(path).LinkTarget is not { } target) return;
            path = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        }
    }

    private static void AddInstallation(string program, string[] notWhole, List<string> files)
    {
        var folder = Path.GetDirectoryName(program)!;
        var root = ProgramFolders.Contains(Path.GetFileName(folder)) ? Path.GetDirectoryName(folder)! : folder;
        if (!MayShow(root, notWhole))
        {
            files.AddRange([program, Path.Combine(root, "lib")]);
            return;
        }
        files.Add(root);
        // An environment made of copies names in a file what it is an environment of.
        if (HomeOf(Path.Combine(root, VirtualEnvironment)) is { } other && Path.IsPathFullyQualified(other) && other != folder)
            AddInstallation(Path.Combine(other, Path.GetFileName(program)), notWhole, files);
    }

    /// <summary>
    /// A plugin is its folder, and a built-in runner the folder of its script in the installation: a script loads its neighbours. Whoever has a runner in a project file
    /// names the files that belong to it, as for everything else of the project.
    /// </summary>
    private static void AddScript(string path, string manifest, string[] notWhole, IReadOnlyList<string> hidden, List<string> files)
    {
        if (!File.Exists(path)) return;
        var (folder, own) = (Path.GetDirectoryName(path)!, Path.GetDirectoryName(manifest)!);
        var isOwn = SandboxMounts.IsWithin(path, own);
        var name = Path.GetFileName(manifest);
        if (isOwn && name == RunnerCatalog.PluginFile) files.Add(own);
        else if (isOwn && name == RunnerCatalog.BuiltInFile && folder != own) files.Add(folder);
        else if (isOwn || hidden.Any(f => SandboxMounts.IsWithin(folder, f))) files.Add(path);
        else files.Add(MayShow(folder, notWhole) ? folder : path);
    }

    private static bool MayShow(string folder, string[] notWhole) => folder != "/" && !Array.Exists(notWhole, f => SandboxMounts.IsWithin(f, folder));

    private static string? HomeOf(string file)
    {
        try
        {
            return File.ReadLines(file).Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries)).FirstOrDefault(parts => parts is ["home", _])?[1];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Fill(string text, ResolvedRunner runner) => Placeholders.Fill(text, name => name switch
    {
        Placeholders.RunnerDir => runner.Manifest.Directory,
        Placeholders.ProjectDir => runner.ProjectDirectory,
        _ => null,
    });
}
