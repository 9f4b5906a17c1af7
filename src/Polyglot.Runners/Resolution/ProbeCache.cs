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
            foreach (var (key, result) in JsonSerializer.Deserialize<Dictionary<string, ProbeResult>>(File.ReadAllBytes(file)) ?? [])
                if (result is { Problem: null, Stdout: not null, Stderr: not null }) _entries[key] = _lasting[key] = result;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
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

    private void Save(string file)
    {
        if (_lasting.Count > MaxEntries) _lasting.Clear();
        var temporary = $"{file}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
        try
        {
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, ProbeResult>(_lasting, StringComparer.Ordinal)));
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not remembering costs a probe next time.
            _ = e;
        }
    }
}
