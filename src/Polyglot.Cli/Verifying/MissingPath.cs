using System.Text.RegularExpressions;
using Polyglot.Store;

namespace Polyglot.Cli.Verifying;

/// <summary>Finds the file that an error misses, in the words of shells, C libraries, Python, Node and Julia.</summary>
internal static partial class MissingPath
{
    /// <summary>The path as people of the project would write it; null where the error names none that is there outside.</summary>
    /// <param name="error">Of a task in a sandbox.</param>
    /// <param name="project">The project's folder; what is relative is looked for there.</param>
    public static string? In(AttemptError error, string project)
    {
        for (var cause = error; cause is not null; cause = cause.Cause)
            foreach (var text in new[] { cause.Summary, cause.Details })
                foreach (Match match in Missing().Matches(text))
                {
                    var path = match.Groups.Cast<Group>().Skip(1).First(group => group.Success).Value;
                    var full = Path.GetFullPath(path, project);
                    if (File.Exists(full) || Directory.Exists(full)) return IsIn(full, project) ? Path.GetRelativePath(project, full) : full;
                }
        return null;
    }

    private static bool IsIn(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // "No such file or directory: 'x'" (Python); "no such file or directory, open 'x'" (Node); "Cannot find module 'x'" (Node);
    // "opening file \"x\": No such file or directory" (Julia); "cannot access 'x': No such file or directory", "can't open x: No such file" (shells).
    [GeneratedRegex(
        """[Nn]o such file or directory(?:: |, [a-z]+ )'([^'\n]+)'|Cannot find module '([^'\n]+)'|["']([^"'\n]+)["'](?=: [Nn]o such file)|([^\s:"']+)(?=: (?:[Nn]o such file|not found))""",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Missing();
}
