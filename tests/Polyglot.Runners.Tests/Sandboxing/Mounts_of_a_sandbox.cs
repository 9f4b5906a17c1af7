using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Sandboxing;

#pragma warning disable CA1001 // disposed after every test
public sealed class Mounts_of_a_sandbox
#pragma warning restore CA1001
{
    private TempDirectory _system = null!;

    [SetUp]
    public void Make() => _system = new TempDirectory();

    [TearDown]
    public void Remove() => _system.Dispose();

    private List<(string Path, MountKind Kind)> Arrange(string[] readable, string[]? hidden = null, string[]? writable = null) =>
    [
        .. SandboxMounts.Arrange(
            [_system.Path], new SandboxView { Readable = readable, Hidden = hidden ?? [], Writable = writable ?? [], Temp = "/elsewhere" })
            .Select(mount => (mount.Path, mount.Kind)).Where(mount => mount.Path != "/tmp"),
    ];

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_system.Path, name)).FullName;

    [Test]
    public void What_lies_in_a_readable_folder_needs_no_place_of_its_own()
    {
        Assert.That(Arrange([_system.Write("tool/bin/run", ""), Folder("tool")]), Is.EqualTo(new[] { (_system.Path, MountKind.Readable) }));
    }

    [Test]
    public void A_project_in_a_folder_of_the_systems_is_hidden_but_for_what_is_declared()
    {
        var project = Folder("app");
        var declared = _system.Write("app/data/declared.csv", "");

        Assert.That(Arrange([declared], [project], [Folder("app/.e3/tmp/1")]), Is.EqualTo(new[]
        {
            (_system.Path, MountKind.Readable),
            (project, MountKind.Hidden),
            (declared, MountKind.Readable),
            (Path.Combine(project, ".e3/tmp/1"), MountKind.Writable),
        }));
    }

    [Test]
    public void A_folder_that_cannot_be_seen_is_not_hidden()
    {
        Assert.That(Arrange([], ["/home/somebody"]), Is.EqualTo(new[] { (_system.Path, MountKind.Readable) }));
    }

    [Test]
    public void What_is_not_there_is_left_out()
    {
        Assert.That(Arrange(["/no/such/file"]), Is.EqualTo(new[] { (_system.Path, MountKind.Readable) }));
    }

    [Test]
    public void A_folder_that_a_manifest_calls_readable_is_shown_where_it_is_the_hidden_one()
    {
        var project = Folder("app");

        Assert.That(Arrange([project], [project]), Is.EqualTo(new[] { (_system.Path, MountKind.Readable) }));
    }

    [TestCase("/a/b", "/a", true)]
    [TestCase("/a", "/a", true)]
    [TestCase("/ab", "/a", false)]
    [TestCase("/a", "/a/b", false)]
    [TestCase("/a", "/", true)]
    public void A_folder_holds_itself_and_what_is_below(string path, string folder, bool isWithin) =>
        Assert.That(SandboxMounts.IsWithin(path, folder), Is.EqualTo(isWithin));
}
