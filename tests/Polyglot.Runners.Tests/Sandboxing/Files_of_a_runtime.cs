using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Sandboxing;

#pragma warning disable CA1001 // disposed after every test
public sealed class Files_of_a_runtime
#pragma warning restore CA1001
{
    private TempDirectory _home = null!;

    [SetUp]
    public void Make() => _home = new TempDirectory();

    [TearDown]
    public void Remove() => _home.Dispose();

    private string Project => Path.Combine(_home.Path, "work/project");

    private IReadOnlyList<string> Files(string[] argv, string manifest = "/nowhere/runners.json", Func<RunnerManifest, RunnerManifest>? change = null)
    {
        var plain = new RunnerManifest { Id = "x", Kind = RunnerKind.Worker, File = manifest, Exec = [argv] };
        return RuntimeFiles.Of(new ResolvedRunner(change?.Invoke(plain) ?? plain, argv, Project, [], "", []), _home.Path, [Project]);
    }

    private string Write(string relative) => _home.Write(relative, "");

    private string In(string relative) => Path.Combine(_home.Path, relative);

    [TestCase(".pyenv/versions/3.11.4/bin/python3", ".pyenv/versions/3.11.4")]
    [TestCase(".pyenv/shims/python3", ".pyenv")]
    [TestCase(".dotnet/dotnet", ".dotnet")]
    public void A_program_is_shown_with_what_it_is_installed_with(string program, string folder) => Assert.That(Files([Write(program)]), Is.EqualTo(new[] { In(folder) }));

    [Test]
    public void Every_link_on_the_way_to_a_program_is_followed()
    {
        Write("python/bin/python3.12");
        Directory.CreateDirectory(In("work/project/.venv/bin"));
        File.CreateSymbolicLink(In("work/project/.venv/bin/python3"), In("python/bin/python3.12"));
        File.CreateSymbolicLink(In("work/project/.venv/bin/python"), "python3");

        Assert.That(Files([In("work/project/.venv/bin/python")]).Distinct(), Is.EqualTo(new[] { In("work/project/.venv"), In("python") }));
    }

    [Test]
    public void An_environment_of_copies_is_shown_with_what_it_is_an_environment_of()
    {
        Write("env/bin/python");
        _home.Write("env/pyvenv.cfg", $"include-system-site-packages = false\nhome = {In("python/bin")}\nversion = 3.12.1\n");

        Assert.That(Files([In("env/bin/python")]), Is.EqualTo(new[] { In("env"), In("python") }));
    }

    [TestCase("bin/tool", "lib")]
    [TestCase("tool", "lib")]
    [TestCase(".local/bin/tool", ".local/lib")]
    [TestCase("work/bin/tool", "work/lib")]
    [TestCase("work/project/bin/tool", "work/project/lib")]
    public void A_folder_that_holds_more_than_an_installation_is_not_shown_for_a_program_in_it(string program, string libraries) =>
        Assert.That(Files([Write(program)]), Is.EqualTo(new[] { In(program), In(libraries) }));

    [Test]
    public void A_plugin_is_its_folder() =>
        Assert.That(Files(["/usr/bin/ruby", Write("work/project/plugins/ruby/lib/run.rb")], In("work/project/plugins/ruby/plugin.json")), Does.Contain(In("work/project/plugins/ruby")));

    [Test]
    public void A_built_in_runner_is_the_folder_of_its_script_and_not_the_installation()
    {
        Write("polyglot/runners.json");

        var files = Files(["/usr/bin/python3", Write("polyglot/runners/python/worker.py")], In("polyglot/runners.json"));

        Assert.That(files, Does.Contain(In("polyglot/runners/python")).And.Not.Contain(In("polyglot")));
        Assert.That(Files(["/usr/bin/python3", Write("polyglot/worker.py")], In("polyglot/runners.json")), Does.Contain(In("polyglot/worker.py")).And.Not.Contain(In("polyglot")));
    }

    [Test]
    public void A_runner_of_a_project_file_is_its_script_alone()
    {
        var script = Write("work/project/tools/run.py");

        Assert.That(Files(["/usr/bin/python3", script], In("work/project/polyglot.yaml")), Does.Contain(script).And.Not.Contain(In("work/project/tools")));
    }

    [Test]
    public void What_a_manifest_calls_readable_is_in_the_project_the_home_or_the_runners_folder()
    {
        var files = Files(
            ["/usr/bin/node"], "/opt/polyglot/runners.json",
            manifest => manifest with { Readable = ["node_modules", "~/.npm", "{runnerDir}/cache", "{projectDir}/package.json"], Fingerprint = FingerprintSpec.Default with { Files = ["package-lock.json"] } });

        Assert.That(files, Is.SupersetOf(new[]
        {
            In("work/project/node_modules"), In(".npm"), "/opt/polyglot/cache", In("work/project/package.json"), In("work/project/package-lock.json"),
        }));
    }
}
