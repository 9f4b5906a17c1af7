using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads <c>outputs</c>: paths inside the project's folder, each once.</summary>
internal static class OutputReader
{
    public static IReadOnlyList<ProjectOutput> Read(IReadOnlyList<MapEntry> entries, ProblemList problems)
    {
        var outputs = new List<ProjectOutput>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (Normalize(entry, problems) is not { } path) continue;
            if (!seen.Add(path)) problems.Add(entry.KeyPosition, ProjectMessages.DuplicateOutput(path));
            else if (MapReader.Text(entry.Value, entry.Key, problems) is { } source)
                outputs.Add(new(path, source.Text, entry.KeyPosition, source.Position));
        }
        return outputs;
    }

    // The path stays inside the folder lexically; `.` and doubled separators are folded, `..` is refused.
    private static string? Normalize(MapEntry entry, ProblemList problems)
    {
        var parts = entry.Key.Split('/', '\\').Where(part => part is not ("" or ".")).ToList();
        var rooted = entry.Key.StartsWith('/') || entry.Key.StartsWith('\\') || entry.Key.Contains(':') || entry.Key.Contains('\0');
        if (rooted || parts.Count == 0 || parts.Contains("..") || entry.Key[^1] is '/' or '\\')
        {
            problems.Add(entry.KeyPosition, ProjectMessages.OutputPath(entry.Key), ProjectMessages.OutputPathNext);
            return null;
        }
        if (parts[0] != ".e3") return string.Join('/', parts);
        problems.Add(entry.KeyPosition, ProjectMessages.OutputReserved(entry.Key), ProjectMessages.OutputPathNext);
        return null;
    }
}
