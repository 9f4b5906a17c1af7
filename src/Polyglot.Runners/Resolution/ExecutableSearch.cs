namespace Polyglot.Runners;

/// <summary>Finds programs.</summary>
public static class ExecutableSearch
{
    private static readonly string[] WindowsSuffixes = [".exe", ".cmd", ".bat"];

    /// <summary>
    /// The absolute path: of a name without a separator in <paramref name="searchPath"/>, of any other path as it is or below the project. Null when there is no such
    /// program.
    /// </summary>
    public static string? Find(string program, string projectDirectory, string searchPath) => Find(program, projectDirectory, searchPath, null);

    /// <summary>As the other one; what is looked at is told.</summary>
    internal static string? Find(string program, string projectDirectory, string searchPath, IResolutionWitness? witness)
    {
        if (!IsSearched(program)) return WithSuffix(Path.GetFullPath(program, projectDirectory), witness);
        return searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(d => WithSuffix(Path.Combine(d, program), witness))
            .FirstOrDefault(p => p is not null);
    }

    /// <summary>Whether a program is looked for in the search path: a name without a separator.</summary>
    internal static bool IsSearched(string program) => !program.Contains('/', StringComparison.Ordinal) && !program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? WithSuffix(string path, IResolutionWitness? witness)
    {
        if (IsProgram(path, witness)) return path;
        return OperatingSystem.IsWindows() ? WindowsSuffixes.Select(s => path + s).FirstOrDefault(p => IsProgram(p, witness)) : null;
    }

    private static bool IsProgram(string path, IResolutionWitness? witness)
    {
        witness?.File(path);
        if (!File.Exists(path)) return false;
        if (OperatingSystem.IsWindows()) return true;
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return (File.GetUnixFileMode(path) & execute) != 0;
    }
}
