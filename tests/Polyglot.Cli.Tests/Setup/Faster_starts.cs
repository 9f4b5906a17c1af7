using Polyglot.Cli.Doctor;
using Polyglot.Runners;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Setup;

[Platform(Exclude = "Win")]
public sealed class Faster_starts
{
    private const string Image = "runners/julia/image/build.sh";

    private static ResolvedRunner Runner(TempDirectory home, string id, string version)
    {
        home.Write("runners.json", $$"""{ "schemaVersion": 1, "runners": { "{{id}}": { "kind": "worker", "exec": ["{{id}}"] } } }""");
        var manifest = RunnerCatalog.Load(home.Path, null, null, null, new Version(0, 1, 0)).Find(id)!;
        return new(manifest, ["/usr/bin/" + id], home.Path, [], version, [], Path.Combine(home.Path, "launch"));
    }

    [TestCase("1.5.3")]
    [TestCase("1.8.0")]
    public void A_julia_that_keeps_no_machine_code_starts_faster_after_an_image_was_made(string version)
    {
        using var home = new TempDirectory();
        var build = home.Write(Image, "");
        home.Write("launch", ""); // what is made first, and of no use alone
        Assert.That(InstallHints.ForFasterStart(Runner(home, "julia", version)), Is.EqualTo(build));
    }

    [Test]
    public void There_is_nothing_to_do_where_it_is_done()
    {
        using var home = new TempDirectory();
        home.Write(Image, "");
        home.Write("stamp", "");
        Assert.That(InstallHints.ForFasterStart(Runner(home, "julia", "1.5.3")), Is.Null);
    }

    [TestCase("julia", "1.9.0")]
    [TestCase("julia", "1.10.2")]
    [TestCase("python", "1.5.3")]
    [TestCase("julia", "")]
    public void Nothing_is_said_where_it_would_not_help(string id, string version)
    {
        using var home = new TempDirectory();
        home.Write(Image, "");
        Assert.That(InstallHints.ForFasterStart(Runner(home, id, version)), Is.Null);
    }

    [Test]
    public void Nothing_is_said_where_nothing_makes_it()
    {
        using var home = new TempDirectory();
        Assert.That(InstallHints.ForFasterStart(Runner(home, "julia", "1.5.3")), Is.Null);
    }
}
