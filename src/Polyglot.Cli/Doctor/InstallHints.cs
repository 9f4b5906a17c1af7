using Polyglot.Runners;

namespace Polyglot.Cli.Doctor;

/// <summary>A way to install something, for one package manager.</summary>
internal sealed record InstallCommand(string Manager, string Command);

/// <summary>How to get a runtime or a library: by apt, brew and winget where they have it.</summary>
internal static class InstallHints
{
    private static readonly Dictionary<string, InstallCommand[]> Runtimes = new(StringComparer.Ordinal)
    {
        ["node"] = [new("apt", "apt install nodejs"), new("brew", "brew install node"), new("winget", "winget install OpenJS.NodeJS.LTS")],
        ["python"] = [new("apt", "apt install python3"), new("brew", "brew install python"), new("winget", "winget install Python.Python.3.12")],
        ["julia"] = [new("apt", "see DEPENDENCIES.md, \"Julia\""), new("brew", "brew install julia"), new("winget", "winget install julia -s msstore")],
    };

    // Names under which a library is imported and under which it is installed differ.
    private static readonly Dictionary<string, string> PythonPackages = new(StringComparer.Ordinal) { ["sklearn"] = "scikit-learn", ["cv2"] = "opencv-python", ["yaml"] = "pyyaml", ["PIL"] = "pillow" };

    /// <summary>How to get a runtime; empty where only its manifest may know.</summary>
    public static IReadOnlyList<InstallCommand> ForRuntime(RunnerManifest manifest) => Runtimes.GetValueOrDefault(manifest.Id) ?? [];

    /// <summary>How to get a library of a runtime; empty where nothing is known.</summary>
    public static IReadOnlyList<InstallCommand> ForLibrary(RunnerManifest manifest, string library)
    {
        if (manifest.Id != "python") return [];
        var package = PythonPackages.GetValueOrDefault(library, library);
        return [new("apt", $"apt install python3-{library}"), new("any", $"python3 -m venv .venv && .venv/bin/pip install {package}")];
    }

    /// <summary>What makes workers start faster on this machine, once; null where nothing is known, nothing is needed, or it is done.</summary>
    public static string? ForFasterStart(ResolvedRunner runner)
    {
        // From 1.9 on Julia keeps machine code of packages by itself.
        if (runner is not { Id: "julia", Launcher: { } launcher } || !Version.TryParse(runner.Version, out var version) || version >= new Version(1, 9)) return null;
        // The stamp is what is made last.
        if (File.Exists(Path.Combine(Path.GetDirectoryName(launcher)!, "stamp"))) return null;
        var build = Path.Combine(runner.Manifest.Directory, "runners", "julia", "image", "build.sh");
        return File.Exists(build) && !OperatingSystem.IsWindows() ? build : null;
    }
}
