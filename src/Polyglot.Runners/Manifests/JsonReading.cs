using System.Text.Json;

namespace Polyglot.Runners;

/// <summary>Reads members of a JSON object that nobody vouches for: what does not fit becomes a problem with its path, and reading goes on.</summary>
internal sealed class JsonReading(string file)
{
    private readonly List<ManifestProblem> _problems = [];

    public IReadOnlyList<ManifestProblem> Problems => _problems;

    public void Report(string path, string message) => _problems.Add(new ManifestProblem(file, path, message));

    /// <summary>The members by name when the element is an object whose keys are all known and occur once; what is not is reported.</summary>
    public Dictionary<string, JsonElement>? Object(JsonElement element, string path, params IReadOnlyCollection<string> keys)
    {
        if (AnyObject(element, path) is not { } members) return null;
        foreach (var key in members.Keys.Where(k => !keys.Contains(k)))
            Report(path, RunnersMessages.UnknownKey(key, keys));
        return members;
    }

    /// <summary>As <see cref="Object"/>, with keys of the author's choice.</summary>
    public Dictionary<string, JsonElement>? AnyObject(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Report(path, RunnersMessages.WrongKind("an object", element.ValueKind));
            return null;
        }
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            if (!members.TryAdd(member.Name, member.Value))
                Report(Join(path, member.Name), RunnersMessages.DuplicateKey(member.Name));
        return members;
    }

    public string? String(JsonElement element, string path, bool mayBeEmpty = false)
    {
        if (element.ValueKind != JsonValueKind.String) Report(path, RunnersMessages.WrongKind("a text", element.ValueKind));
        else if (element.GetString() is { } text && (mayBeEmpty || text.Length > 0))
        {
            if (!text.Contains('\0')) return text;
            Report(path, RunnersMessages.NulInText);
        }
        else Report(path, RunnersMessages.EmptyText);
        return null;
    }

    public IReadOnlyList<string> Strings(JsonElement element, string path, bool mayBeEmpty = false) =>
        Items(element, path).Select((item, i) => String(item, $"{path}[{i}]", mayBeEmpty)).OfType<string>().ToArray();

    /// <summary>The elements of an array; none, and a problem, when it is not one.</summary>
    public IEnumerable<JsonElement> Items(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array) return element.EnumerateArray();
        Report(path, RunnersMessages.WrongKind("a list", element.ValueKind));
        return [];
    }

    /// <summary>A member that is one of an enum's names in lower case.</summary>
    public T OneOf<T>(Dictionary<string, JsonElement> members, string key, string path, T otherwise, T? except = null)
        where T : struct, Enum
    {
        if (!members.TryGetValue(key, out var element) || String(element, Join(path, key)) is not { } text) return otherwise;
        var values = Enum.GetValues<T>().Where(value => !value.Equals(except)).ToArray();
        foreach (var value in values)
            if (NameOf(value) == text) return value;
        Report(Join(path, key), RunnersMessages.NotOneOf(text, values.Select(NameOf).ToArray()));
        return otherwise;
    }

    /// <summary>A member that is a number of seconds, more than 0 and at most a year.</summary>
    public TimeSpan? Seconds(Dictionary<string, JsonElement> members, string key, string path)
    {
        if (!members.TryGetValue(key, out var element)) return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var seconds) && seconds is > 0 and <= 31_536_000)
            return TimeSpan.FromSeconds(seconds);
        Report(Join(path, key), RunnersMessages.NotSeconds);
        return null;
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string NameOf<T>(T value)
        where T : struct, Enum
#pragma warning disable CA1308 // the names in manifests are lower case
        => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
