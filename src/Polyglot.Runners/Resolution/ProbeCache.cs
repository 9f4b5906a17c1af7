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
/// the arguments and environment. Failures are not kept. Whether a library is there is written only together with the files that show it, because libraries come and
/// go while the program stays the same.
/// Thread-safe; several processes may use one file, and the last one to save wins.
/// </summary>
internal sealed class ProbeCache
{
    private const int MaxEntries = 500;

    private readonly ConcurrentDictionary<string, ProbeResult> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (ProbeResult Result, ProbeWitness[] Witnesses)> _lasting = new(StringComparer.Ordinal);
    private readonly Lock _saving = new();
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
                if (Read(entry.Value) is { } lasting && lasting.Witnesses.All(w => w.Holds()))
                {
                    _lasting[entry.Name] = lasting;
                    _entries[entry.Name] = lasting.Result;
                }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException or IOException or UnauthorizedAccessException)
        {
            // A damaged or unreadable cache is an empty one.
            _ = e;
        }
    }

    public ProbeResult? Find(string key) => _entries.GetValueOrDefault(key);

    /// <summary>While which files stay the same a result is kept beyond this process; null for one that is not kept.</summary>
    public ProbeWitness[]? WitnessesOf(string key) => _lasting.TryGetValue(key, out var lasting) ? lasting.Witnesses : null;

    /// <summary>Remembers a success; in the file too, for as long as the witnesses stay the same, unless they are null.</summary>
    public void Add(string key, ProbeResult result, ProbeWitness[]? witnesses)
    {
        if (result.Problem is not null) return;
        _entries[key] = result;
        if (witnesses is null || _file is null) return;
        _lasting[key] = (result, witnesses);
        lock (_saving) Save(_file);
    }

    /// <summary>Null for what is no success.</summary>
    private static (ProbeResult Result, ProbeWitness[] Witnesses)? Read(JsonElement entry)
    {
        if (!entry.TryGetProperty("Stdout", out var stdout) || !entry.TryGetProperty("Stderr", out var stderr)) return null;
        if (stdout.GetString() is not { } output || stderr.GetString() is not { } error) return null;
        var witnesses = new List<ProbeWitness>();
        if (entry.TryGetProperty("Files", out var files))
            foreach (var file in files.EnumerateArray())
                witnesses.Add(new(file[0].GetString() ?? "", file[1].GetInt64(), file[2].GetInt64()));
        return (new ProbeResult(null, output, error), witnesses.ToArray());
    }

    private byte[] Write()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            // All of one moment: others are added meanwhile.
            foreach (var (key, (result, witnesses)) in _lasting.ToArray().OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                writer.WriteStartObject(key);
                writer.WriteString("Stdout", result.Stdout);
                writer.WriteString("Stderr", result.Stderr);
                writer.WriteStartArray("Files");
                foreach (var witness in witnesses)
                {
                    writer.WriteStartArray();
                    writer.WriteStringValue(witness.Path);
                    writer.WriteNumberValue(witness.Length);
                    writer.WriteNumberValue(witness.Ticks);
                    writer.WriteEndArray();
                }
                writer.WriteEndArray();
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
