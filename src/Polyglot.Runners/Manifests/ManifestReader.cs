using System.Text.Json;

namespace Polyglot.Runners;

/// <summary>
/// Reads <c>runners.json</c>, <c>plugin.json</c> and the <c>runners</c> section of a project file. The reference is
/// <c>ir/schema/runners.schema.json</c>; this reader refuses what that refuses, and what a schema cannot say. It never throws on bad content.
/// </summary>
public static class ManifestReader
{
    /// <summary>The version of the manifest format that this host reads.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxFileBytes = 1 << 20;

    private static readonly string[] FileKeys = ["$schema", "schemaVersion", "minimumHostVersion", "runners", "name", "version", "description", "platforms", "examples"];

    /// <summary>Reads a file; one that cannot be read is a problem of the result.</summary>
    /// <param name="path">Of the file; made absolute.</param>
    /// <param name="hostVersion">What <c>minimumHostVersion</c> is compared with.</param>
    public static ManifestReading ReadFile(string path, Version hostVersion)
    {
        path = Path.GetFullPath(path);
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes) return Refused(path, "", RunnersMessages.ManifestTooLarge(MaxFileBytes));
            return Read(File.ReadAllBytes(path), path, hostVersion);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(path, "", RunnersMessages.ManifestUnreadable(e.Message));
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    /// <param name="file">Absolute path that messages and <c>{runnerDir}</c> refer to.</param>
    /// <param name="hostVersion">What <c>minimumHostVersion</c> is compared with.</param>
    public static ManifestReading Read(ReadOnlyMemory<byte> json, string file, Version hostVersion)
    {
        if (json.Span is [0xEF, 0xBB, 0xBF, ..]) json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return ReadRoot(document.RootElement, file, hostVersion);
        }
        catch (JsonException e)
        {
            return Refused(file, "", RunnersMessages.NotJson((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1));
        }
        catch (InvalidOperationException)
        {
            // How the parser reports bytes that are not UTF-8, or an escaped half of a character, once a text is asked for.
            return Refused(file, "", RunnersMessages.NotUnicode);
        }
    }

    /// <summary>Reads the <c>runners</c> object of a project file, already parsed.</summary>
    /// <param name="runners">The object.</param>
    /// <param name="file">Absolute path of the project file.</param>
    public static ManifestReading ReadSection(JsonElement runners, string file)
    {
        var reading = new JsonReading(file);
        var manifests = ReadRunners(runners, file, reading);
        return new ManifestReading(manifests, reading.Problems);
    }

    private static ManifestReading ReadRoot(JsonElement root, string file, Version hostVersion)
    {
        var reading = new JsonReading(file);
        if (reading.AnyObject(root, "") is not { } members) return new ManifestReading([], reading.Problems);

        // A newer file may hold anything: its version is the one thing to say about it.
        if (VersionProblem(members, hostVersion) is { } problem) return Refused(file, problem.Path, problem.Message);

        foreach (var key in members.Keys.Where(k => !FileKeys.Contains(k))) reading.Report("", RunnersMessages.UnknownKey(key, FileKeys));
        foreach (var key in new[] { "$schema", "name", "version", "description" })
            if (members.TryGetValue(key, out var text)) reading.String(text, key);
        if (members.TryGetValue("examples", out var examples)) reading.Strings(examples, "examples");
        List<PlatformPackage> packages = members.TryGetValue("platforms", out var platforms) ? ReadPlatforms(platforms, file, reading) : [];
        if (members.TryGetValue("runners", out var runners))
            return new ManifestReading(ReadRunners(runners, file, reading), reading.Problems) { Platforms = packages };
        if (!members.ContainsKey("platforms")) reading.Report("", RunnersMessages.MissingKey("runners"));
        return new ManifestReading([], reading.Problems) { Platforms = packages };
    }

    private static List<PlatformPackage> ReadPlatforms(JsonElement platforms, string file, JsonReading reading)
    {
        var packages = new List<PlatformPackage>();
        foreach (var (item, i) in reading.Items(platforms, "platforms").Select((item, i) => (item, i)))
        {
            var path = $"platforms[{i}]";
            if (reading.Object(item, path, "id", "runner", "module") is not { } members) continue;
            string? Text(string key)
            {
                if (members.TryGetValue(key, out var value)) return reading.String(value, JsonReading.Join(path, key));
                reading.Report(path, RunnersMessages.MissingKey(key));
                return null;
            }
            var (id, runner, module) = (Text("id"), Text("runner"), Text("module"));
            if (id is null || runner is null || module is null) continue;
            if (!ManifestNames.IsRunnerId(id)) reading.Report(JsonReading.Join(path, "id"), RunnersMessages.BadRunnerId(id));
            else if (BuiltInPackages.Names.Contains(id)) reading.Report(JsonReading.Join(path, "id"), RunnersMessages.ReservedPackage(id));
            else if (!ManifestNames.IsRunnerId(runner)) reading.Report(JsonReading.Join(path, "runner"), RunnersMessages.BadRunnerId(runner));
            else packages.Add(new PlatformPackage(id, runner, Path.GetFullPath(module, Path.GetDirectoryName(file)!), file));
        }
        return packages;
    }

    private static (string Path, string Message)? VersionProblem(Dictionary<string, JsonElement> members, Version hostVersion)
    {
        if (!members.TryGetValue("schemaVersion", out var schema)) return ("", RunnersMessages.MissingKey("schemaVersion"));
        if (schema.ValueKind != JsonValueKind.Number || !schema.TryGetInt32(out var version) || version < 1)
            return ("schemaVersion", RunnersMessages.BadSchemaVersion);
        if (version > SchemaVersion) return ("schemaVersion", RunnersMessages.NewerSchema(version));
        if (!members.TryGetValue("minimumHostVersion", out var minimum)) return null;
        if (minimum.ValueKind != JsonValueKind.String || VersionNumber.TryParse(minimum.GetString()!) is not { } wanted)
            return ("minimumHostVersion", RunnersMessages.BadVersion);
        var host = new VersionNumber([hostVersion.Major, hostVersion.Minor, Math.Max(0, hostVersion.Build)]);
        return host.CompareTo(wanted) < 0 ? ("minimumHostVersion", RunnersMessages.HostTooOld(minimum.GetString()!, hostVersion)) : null;
    }

    private static List<RunnerManifest> ReadRunners(JsonElement runners, string file, JsonReading reading)
    {
        var manifests = new List<RunnerManifest>();
        if (reading.AnyObject(runners, "runners") is not { } entries) return manifests;
        foreach (var (id, entry) in entries)
        {
            var before = reading.Problems.Count;
            var path = JsonReading.Join("runners", id);
            if (!ManifestNames.IsRunnerId(id)) reading.Report(path, RunnersMessages.BadRunnerId(id));
            var manifest = RunnerEntryReader.Read(id, entry, path, file, reading);
            if (manifest is not null && reading.Problems.Count == before) manifests.Add(manifest);
        }
        return manifests;
    }

    private static ManifestReading Refused(string file, string path, string message) => new([], [new ManifestProblem(file, path, message)]);
}
