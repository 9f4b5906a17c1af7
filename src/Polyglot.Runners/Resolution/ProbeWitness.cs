namespace Polyglot.Runners;

/// <summary>How long what a probe said holds beyond this process.</summary>
internal enum ProbeLifetime
{
    /// <summary>While the program stays the same.</summary>
    Program,

    /// <summary>While also the files stay the same whose paths it printed; not at all when it printed anything else.</summary>
    Printed,
}

/// <summary>A file or folder that a probe found, as it was then.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Length">Bytes; 0 for a folder.</param>
/// <param name="Ticks">When it was last written, UTC.</param>
internal sealed record ProbeWitness(string Path, long Length, long Ticks)
{
    /// <summary>The file or folder as it is now; null for what is not an absolute path of one.</summary>
    public static ProbeWitness? Of(string path)
    {
        if (!System.IO.Path.IsPathFullyQualified(path)) return null;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists) return new(path, file.Length, file.LastWriteTimeUtc.Ticks);
            var folder = new DirectoryInfo(path);
            return folder.Exists ? new(path, 0, folder.LastWriteTimeUtc.Ticks) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Nothing has changed since.</summary>
    public bool Holds() => this == Of(Path);
}
