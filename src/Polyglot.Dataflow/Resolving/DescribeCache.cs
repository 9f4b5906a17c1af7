using System.Buffers;
using System.Text.Json;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>
/// Remembers what scripts offer, what runtimes offer to East programs, and which programs are in order, so that an up-to-date run starts no
/// runtime and reads no program. An entry counts while the script and every file it loads have the content they had. Derived data: losing it loses time only; a damaged file is an empty cache. Not thread-safe.
/// </summary>
internal sealed class DescribeCache
{
    private const int Version = 2;
    private const int MaxPrograms = 10_000;
    private const int EntriesPerScript = 8;
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly string _path;
    private readonly Dictionary<string, List<DescribedScript>> _scripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<PlatformSignature>> _platforms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CheckedProgram> _programs = new(StringComparer.Ordinal);
    private bool _changed;

    private DescribeCache(string path) => _path = path;

    /// <summary>Reads the cache; an empty one where there is none.</summary>
    /// <param name="path">Its file, which need not exist.</param>
    public static DescribeCache Load(string path)
    {
        var cache = new DescribeCache(path);
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes) return cache;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 16 });
            if (json.RootElement.GetProperty("version").GetInt32() != Version) return cache;
            foreach (var script in json.RootElement.GetProperty("scripts").EnumerateObject())
                cache._scripts[script.Name] = script.Value.EnumerateArray().Select(ReadEntry).ToList();
            foreach (var platform in json.RootElement.GetProperty("platforms").EnumerateObject())
                cache._platforms[platform.Name] = platform.Value.EnumerateArray().Select(ReadPlatform).ToList();
            foreach (var program in json.RootElement.GetProperty("programs").EnumerateObject())
                cache._programs[program.Name] = new(ObjectId.Parse(program.Value.GetProperty("id").GetString()!), ReadFunction(program.Value.GetProperty("signature")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            cache._scripts.Clear();
            cache._platforms.Clear();
            cache._programs.Clear();
        }
        return cache;
    }

    /// <summary>The entry of a script whose files all have the content that <paramref name="idOf"/> says; null when there is none.</summary>
    /// <param name="key">Runner, fingerprint and path of the script.</param>
    /// <param name="script">The script's content.</param>
    /// <param name="idOf">The content of another file by path as it was stored; null when it cannot be read.</param>
    public DescribedScript? Find(string key, ObjectId script, Func<string, ObjectId?> idOf)
    {
        if (!_scripts.TryGetValue(key, out var entries)) return null;
        foreach (var entry in entries)
            if (entry.Script == script && entry.Dependencies.All(d => idOf(d.Name) == d.Id)) return entry;
        return null;
    }

    /// <summary>The dependencies that the script was last known to have; empty when it was never described.</summary>
    public IReadOnlyList<NamedObject> LastDependencies(string key) =>
        _scripts.TryGetValue(key, out var entries) && entries.Count > 0 ? entries[0].Dependencies : [];

    /// <summary>Adds what a runtime said.</summary>
    public void Add(string key, DescribedScript entry)
    {
        if (!_scripts.TryGetValue(key, out var entries)) _scripts[key] = entries = [];
        entries.Insert(0, entry);
        if (entries.Count > EntriesPerScript) entries.RemoveAt(EntriesPerScript);
        _changed = true;
    }

    /// <summary>What a runtime offers to East programs; null when it was never asked.</summary>
    /// <param name="key">Runner, fingerprint and packages.</param>
    public IReadOnlyList<PlatformSignature>? FindPlatform(string key) => _platforms.GetValueOrDefault(key);

    /// <summary>Adds what a runtime said when it was ready.</summary>
    public void AddPlatform(string key, IReadOnlyList<PlatformSignature> functions)
    {
        if (_platforms.Count >= EntriesPerScript * EntriesPerScript) _platforms.Clear();
        _platforms[key] = functions;
        _changed = true;
    }

    /// <summary>An East program that the checker had nothing to say of; null when it was never checked, or found wrong.</summary>
    /// <param name="key">The content of its file and what it may call.</param>
    public CheckedProgram? FindVerdict(string key) => _programs.GetValueOrDefault(key);

    /// <summary>Adds a program that is in order.</summary>
    public void AddVerdict(string key, CheckedProgram program)
    {
        if (_programs.Count >= MaxPrograms) _programs.Clear();
        _programs[key] = program;
        _changed = true;
    }

    /// <summary>Writes the cache in one step when it changed. A disk that refuses is no error: the cache is derived.</summary>
    public void Save(TempSpace temp)
    {
        if (!_changed) return;
        _changed = false;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Write(json);
        try
        {
            var file = temp.NextPath();
            File.WriteAllBytes(file, buffer.WrittenSpan);
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.Move(file, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _changed = true;
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartObject("scripts");
        foreach (var (key, entries) in _scripts.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(key);
            foreach (var entry in entries) WriteEntry(json, entry);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartObject("platforms");
        foreach (var (key, functions) in _platforms.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(key);
            foreach (var function in functions) WritePlatform(json, function);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartObject("programs");
        foreach (var (key, program) in _programs.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(key);
            json.WriteString("id", program.Program.ToString());
            json.WritePropertyName("signature");
            WriteFunction(json, program.Signature);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePlatform(Utf8JsonWriter json, PlatformSignature function)
    {
        json.WriteStartObject();
        json.WriteString("name", function.Name);
        json.WriteStartArray("inputs");
        foreach (var input in function.Inputs) json.WriteBase64StringValue(TypeCodec.Encode(input));
        json.WriteEndArray();
        WriteType(json, "output", function.Output);
        json.WriteBoolean("async", function.IsAsync);
        json.WriteEndObject();
    }

    private static PlatformSignature ReadPlatform(JsonElement function) => new(
        function.GetProperty("name").GetString()!,
        [.. function.GetProperty("inputs").EnumerateArray().Select(input => ReadType(input) ?? throw new FormatException())],
        ReadType(function.GetProperty("output")) ?? throw new FormatException(), function.GetProperty("async").GetBoolean());

    private static void WriteEntry(Utf8JsonWriter json, DescribedScript entry)
    {
        json.WriteStartObject();
        json.WriteString("script", entry.Script.ToString());
        json.WriteStartObject("dependencies");
        foreach (var dependency in entry.Dependencies) json.WriteString(dependency.Name, dependency.Id.ToString());
        json.WriteEndObject();
        json.WriteStartArray("functions");
        foreach (var function in entry.Functions) WriteFunction(json, function);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, FunctionSignature function)
    {
        json.WriteStartObject();
        json.WriteString("name", function.Name);
        WriteType(json, "output", function.Output);
        json.WriteString("problem", function.Problem);
        json.WriteStartArray("parameters");
        foreach (var parameter in function.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            WriteType(json, "type", parameter.Type);
            json.WriteBoolean("optional", parameter.Optional);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, string name, EastType? type)
    {
        if (type is null) json.WriteNull(name);
        else json.WriteBase64String(name, TypeCodec.Encode(type));
    }

    private static DescribedScript ReadEntry(JsonElement entry) => new(
        ObjectId.Parse(entry.GetProperty("script").GetString()!),
        entry.GetProperty("dependencies").EnumerateObject().Select(d => new NamedObject(d.Name, ObjectId.Parse(d.Value.GetString()!))).ToList(),
        entry.GetProperty("functions").EnumerateArray().Select(ReadFunction).ToList());

    private static FunctionSignature ReadFunction(JsonElement function) => new(
        function.GetProperty("name").GetString()!,
        function.GetProperty("parameters").EnumerateArray()
            .Select(p => new ParameterSignature(p.GetProperty("name").GetString()!, ReadType(p.GetProperty("type")), p.GetProperty("optional").GetBoolean()))
            .ToList(),
        ReadType(function.GetProperty("output")),
        function.GetProperty("problem").GetString()!);

    private static EastType? ReadType(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.Null) return null;
        var decoded = TypeCodec.Decode(type.GetBytesFromBase64());
        return decoded.IsSuccess ? decoded.Value : throw new FormatException(decoded.Error.Message);
    }
}

/// <summary>What a script with this content offers.</summary>
/// <param name="Script">The script's content as a Blob object.</param>
/// <param name="Dependencies">The user's other files that it loads, by path relative to the project, with their content.</param>
/// <param name="Functions">What it offers.</param>
internal sealed record DescribedScript(ObjectId Script, IReadOnlyList<NamedObject> Dependencies, IReadOnlyList<FunctionSignature> Functions);

/// <summary>An East program that is in order.</summary>
/// <param name="Program">The object that it is.</param>
/// <param name="Signature">Its parameters and result.</param>
internal sealed record CheckedProgram(ObjectId Program, FunctionSignature Signature);
