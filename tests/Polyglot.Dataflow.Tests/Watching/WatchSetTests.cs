using Polyglot.Dataflow.Watching;
using Polyglot.Testing;

namespace Polyglot.Dataflow.Tests.Watching;

/// <summary>Which folders are watched, and which events there count.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class WatchSetTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_file_counts_and_what_lies_beside_it_does_not()
    {
        var set = Files("data/in.csv");
        Assert.That(Counts(set, FileEventKind.Changed, "data", "in.csv"));
        Assert.That(Counts(set, FileEventKind.Touched, "data", "in.csv"));
        Assert.That(Counts(set, FileEventKind.Changed, "data", "out.csv"), Is.False);
        Assert.That(Counts(set, FileEventKind.Changed, "", "in.csv"), Is.False);
        Assert.That(Counts(set, FileEventKind.Lost, "", ""));
    }

    [Test]
    public void A_file_whose_folders_are_missing_is_heard_of_from_the_nearest_that_is_there()
    {
        var missing = Path.Combine(Path.GetTempPath(), "polyglot-no-such-folder", "deeper", "file");
        var set = WatchSet.Of(_folder.Path, new(new HashSet<string> { missing }, new HashSet<FilePattern>()));
        Assert.That(set.Concerns(new(FileEventKind.FolderChanged, Path.TrimEndingDirectorySeparator(Path.GetTempPath()), "polyglot-no-such-folder")));
        Assert.That(set.Folders, Does.Contain(Path.Combine(Path.GetTempPath(), "polyglot-no-such-folder", "deeper")));
    }

    [Test]
    public void Folders_of_the_project_may_be_renamed_too()
    {
        _folder.Write("a/b/in.csv", "");
        var set = Files("a/b/in.csv");
        Assert.That(Counts(set, FileEventKind.FolderChanged, "", "a"));
        Assert.That(Counts(set, FileEventKind.FolderChanged, "a", "b"));
        Assert.That(set.Folders, Does.Not.Contain(Path.GetDirectoryName(_folder.Path)!), "only below the project");
    }

    [Test]
    public void The_target_of_a_link_counts()
    {
        var target = _folder.Write("v1/data.csv", "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "links"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "links", "in.csv"), target);
        var set = Files("links/in.csv");
        Assert.That(Counts(set, FileEventKind.Changed, "v1", "data.csv"));
        Assert.That(Counts(set, FileEventKind.Changed, "links", "in.csv"));
    }

    [Test]
    public void A_pattern_counts_at_every_depth_that_it_reaches()
    {
        _folder.Write("src/deep/er/x.py", "");
        var set = Pattern("src", "**/*.py");
        Assert.That(Counts(set, FileEventKind.Changed, "src", "new.py"));
        Assert.That(Counts(set, FileEventKind.Changed, "src/deep/er", "new.py"));
        Assert.That(Counts(set, FileEventKind.Changed, "src/deep", "new.txt"), Is.False);
        Assert.That(Counts(set, FileEventKind.FolderChanged, "src/deep", "another"));
        Assert.That(set.Folders, Does.Contain(Path.Combine(_folder.Path, "src/deep/er")));
        var flat = Pattern("plugins", "*/plugin.json");
        Assert.That(Counts(flat, FileEventKind.FolderChanged, "plugins", "lua"));
        Assert.That(Counts(flat, FileEventKind.FolderChanged, "plugins/lua", "src"), Is.False);
        Assert.That(Counts(flat, FileEventKind.Changed, "plugins/lua", "plugin.json"));
    }

    [Test]
    public void The_repository_and_what_interpreters_leave_do_not_count()
    {
        _folder.Write(".e3/objects/x", "");
        _folder.Write("src/__pycache__/x.pyc", "");
        var everything = Pattern("", "**/*");
        Assert.That(Counts(everything, FileEventKind.Changed, ".e3/objects", "x"), Is.False);
        Assert.That(everything.Folders.Where(f => f.Contains(".e3", StringComparison.Ordinal)), Is.Empty);
        var code = WatchSet.Of(_folder.Path, new(new HashSet<string>(), new HashSet<FilePattern> { new(Path.Combine(_folder.Path, "src"), "**/*", IgnoresGenerated: true) }));
        Assert.That(Counts(code, FileEventKind.Changed, "src/__pycache__", "x.pyc"), Is.False);
        Assert.That(Counts(code, FileEventKind.FolderChanged, "src", "__pycache__"), Is.False);
        Assert.That(Counts(code, FileEventKind.Changed, "src", ".x.swp"), Is.False);
        Assert.That(Counts(code, FileEventKind.Changed, "src", "__init__.py"));
    }

    [Test]
    public void A_set_is_within_another_that_hears_as_much()
    {
        var small = Files("a/x", "b/y");
        var large = Files("a/x", "a/z", "b/y");
        Assert.That(small.IsWithin(large));
        Assert.That(small.IsWithin(small));
        Assert.That(large.IsWithin(small), Is.False);
        Assert.That(Pattern("a", "*.py").IsWithin(Pattern("a", "*.jl")), Is.False);
    }

    private WatchSet Files(params string[] files) =>
        WatchSet.Of(_folder.Path, new(files.Select(f => Path.Combine(_folder.Path, f)).ToHashSet(), new HashSet<FilePattern>()));

    private WatchSet Pattern(string folder, string pattern) =>
        WatchSet.Of(_folder.Path, new(new HashSet<string>(), new HashSet<FilePattern> { new(In(folder), pattern) }));

    private bool Counts(WatchSet set, FileEventKind kind, string folder, string name) => set.Concerns(new(kind, In(folder), name));

    private string In(string folder) => folder.Length == 0 ? _folder.Path : Path.Combine(_folder.Path, folder);
}
