namespace Polyglot.Store;

/// <summary>What the live processes of a repository have told in their <see cref="Uses"/>, read again and again by a collector. Not thread-safe.</summary>
internal sealed class UsesOfAll(Repository repository)
{
    private readonly HashSet<Digest> _ids = [];
    private readonly Dictionary<string, long> _read = new(StringComparer.Ordinal);

    /// <summary>Whether anybody uses it, as of the last <see cref="Refresh"/>. What was taken back since the first one still counts.</summary>
    public bool Contains(Digest id) => _ids.Contains(id);

    /// <summary>Reads what has been told since. A record that is being written counts when it is whole.</summary>
    public void Refresh()
    {
        var root = repository.Temp.Root;
        foreach (var folder in Directory.Exists(root) ? Directory.EnumerateDirectories(root) : [])
        {
            if (!TempSpace.IsAlive(folder, repository.Files, ProcessIdentity.Self)) continue;
            try
            {
                foreach (var path in Directory.EnumerateFiles(folder, Uses.FilePrefix + "*")) Read(path);
            }
            catch (DirectoryNotFoundException)
            {
                // Its process has ended in this instant.
            }
        }
    }

    private void Read(string path)
    {
        var from = _read.GetValueOrDefault(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = from;
            var buffer = new byte[64 * 1024];
            for (int count; (count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) >= Digest.Size;)
            {
                var whole = count - (count % Digest.Size);
                for (var at = 0; at < whole; at += Digest.Size) _ids.Add(Digest.FromBytes(buffer.AsSpan(at, Digest.Size)));
                from += whole;
                if (whole != count) break;
            }
        }
        catch (FileNotFoundException)
        {
            // Taken back: a run's record names what has to stay.
        }
        _read[path] = from;
    }
}
