namespace Polyglot.Store;

/// <summary>
/// Tells whether names may have come into folders since they were last looked at, by the folders' own times. A folder that was touched shortly before the
/// last look counts as changed: the clock of a file system ticks slowly. Not thread-safe.
/// </summary>
internal sealed class FolderWatch(FileSystem files, TimeProvider clock)
{
    private const long TickNs = 2_000_000_000;

    private readonly Dictionary<string, (FileStamp Stamp, long LookedAtNs)> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether the folder, or one in it, may have changed since this was last asked; true the first time.</summary>
    public bool HaveChanged(string root)
    {
        if (!Directory.Exists(root)) return false;
        var changed = HasChanged(root);
        foreach (var folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories)) changed |= HasChanged(folder);
        return changed;
    }

    private bool HasChanged(string folder)
    {
        var now = checked((clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100);
        if (files.Stat(folder) is not { } status) return true;
        var known = _seen.TryGetValue(folder, out var before) && before.Stamp == status.Stamp && status.Stamp.ModifiedNs > 0
            && status.Stamp.ModifiedNs + TickNs < before.LookedAtNs;
        _seen[folder] = (status.Stamp, now);
        return !known;
    }
}
