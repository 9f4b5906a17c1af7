namespace Polyglot.Runners.Conformance;

/// <summary>The script whose functions the conformance cases call, as runners bring it along.</summary>
public static class KitScript
{
    /// <summary>What its name is like.</summary>
    public const string Pattern = "kit.*";

    /// <summary>Where a runner keeps it, whether it is there or not.</summary>
    public static string FolderOf(RunnerManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return Path.Combine(manifest.Directory, "runners", manifest.Id, "conformance");
    }

    /// <summary>The first in a folder by name; null where there is none.</summary>
    public static string? Find(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal).FirstOrDefault() : null;
}
