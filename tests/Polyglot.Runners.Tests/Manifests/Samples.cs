using System.Text;
using System.Text.Json;
using NJsonSchema;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Manifests;

/// <summary>
/// One tiny file per rule. The schema and the reader judge alike, except of what a schema cannot say (folder <c>beyond-schema</c>). The first problem of every refused
/// file is in the file of the same name with the ending <c>txt</c>.
/// </summary>
public sealed class Samples
{
    private static readonly Version Host = new(0, 1, 0);

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "ir", "schema", "runners.schema.json")));

    private static string Folder(string name) => Path.Combine(Repository.Root, "tests", "Polyglot.Runners.Tests", "Manifests", name);

    private static IEnumerable<TestCaseData> Files(string folder) =>
        Directory.GetFiles(Folder(folder), "*.json").Order(StringComparer.Ordinal).Select(f => new TestCaseData(f).SetArgDisplayNames(Path.GetFileNameWithoutExtension(f)));

    [TestCaseSource(nameof(Files), ["valid"])]
    public async Task A_valid_file_passes_the_schema_and_the_reader(string file)
    {
        Assert.That(ManifestReader.ReadFile(file, Host).Problems, Is.Empty);
        Assert.That((await Schema.Value).Validate(await File.ReadAllTextAsync(file)), Is.Empty);
    }

    [TestCaseSource(nameof(Files), ["invalid"])]
    public async Task An_invalid_file_is_refused_by_the_schema_and_the_reader(string file)
    {
        Assert.That((await Schema.Value).Validate(await File.ReadAllTextAsync(file)), Is.Not.Empty, "the schema takes it");
        SaysWhatIsExpected(file);
    }

    [TestCaseSource(nameof(Files), ["beyond-schema"])]
    public void What_a_schema_cannot_say_is_refused_by_the_reader(string file) => SaysWhatIsExpected(file);

    [Test]
    public async Task The_built_in_runners_are_valid()
    {
        var file = Path.Combine(Repository.Root, "runners.json");

        var reading = ManifestReader.ReadFile(file, Host);

        Assert.Multiple(async () =>
        {
            Assert.That(reading.Problems, Is.Empty);
            Assert.That((await Schema.Value).Validate(await File.ReadAllTextAsync(file)), Is.Empty);
            Assert.That(reading.Runners.Select(r => r.Id), Is.EquivalentTo(new[] { "node", "python", "julia", "shell" }));
        });
    }

    [Test]
    public void Every_default_in_the_schema_is_the_readers_default()
    {
        var worker = Read("""{ "kind": "worker", "exec": ["x"] }""");
        var command = Read("""{ "kind": "command", "exec": ["x"] }""");
        var probed = Read("""{ "kind": "worker", "exec": ["x"], "probe": { "args": [] }, "requires": { "args": ["{requirement}"] } }""");
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "ir", "schema", "runners.schema.json")));
        var definitions = schema.RootElement.GetProperty("definitions");

        Assert.Multiple(() =>
        {
            Assert.That(Default("timeouts", "start"), Is.EqualTo(worker.Timeouts.Start.TotalSeconds));
            Assert.That(Default("timeouts", "cancel"), Is.EqualTo(worker.Timeouts.Cancel.TotalSeconds));
            Assert.That(Default("timeouts", "interrupt"), Is.EqualTo(worker.Timeouts.Interrupt.TotalSeconds));
            Assert.That(Default("timeouts", "kill"), Is.EqualTo(worker.Timeouts.Kill.TotalSeconds));
            Assert.That(Default("timeouts", "idle"), Is.EqualTo(worker.Timeouts.Idle.TotalSeconds));
            Assert.That(Default("probe", "timeout"), Is.EqualTo(probed.Probe!.Timeout.TotalSeconds));
            Assert.That(Default("requires", "timeout"), Is.EqualTo(probed.Requires!.Timeout.TotalSeconds));
            Assert.That(Default("fingerprint", "version"), Is.EqualTo(worker.Fingerprint.Version.ToString()).IgnoreCase);
            Assert.That(Default("fingerprint", "code"), Is.EqualTo(worker.Fingerprint.Code));
            Assert.That(Default("worker", "isolation"), Is.EqualTo(worker.Isolation.ToString()).IgnoreCase);
            Assert.That(Default("worker", "interrupt"), Is.EqualTo(worker.Interrupt.ToString()).IgnoreCase);
            Assert.That(Default("command", "interrupt"), Is.EqualTo(command.Interrupt.ToString()).IgnoreCase);
            Assert.That(Default("command", "format"), Is.EqualTo(command.Format.ToString()).IgnoreCase);
            Assert.That(Default("command", "output"), Is.EqualTo(command.Output.ToString()).IgnoreCase);
        });

        object Default(string definition, string property)
        {
            var value = definitions.GetProperty(definition).GetProperty("properties").GetProperty(property).GetProperty("default");
            return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString()!;
        }
    }

    [Test]
    public void What_was_read_is_what_was_written()
    {
        var manifest = Read("""
            { "kind": "worker", "exec": [["a", "b"], ["c"]], "env": { "X": "1" }, "passEnv": ["HOME"], "concurrency": 3, "isolation": "fork", "interrupt": "signal",
              "probe": { "args": ["-v"], "version": "(.*)", "minimum": "2.1", "timeout": 1.5 }, "requires": { "args": ["{requirement}"], "hint": "h" },
              "timeouts": { "task": 60 }, "fingerprint": { "version": "full", "code": "7", "files": ["f"] },
              "metadata": { "name": "N", "description": "D", "extensions": [".x"], "homepage": "H", "install": "I" } }
            """);

        Assert.Multiple(() =>
        {
            Assert.That(manifest.Exec, Is.EqualTo(new[] { new[] { "a", "b" }, ["c"] }));
            Assert.That(manifest.Env, Is.EqualTo(new[] { KeyValuePair.Create("X", "1") }));
            Assert.That(manifest.PassEnv, Is.EqualTo(new[] { "HOME" }));
            Assert.That((manifest.Concurrency, manifest.Isolation, manifest.Interrupt), Is.EqualTo(((int?)3, IsolationMode.Fork, InterruptMode.Signal)));
            Assert.That((manifest.Probe!.Version, manifest.Probe.Minimum, manifest.Probe.Timeout), Is.EqualTo(("(.*)", "2.1", TimeSpan.FromSeconds(1.5))));
            Assert.That(manifest.Requires!.Hint, Is.EqualTo("h"));
            Assert.That(manifest.Timeouts, Is.EqualTo(RunnerTimeouts.Default with { Task = TimeSpan.FromMinutes(1) }));
            Assert.That((manifest.Fingerprint.Version, manifest.Fingerprint.Code), Is.EqualTo((VersionPart.Full, "7")));
            Assert.That((manifest.Metadata.Name, manifest.Metadata.Install), Is.EqualTo(("N", "I")));
            Assert.That(manifest.Directory, Is.EqualTo("/plugins/p"));
        });
    }

    [Test]
    public void Random_changes_of_a_file_are_problems_or_runners_and_never_more()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, "runners.json"));
        var random = new Random(4);
        for (var round = 0; round < 3000; round++)
        {
            var changed = bytes.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var reading = ManifestReader.Read(changed, "/x/runners.json", Host);
            Assert.That(reading.Problems.Count + reading.Runners.Count, Is.Positive);
        }
    }

    private static RunnerManifest Read(string runner)
    {
        var reading = ManifestReader.Read(Encoding.UTF8.GetBytes($$"""{ "schemaVersion": 1, "runners": { "x": {{runner}} } }"""), "/plugins/p/plugin.json", Host);
        Assert.That(reading.Problems, Is.Empty);
        return reading.Runners.Single();
    }

    private static void SaysWhatIsExpected(string file)
    {
        var problems = ManifestReader.ReadFile(file, Host).Problems;
        Assert.That(problems, Is.Not.Empty, "the reader takes it");
        var first = problems[0].Path.Length == 0 ? problems[0].Message : $"{problems[0].Path}: {problems[0].Message}";
        var expected = Path.ChangeExtension(file, ".txt");
        if (Environment.GetEnvironmentVariable("POLYGLOT_WRITE_EXPECTED") == "1") File.WriteAllText(expected, first + "\n");
        Assert.That(first, Is.EqualTo(File.ReadAllText(expected).TrimEnd()));
    }
}
