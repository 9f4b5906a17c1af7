using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Resolution;

#pragma warning disable CA1001 // removed after each test
[Platform(Exclude = "Win")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class Resolving_runners
#pragma warning restore CA1001
{
    private readonly TempDirectory _directory = new();

    [TearDown]
    public void Remove() => _directory.Dispose();

    private string Project => Directory.CreateDirectory(Path.Combine(_directory.Path, "project")).FullName;

    private string Program(string relative, string script)
    {
        var path = _directory.Write(relative, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private RunnerManifest Manifest(params string[][] exec) => new()
    {
        Id = "x",
        Kind = RunnerKind.Worker,
        File = Path.Combine(_directory.Path, "runners.json"),
        Exec = exec,
        Probe = new ProbeSpec(["--version"], "version (\\S+)", null, TimeSpan.FromSeconds(20)),
    };

    private RunnerResolver Resolver(string? cache = null) =>
        new(new Dictionary<string, string> { ["PATH"] = Path.Combine(_directory.Path, "bin"), ["HOME"] = "/home/someone" }, cache);

    private async Task<RunnerResolution.Found> FoundAsync(RunnerManifest manifest, params string[] requires)
    {
        var resolution = await Resolver().ResolveAsync(manifest, Project, requires);
        Assert.That(resolution, Is.InstanceOf<RunnerResolution.Found>(), resolution.ToString());
        return (RunnerResolution.Found)resolution;
    }

    [Test]
    public async Task A_launcher_changes_neither_what_is_found_nor_the_identity_of_tasks()
    {
        var good = Program("bin/good", "echo version 1.5.3");
        var manifest = Manifest(["good", "w"]) with { Launcher = "{runnerDir}/launch" };
        var without = await FoundAsync(manifest with { Launcher = null });

        Program("launch", "exit 1");
        var with = await FoundAsync(manifest);

        Assert.Multiple(() =>
        {
            Assert.That(with.Runner.Launcher, Is.EqualTo($"{_directory.Path}/launch"));
            Assert.That(without.Runner.Launcher, Is.Null);
            Assert.That(with.Runner.Argv, Is.EqualTo(new[] { good, "w" }));
            Assert.That(with.Runner.Version, Is.EqualTo(without.Runner.Version));
            Assert.That(with.Runner.Fingerprint, Is.EqualTo(without.Runner.Fingerprint));
        });
    }

    [Test]
    public async Task The_first_alternative_that_works_is_used_and_the_others_are_accounted_for()
    {
        Program("bin/old", "echo version 2.7.1");
        var good = Program("bin/good", "echo version 3.11.2-beta >&2");
        var manifest = Manifest([".venv/bin/x"], ["missing"], ["old"], ["good", "{runnerDir}/w", "{projectDir}"]) with
        {
            Probe = new ProbeSpec(["--version"], "version (\\S+)", "3.9", TimeSpan.FromSeconds(20)),
        };

        var found = await FoundAsync(manifest);

        Assert.Multiple(() =>
        {
            Assert.That(found.Runner.Argv, Is.EqualTo(new[] { good, $"{_directory.Path}/w", Project }));
            Assert.That(found.Runner.Version, Is.EqualTo("3.11.2-beta"));
            Assert.That(found.Refused.Select(r => r.Reason), Is.EqualTo(new[]
            {
                RunnersMessages.NotThere(".venv/bin/x"), RunnersMessages.NotThere("missing"), RunnersMessages.VersionTooOld("2.7.1", "3.9"),
            }));
        });
    }

    [Test]
    public async Task A_path_is_below_the_project_and_a_name_is_searched()
    {
        Program("bin/x", "echo version 1");
        var own = Program("project/.venv/bin/x", "echo version 2");

        var found = await FoundAsync(Manifest([".venv/bin/x"], ["x"]));

        Assert.That(found.Runner.Argv[0], Is.EqualTo(own));
    }

    [Test]
    public async Task When_nothing_works_every_alternative_and_its_reason_are_told()
    {
        var broken = Program("bin/broken", "echo cannot find my glasses >&2; exit 3");
        var mute = Program("bin/mute", "echo hello");
        var manifest = Manifest(["missing"], ["broken"], ["mute"]) with { Metadata = RunnerMetadata.Default with { Install = "Install it." } };

        var resolution = (RunnerResolution.NotFound)await Resolver().ResolveAsync(manifest, Project, []);

        Assert.That(resolution.Message, Is.EqualTo($"""
            no alternative of the runner x works:
              missing: there is no program missing
              {broken}: {broken} --version ended with exit code 3: cannot find my glasses
              {mute}: its version is not in what it says: hello
            Install it.
            """));
    }

    [Test]
    public async Task A_probe_that_does_not_end_is_killed()
    {
        Program("bin/slow", "sleep 1000");
        var manifest = Manifest(["slow"]) with { Probe = new ProbeSpec([], null, null, TimeSpan.FromSeconds(0.2)) };

        var resolution = (RunnerResolution.NotFound)await Resolver().ResolveAsync(manifest, Project, []);

        Assert.That(resolution.Refused.Single().Reason, Does.EndWith("did not end within 0.2 s"));
    }

    [Test]
    public async Task The_alternative_that_has_the_required_library_is_chosen()
    {
        Program("bin/plain", "case $1 in --version) echo version 1;; *) exit 1;; esac");
        var scientific = Program("bin/scientific", "case $1 in --version) echo version 1;; *) [ \"$2\" = sklearn ];; esac");
        var manifest = Manifest(["plain"], ["scientific"]) with { Requires = new RequiresSpec(["has", "{requirement}"], "get {requirement}", TimeSpan.FromSeconds(20)) };

        var without = await FoundAsync(manifest);
        var with = await FoundAsync(manifest, "sklearn");
        var resolution = (RunnerResolution.NotFound)await Resolver().ResolveAsync(manifest, Project, ["torch"]);

        Assert.Multiple(() =>
        {
            Assert.That(without.Runner.Argv[0], Does.EndWith("plain"));
            Assert.That(with.Runner.Argv[0], Is.EqualTo(scientific));
            Assert.That(resolution.Refused.Select(r => r.Reason), Is.All.EqualTo("it does not have torch: get torch"));
        });
    }

    [TestCase("a b")]
    [TestCase("-c")]
    [TestCase("x;y")]
    [TestCase("")]
    public async Task A_requirement_that_is_no_name_is_refused(string name)
    {
        var manifest = Manifest(["x"]) with { Requires = new RequiresSpec(["{requirement}"], null, TimeSpan.FromSeconds(20)) };

        var resolution = (RunnerResolution.NotFound)await Resolver().ResolveAsync(manifest, Project, [name]);

        Assert.That(resolution.Message, Is.EqualTo(RunnersMessages.BadRequirement(name)));
    }

    [Test]
    public async Task A_runner_that_cannot_tell_about_libraries_says_so()
    {
        var resolution = (RunnerResolution.NotFound)await Resolver().ResolveAsync(Manifest(["x"]), Project, ["numpy"]);

        Assert.That(resolution.Message, Is.EqualTo(RunnersMessages.CannotRequire("x", ["numpy"])));
    }

    [Test]
    public async Task The_environment_is_what_the_manifest_passes_and_sets()
    {
        Program("bin/x", "[ \"$HOME\" = /home/someone ] && [ -z \"$OTHER\" ] && echo version 1");
        var manifest = Manifest(["x"]) with { PassEnv = ["HOME", "ABSENT"], Env = [new("LIB", "{projectDir}/lib"), new("MODE", "fast")] };

        var found = await FoundAsync(manifest);

        Assert.That(found.Runner.Environment, Is.EqualTo(new[]
        {
            KeyValuePair.Create("HOME", "/home/someone"), KeyValuePair.Create("LIB", $"{Project}/lib"), KeyValuePair.Create("MODE", "fast"),
        }));
    }

    [TestCase(VersionPart.None, null)]
    [TestCase(VersionPart.Major, "3")]
    [TestCase(VersionPart.Minor, "3.11")]
    [TestCase(VersionPart.Full, "3.11.2-beta")]
    public async Task The_fingerprint_holds_what_the_manifest_says_and_no_path_of_this_machine(VersionPart part, string? version)
    {
        Program("bin/x", "echo version 3.11.2-beta");
        _directory.Write("project/uv.lock", "numpy==1");
        var manifest = Manifest(["x"]) with
        {
            PassEnv = ["HOME"],
            Env = [new("LIB", "{projectDir}/lib")],
            Fingerprint = new FingerprintSpec(part, "7", ["{projectDir}/uv.lock", "{projectDir}/no.lock"]),
        };

        var found = await FoundAsync(manifest);

        var expected = new Dictionary<string, string>
        {
            ["code"] = "7",
            ["env:HOME"] = "/home/someone",
            ["env:LIB"] = "{projectDir}/lib",
            ["file:{projectDir}/uv.lock"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("numpy==1"u8)),
            ["file:{projectDir}/no.lock"] = "absent",
        };
        if (version is not null) expected["version"] = version;
        Assert.That(found.Runner.Fingerprint, Is.EqualTo(expected.OrderBy(p => p.Key, StringComparer.Ordinal)));
    }

    [Test]
    public async Task A_probe_is_remembered_until_the_program_changes_and_a_damaged_memory_is_none()
    {
        var cache = Path.Combine(_directory.Path, "probes.json");
        var count = Path.Combine(_directory.Path, "count");
        var program = Program("bin/x", $"echo x >> {count}; echo version 1");
        async Task<string> VersionAsync() => ((RunnerResolution.Found)await Resolver(cache).ResolveAsync(Manifest(["x"]), Project, [])).Runner.Version;

        Assert.That((await VersionAsync(), await VersionAsync()), Is.EqualTo(("1", "1")));
        Assert.That(await File.ReadAllLinesAsync(count), Has.Length.EqualTo(1), "it was asked once");

        Program("bin/x", $"echo x >> {count}; echo version 22");
        Assert.That(await VersionAsync(), Is.EqualTo("22"));

        await File.WriteAllTextAsync(cache, "{ \"damaged");
        Assert.That(await VersionAsync(), Is.EqualTo("22"));
        Assert.That(await File.ReadAllLinesAsync(count), Has.Length.EqualTo(3));
        Assert.That(program, Does.Exist);
    }

    [Test]
    public async Task That_a_library_is_there_is_remembered_while_the_file_that_shows_it_stays_the_same()
    {
        var cache = Path.Combine(_directory.Path, "probes.json");
        var count = Path.Combine(_directory.Path, "count");
        var library = _directory.Write("lib/sklearn.py", "1");
        Program("bin/x", $"case $1 in --version) echo version 1;; *) echo x >> {count}; [ -e {library} ] && echo {library};; esac");
        var manifest = Manifest(["x"]) with { Requires = new RequiresSpec(["has", "{requirement}"], null, TimeSpan.FromSeconds(20)) };
        async Task<bool> IsThereAsync() => await Resolver(cache).ResolveAsync(manifest, Project, ["sklearn"]) is RunnerResolution.Found;
        int Asked() => File.ReadAllLines(count).Length;

        Assert.That((await IsThereAsync(), await IsThereAsync(), Asked()), Is.EqualTo((true, true, 1)));

        await File.WriteAllTextAsync(library, "another release");
        Assert.That((await IsThereAsync(), await IsThereAsync(), Asked()), Is.EqualTo((true, true, 2)));

        File.Delete(library);
        Assert.That((await IsThereAsync(), await IsThereAsync(), Asked()), Is.EqualTo((false, false, 4)));
    }

    [Test]
    public async Task That_a_library_is_there_is_not_remembered_when_nothing_shows_it()
    {
        var cache = Path.Combine(_directory.Path, "probes.json");
        var count = Path.Combine(_directory.Path, "count");
        Program("bin/x", $"case $1 in --version) echo version 1;; *) echo x >> {count}; echo it is there;; esac");
        var manifest = Manifest(["x"]) with { Requires = new RequiresSpec(["has", "{requirement}"], null, TimeSpan.FromSeconds(20)) };

        for (var i = 0; i < 2; i++) Assert.That(await Resolver(cache).ResolveAsync(manifest, Project, ["sklearn"]), Is.InstanceOf<RunnerResolution.Found>());

        Assert.That(await File.ReadAllLinesAsync(count), Has.Length.EqualTo(2));
    }

    [Test]
    public void Resolving_can_be_cancelled()
    {
        Program("bin/slow", "sleep 1000");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.CatchAsync<OperationCanceledException>(() => Resolver().ResolveAsync(Manifest(["slow"]), Project, [], stop.Token));
    }
}
