using System.Text.Json;

namespace Polyglot.Runners.Conformance;

/// <summary>The cases of a folder such as <c>ir/conformance</c>. Immutable.</summary>
public sealed record ConformanceCases(IReadOnlyList<ConformanceCase> Worker, IReadOnlyList<ConformanceValues> Values)
{
    private static readonly string[] CaseKeys = ["name", "feature", "concurrency", "handshake", "protocolDescriptor", "steps"];

    /// <summary>Reads <c>worker/*.json</c> and <c>values/*.json</c>.</summary>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names the file and the case.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static ConformanceCases Load(string folder)
    {
        var worker = Files(folder, "worker").SelectMany(file => Documents(file).Select(d => ReadCase(file, d)));
        var values = Files(folder, "values").SelectMany(file => Documents(file).Select(d => ReadValues(file, d)));
        return new ConformanceCases([.. worker], [.. values]);
    }

    private static IEnumerable<string> Files(string folder, string part) =>
        Directory.EnumerateFiles(Path.Combine(folder, part), "*.json").Order(StringComparer.Ordinal);

    private static IReadOnlyList<JsonElement> Documents(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return [.. document.RootElement.Clone().EnumerateArray()];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file}: not an array of cases: {e.Message}", e);
        }
    }

    private static ConformanceCase ReadCase(string file, JsonElement json)
    {
        var name = json.TryGetProperty("name", out var n) ? n.GetString() ?? "" : "";
        foreach (var member in json.EnumerateObject())
            if (!CaseKeys.Contains(member.Name)) throw new InvalidDataException($"{file}: case '{name}': unknown key '{member.Name}'");
        if (name.Length == 0 || !json.TryGetProperty("steps", out var steps)) throw new InvalidDataException($"{file}: a case needs a name and steps");
        return new ConformanceCase
        {
            Group = Path.GetFileNameWithoutExtension(file),
            Name = name,
            Feature = json.Text("feature") ?? "",
            Concurrency = json.Number("concurrency") ?? 0,
            Handshake = json.Flag("handshake") ?? true,
            ProtocolDescriptor = json.Flag("protocolDescriptor") ?? true,
            Steps = [.. steps.EnumerateArray().Select(step => ReadStep(file, name, step))],
        };
    }

    private static ConformanceStep ReadStep(string file, string name, JsonElement json)
    {
        var members = json.EnumerateObject().ToList();
        return members.Count == 1 && ConformanceStep.Kinds.Contains(members[0].Name)
            ? new ConformanceStep(members[0].Name, members[0].Value)
            : throw new InvalidDataException($"{file}: case '{name}': a step has exactly one key of {string.Join(", ", ConformanceStep.Kinds)}");
    }

    private static ConformanceValues ReadValues(string file, JsonElement json) =>
        json.Text("type") is { } type && json.TryGetProperty("values", out var values)
            ? new ConformanceValues(Path.GetFileNameWithoutExtension(file), type, [.. values.EnumerateArray()])
            : throw new InvalidDataException($"{file}: an entry needs a type and values");
}

/// <summary>Members of a JSON object that may be absent.</summary>
internal static class JsonMembers
{
    public static string? Text(this JsonElement json, string name) => json.TryGetProperty(name, out var v) ? v.GetString() : null;

    public static int? Number(this JsonElement json, string name) => json.TryGetProperty(name, out var v) ? v.GetInt32() : null;

    public static bool? Flag(this JsonElement json, string name) => json.TryGetProperty(name, out var v) ? v.GetBoolean() : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var v) ? [.. v.EnumerateArray()] : [];

    /// <summary>A text, or any of several.</summary>
    public static IReadOnlyList<string> OneOrMore(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var v)) return [];
        return v.ValueKind == JsonValueKind.Array ? [.. v.EnumerateArray().Select(x => x.GetString()!)] : [v.GetString()!];
    }
}
