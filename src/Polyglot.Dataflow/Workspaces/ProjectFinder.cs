using Polyglot.Dataflow.Projects;

namespace Polyglot.Dataflow.Workspaces;

/// <summary>Finds project files. Paths are absolute, so that it does not matter where a process is. Thread-safe.</summary>
public static class ProjectFinder
{
    /// <summary>The project file that a path names: the file itself, or the one in a folder; null where there is none.</summary>
    public static string? At(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return File.Exists(path) ? path : ProjectReader.FileNames.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>The project file in a folder or the nearest above it; null where there is none.</summary>
    public static string? Upward(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (At(folder.FullName) is { } file) return file;
        return null;
    }
}
