using System.Collections.Concurrent;
using System.Text.Json;

namespace Polyglot.Runners;

/// <summary>What a probe found.</summary>
/// <param name="Problem">One line; null when it ended with exit code 0.</param>
/// <param name="Stdout">At most 4 KiB.</param>
/// <param name="Stderr">At most 4 KiB.</param>
internal sealed record ProbeResult(string? Problem, string Stdout, string Stderr)
{
    /// <summary>For messages.</summary>
    public string FirstLine => (Stdout.Length > 0 ? Stdout : Stderr).Split('\n')[0].Trim();
}

/// <summary>
/// Remembers probes, in memory and in a file. A key holds everything that a result depends on and that can be seen from outside: the program's path, size, time and
/// the arguments and environment. Failures are not kept, and whether a library is there is not written: libraries come and go while the program stays the same.
/// Thread-safe; several processes may use one file, and the last one to save wins.
/// </summary>
internal sealed class ProbeCache
{
    private const int MaxEntries = 500;

    private readonly ConcurrentDictionary<string, ProbeResult> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ProbeResult> _lasting = new(StringComparer.Ordinal);
    private readonly string? _file;

    /// <summary>Reads the file, if any.</summary>
    public ProbeCache(string? file)
    {
        _file = file;
        if (file is null || !File.Exists(file)) return;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var entry in json.RootElement.EnumerateObject())
                if (Read(entry.Value) is { } result) _entries[entry.Name] = _lasting[entry.Name] = result;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // A damaged or unreadable cache is an empty one.
            _ = e;
        }
    }

    public ProbeResult? Find(string key) => _entries.GetValueOrDefault(key);

    /// <summary>Remembers a success; in the file too when it <paramref name="lasts"/>.</summary>
    public void Add(string key, ProbeResult result, bool lasts)
    {
        if (result.Problem is not null) return;
        _entries[key] = result;
        if (!lasts || _file is null) return;
        _lasting[key] = result;
        Save(_file);
    }

    /// <summary>Null for what is no success.</summary>
    private static ProbeResult? Read(JsonElement entry) =>
        entry.TryGetProperty("Stdout", out var stdout) && entry.TryGetProperty("Stderr", out var stderr) && stdout.GetString() is { } output && stderr.GetString() is { } error
            ? new ProbeResult(null, output, error)
            : null;

    private byte[] Write()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var (key, result) in _lasting.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                writer.WriteStartObject(key);
                writer.WriteString("Stdout", result.Stdout);
                writer.WriteString("Stderr", result.Stderr);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private void Save(string file)
    {
        if (_lasting.Count > MaxEntries) _lasting.Clear();
        var temporary = $"{file}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
        try
        {
            File.WriteAllBytes(temporary, Write());
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not remembering costs a probe next time.
            _ = e;
        }
    }
}
