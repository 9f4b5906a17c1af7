using System.Text.Json;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Manifests;

public sealed class Catalogs
{
    private static readonly Version Host = new(0, 1, 0);

    private static string Manifest(string id, string program) => $$"""{ "schemaVersion": 1, "runners": { "{{id}}": { "kind": "worker", "exec": ["{{program}}"], "metadata": { "extensions": [".{{id}}"] } } } }""";

    private static ManifestReading Section(string json, string file)
    {
        using var document = JsonDocument.Parse(json);
        return ManifestReader.ReadSection(document.RootElement, file);
    }

    [Test]
    public void Runners_come_from_the_installation_the_project_and_the_search_path()
    {
        using var directory = new TempDirectory();
        directory.Write("home/runners.json", Manifest("a", "one"));
        directory.Write("home/plugins/b/plugin.json", Manifest("b", "two"));
        directory.Write("project/plugins/c/plugin.json", Manifest("c", "three"));
        directory.Write("more/d/plugin.json", Manifest("d", "four"));
        directory.Write("more/not-a-plugin/readme.txt", "");
        var (home, project) = (Path.Combine(directory.Path, "home"), Path.Combine(directory.Path, "project"));

        var catalog = RunnerCatalog.Load(home, project, Path.Combine(directory.Path, "more") + Path.PathSeparator + "/no/such", null, Host);

        Assert.Multiple(() =>
        {
            Assert.That(catalog.Problems, Is.Empty);
            Assert.That(catalog.Runners.Select(r => r.Id), Is.EqualTo(new[] { "a", "b", "c", "d", "dotnet" }));
            Assert.That(catalog.Find("b")!.Directory, Is.EqualTo(Path.Combine(home, "plugins", "b")));
            Assert.That(catalog.ForScript("x/y.C").Single().Id, Is.EqualTo("c"));
            Assert.That(catalog.ForScript("noextension"), Is.Empty);
        });
    }

    [Test]
    public void The_same_id_in_two_files_is_a_problem_that_names_both_and_the_first_counts()
    {
        using var directory = new TempDirectory();
        var first = directory.Write("runners.json", Manifest("a", "one"));
        var second = directory.Write("plugins/p/plugin.json", Manifest("a", "two"));

        var catalog = RunnerCatalog.Load(directory.Path, null, null, null, Host);

        Assert.That(catalog.Problems.Single(), Is.EqualTo(new ManifestProblem(second, "runners.a", RunnersMessages.DuplicateRunner("a", first))));
        Assert.That(catalog.Find("a")!.Exec[0][0], Is.EqualTo("one"));
    }

    [Test]
    public void A_project_replaces_a_runner_without_complaint()
    {
        using var directory = new TempDirectory();
        directory.Write("runners.json", Manifest("a", "one"));
        var project = Section("""{ "a": { "kind": "worker", "exec": ["mine"] } }""", "/project/polyglot.yaml");

        var catalog = RunnerCatalog.Load(directory.Path, null, null, project, Host);

        Assert.That(catalog.Problems, Is.Empty);
        Assert.That(catalog.Find("a")!.Exec[0][0], Is.EqualTo("mine"));
        Assert.That(catalog.Find("a")!.Directory, Is.EqualTo("/project"));
    }

    [Test]
    public void Platform_packages_are_attached_to_their_runner_and_reach_its_workers()
    {
        using var directory = new TempDirectory();
        directory.Write("runners.json", """{ "schemaVersion": 1, "runners": { "a": { "kind": "east", "exec": ["sh"] }, "w": { "kind": "worker", "exec": ["sh"] } } }""");
        string Package(string id, string runner) => $$"""{ "schemaVersion": 1, "platforms": [{ "id": "{{id}}", "runner": "{{runner}}", "module": "code/m.py" }] }""";
        var first = directory.Write("plugins/p/plugin.json", Package("stats", "a"));
        var second = directory.Write("plugins/q/plugin.json", Package("stats", "a"));
        var third = directory.Write("plugins/r/plugin.json", Package("stats", "w"));

        var catalog = RunnerCatalog.Load(directory.Path, null, null, null, Host);

        var module = Path.Combine(directory.Path, "plugins", "p", "code", "m.py");
        Assert.That(catalog.Find("a")!.Platforms, Is.EqualTo(new[] { new PlatformPackage("stats", "a", module, first) }));
        Assert.That(PlatformPackage.ToVariable(catalog.Find("a")!.Platforms), Is.EqualTo($$"""[{"id":"stats","path":{{JsonSerializer.Serialize(module)}}}]"""));
        Assert.That(catalog.Problems, Is.EqualTo(new[]
        {
            new ManifestProblem(second, "platforms.stats", RunnersMessages.DuplicatePackage("stats", "a", first)),
            new ManifestProblem(third, "platforms.stats", RunnersMessages.PackageOfNoEast("w")),
        }));
    }

    [Test]
    public async Task A_worker_learns_of_the_packages_by_a_variable_that_is_no_part_of_its_identity()
    {
        using var directory = new TempDirectory();
        var manifest = new RunnerManifest { Id = "a", Kind = RunnerKind.East, File = directory.Write("runners.json", "{}"), Exec = [["sh"]] };
        var with = manifest with { Platforms = [new("stats", "a", "/m.py", "/plugin.json")] };
        var resolver = new RunnerResolver();
        var plain = ((RunnerResolution.Found)await resolver.ResolveAsync(manifest, directory.Path, [])).Runner;
        var more = ((RunnerResolution.Found)await resolver.ResolveAsync(with, directory.Path, [])).Runner;
        Assert.That(more.Environment.Single(v => v.Key == "POLYGLOT_PLATFORMS").Value, Is.EqualTo("""[{"id":"stats","path":"/m.py"}]"""));
        Assert.That(plain.Environment.Select(v => v.Key), Has.None.EqualTo("POLYGLOT_PLATFORMS"));
        Assert.That(more.Fingerprint, Is.EqualTo(plain.Fingerprint));
    }

    [Test]
    public void An_unknown_id_is_answered_with_the_nearest_one()
    {
        using var directory = new TempDirectory();
        directory.Write("runners.json", Manifest("python", "one"));

        var catalog = RunnerCatalog.Load(directory.Path, null, null, null, Host);

        Assert.That(catalog.Find("pyhton"), Is.Null);
        Assert.That(catalog.UnknownRunner("pyhton"), Is.EqualTo("there is no runner \"pyhton\"; did you mean \"python\"? (known: dotnet, python)"));
    }

    [Test]
    public void The_installation_is_found_from_a_folder_below_it()
    {
        using var directory = new TempDirectory();
        directory.Write("runners.json", "{}");
        var below = Directory.CreateDirectory(Path.Combine(directory.Path, "a", "b")).FullName;

        Assert.That(RunnerCatalog.FindInstallation(below), Is.EqualTo(directory.Path));
    }

    [TestCase("exce", "exec")]
    [TestCase("Timeouts", "timeouts")]
    [TestCase("isolaton", "isolation")]
    [TestCase("zzz", null)]
    [TestCase("", null)]
    public void The_nearest_name_is_suggested_when_it_is_near(string name, string? expected) =>
        Assert.That(DidYouMean.Nearest(name, ["exec", "timeouts", "isolation", "kind"]), Is.EqualTo(expected));

    [TestCase("3.11", "3.9", 1)]
    [TestCase("3", "3.0.0", 0)]
    [TestCase("1.2.3", "1.2.4", -1)]
    public void Versions_compare_number_by_number(string a, string b, int order) =>
        Assert.That(Math.Sign(VersionNumber.TryParse(a)!.Value.CompareTo(VersionNumber.TryParse(b)!.Value)), Is.EqualTo(order));
}
