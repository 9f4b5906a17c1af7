namespace Polyglot.Runners;

/// <summary>What is at a place of a sandbox.</summary>
internal enum MountKind
{
    /// <summary>What is there outside, to be read.</summary>
    Readable,

    /// <summary>Nothing but what is put into it.</summary>
    Hidden,

    /// <summary>A folder from outside, to be written.</summary>
    Writable,
}

/// <summary>One place.</summary>
/// <param name="Path">Inside.</param>
/// <param name="Kind">What is there.</param>
/// <param name="Source">Outside.</param>
internal readonly record struct SandboxMount(string Path, MountKind Kind, string Source);

/// <summary>Puts the parts of a view into an order in which they can be made, each after what it lies in.</summary>
internal static class SandboxMounts
{
    /// <summary>Without what can be seen anyway, and without hiding what cannot.</summary>
    /// <param name="system">Folders that every sandbox shows.</param>
    /// <param name="view">What this one shows beside them. Where it both hides and shows a folder, it is shown.</param>
    public static IReadOnlyList<SandboxMount> Arrange(IEnumerable<string> system, SandboxView view)
    {
        var wanted = system.Concat(view.Readable).Select(path => new SandboxMount(Clean(path), MountKind.Readable, Clean(path)))
            .Where(mount => File.Exists(mount.Path) || Directory.Exists(mount.Path))
            .Concat(view.Hidden.Select(Clean).Except(view.Readable.Select(Clean)).Select(path => new SandboxMount(path, MountKind.Hidden, "")))
            .Concat(view.Writable.Select(path => new SandboxMount(Clean(path), MountKind.Writable, Clean(path))))
            .Append(new("/tmp", MountKind.Writable, view.Temp))
            .Distinct()
            .OrderBy(mount => mount.Path.Count(c => c == '/')).ThenBy(mount => mount.Path, StringComparer.Ordinal).ThenBy(mount => mount.Kind);
        var mounts = new List<SandboxMount>();
        var byPath = new Dictionary<string, MountKind>(StringComparer.Ordinal);
        foreach (var mount in wanted)
        {
            var (around, isSame) = Around(mount.Path, byPath);
            var isNeeded = mount.Kind switch
            {
                MountKind.Readable => around != MountKind.Readable && !isSame,
                MountKind.Hidden => around == MountKind.Readable && !isSame,
                _ => true,
            };
            if (!isNeeded) continue;
            mounts.Add(mount);
            byPath[mount.Path] = mount.Kind;
        }
        return mounts;
    }

    /// <summary>True for the folder itself and all below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        folder == "/" || path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/');

    /// <summary>What the nearest mount at or above a place is; null for none.</summary>
    private static (MountKind? Kind, bool IsSame) Around(string path, Dictionary<string, MountKind> byPath)
    {
        for (var folder = path; folder is { Length: > 1 }; folder = Path.GetDirectoryName(folder))
            if (byPath.TryGetValue(folder, out var kind)) return (kind, folder == path);
        return (null, false);
    }

    private static string Clean(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
