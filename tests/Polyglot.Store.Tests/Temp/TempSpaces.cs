using System.Globalization;

namespace Polyglot.Store.Tests;

public sealed class TempSpaces
{
    private StoreFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new StoreFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    private string Root => Path.Combine(_folder.Path, "tmp");

    [Test]
    public void Every_path_is_new_and_in_the_folder_of_its_process()
    {
        var temp = _folder.Open().Temp;
        var paths = Enumerable.Range(0, 10).Select(_ => temp.NextPath(".csv")).ToList();
        Assert.That(paths, Is.Unique);
        Assert.That(paths.Select(Path.GetDirectoryName), Is.All.EqualTo(temp.Folder));
        Assert.That(paths.Select(Path.GetExtension), Is.All.EqualTo(".csv"));
        Assert.That(Path.GetFileName(temp.Folder), Does.StartWith(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{ProcessIdentity.Self.Start}-")));
    }

    [TestCase("/x")]
    [TestCase("\\x")]
    public void A_suffix_leads_nowhere_else(string suffix)
    {
        var temp = _folder.Open().Temp;
        Assert.That(() => temp.NextPath(suffix), Throws.ArgumentException);
    }

    [Test]
    public void Closing_removes_the_own_folder_only()
    {
        var (one, two) = (_folder.Open(), _folder.Open());
        Directory.CreateDirectory(one.Temp.NextPath());
        File.WriteAllText(two.Temp.NextPath(), "");
        one.Dispose();
        Assert.That(Directory.Exists(one.Temp.Folder), Is.False);
        Assert.That(Directory.EnumerateFiles(two.Temp.Folder).Count(), Is.EqualTo(2));
    }

    [Test]
    public void Opening_removes_what_dead_processes_left_and_nothing_else()
    {
        var live = _folder.Open();
        var dead = _folder.Open(StoreFolder.DeadProcess);
        var foreign = _folder.Open(StoreFolder.ForeignProcess);
        File.WriteAllText(dead.Temp.NextPath(), "torn");
        var unfinished = Path.Combine(Root, "2147483647-1-boot.1");
        var young = Path.Combine(Root, ProcessIdentity.Self.FolderName + ".12345");
        Directory.CreateDirectory(unfinished);
        Directory.CreateDirectory(young);
        Directory.CreateDirectory(Path.Combine(Root, "whatever"));

        var opened = _folder.Open();

        Assert.That(Directory.EnumerateDirectories(Root), Is.EquivalentTo(new[] { live.Temp.Folder, foreign.Temp.Folder, young, opened.Temp.Folder }));
    }
}
