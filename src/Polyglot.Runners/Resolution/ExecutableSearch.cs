namespace Polyglot.Runners;

/// <summary>Finds programs.</summary>
public static class ExecutableSearch
{
    private static readonly string[] WindowsSuffixes = [".exe", ".cmd", ".bat"];

    /// <summary>
    /// The absolute path: of a name without a separator in <paramref name="searchPath"/>, of any other path as it is or below the project. Null when there is no such
    /// program.
    /// </summary>
    public static string? Find(string program, string projectDirectory, string searchPath)
    {
        if (program.Contains('/', StringComparison.Ordinal) || program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return WithSuffix(Path.GetFullPath(program, projectDirectory));
        return searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(d => WithSuffix(Path.Combine(d, program)))
            .FirstOrDefault(p => p is not null);
    }

    private static string? WithSuffix(string path)
    {
        if (IsProgram(path)) return path;
        return OperatingSystem.IsWindows() ? WindowsSuffixes.Select(s => path + s).FirstOrDefault(IsProgram) : null;
    }

    private static bool IsProgram(string path)
    {
        if (!File.Exists(path)) return false;
        if (OperatingSystem.IsWindows()) return true;
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return (File.GetUnixFileMode(path) & execute) != 0;
    }
}
