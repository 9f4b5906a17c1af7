using System.Collections.Concurrent;

namespace Polyglot.Runners;

/// <summary>Finds programs as a shell does: in the folders of PATH, in their order. What was found is remembered. Thread-safe.</summary>
internal sealed class ProgramPaths
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly ConcurrentDictionary<(string Path, string Name), string> _found = new();

    /// <summary>The absolute path of a program; null when no folder has it. A PATH with a relative folder finds nothing: which file that means depends on the task.</summary>
    /// <param name="path">Folders, separated by colons.</param>
    /// <param name="name">Without <c>/</c>.</param>
    public string? Find(string path, string name)
    {
        if (_found.TryGetValue((path, name), out var known)) return known;
        foreach (var folder in path.Split(':'))
        {
            if (!folder.StartsWith('/')) return null;
            var file = $"{folder}/{name}";
            if (!IsProgram(file)) continue;
            _found[(path, name)] = file;
            return file;
        }
        return null;
    }

    private static bool IsProgram(string file) =>
        !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & AnyExecute) != 0;
}
