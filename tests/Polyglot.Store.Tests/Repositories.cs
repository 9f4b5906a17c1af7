using Polyglot.Testing;

namespace Polyglot.Store.Tests;

public sealed class Repositories
{
    private TempDirectory _folder = null!;

    [SetUp]
    public void Create() => _folder = new TempDirectory();

    [TearDown]
    public void Remove() => _folder.Dispose();

    private string E3 => Path.Combine(_folder.Path, ".e3");

    [Test]
    public void A_new_repository_says_its_format()
    {
        using var repository = Repository.Init(E3);
        Assert.That(File.ReadAllText(Path.Combine(E3, "format")), Is.EqualTo("polyglot 1\n"));
        Assert.That(repository.RepositoryPath, Is.EqualTo(E3));
        Assert.That(repository.ProjectDirectory, Is.EqualTo(_folder.Path));
    }

    [Test]
    public void A_repository_is_found_from_any_folder_below()
    {
        Repository.Init(E3).Dispose();
        var deep = Directory.CreateDirectory(Path.Combine(_folder.Path, "a", "b")).FullName;
        Assert.That(Repository.Find(deep), Is.EqualTo(E3));
        Assert.That(Repository.Find(_folder.Path), Is.EqualTo(E3));
    }

    [Test]
    public void A_folder_of_the_same_name_without_a_format_is_not_found()
    {
        var inner = Path.Combine(_folder.Path, "inner");
        Directory.CreateDirectory(Path.Combine(inner, ".e3"));
        Repository.Init(E3).Dispose();
        Assert.That(Repository.Find(inner), Is.EqualTo(E3));
    }

    [Test]
    public void What_is_no_repository_is_not_opened() => AssertRefused(StoreError.NotARepository, StoreMessages.NotARepository(E3));

    [TestCase("polyglot 2\n")]
    [TestCase("polyglot 17")]
    public void A_newer_format_is_refused_by_name(string format)
    {
        _folder.Write(".e3/format", format);
        AssertRefused(StoreError.NewerFormat, StoreMessages.NewerFormat(E3, format.Trim(), "polyglot 1"));
        Assert.That(StoreMessages.NewerFormat(E3, format.Trim(), "polyglot 1"), Does.Contain(format.Trim()));
    }

    [TestCase("")]
    [TestCase("something else")]
    [TestCase("polyglot 0")]
    [TestCase("polyglot -1")]
    [TestCase("polyglot 1 2")]
    [TestCase("polyglot 99999999999999")]
    public void A_format_that_cannot_be_read_is_refused(string format)
    {
        _folder.Write(".e3/format", format);
        AssertRefused(StoreError.BadFormat, StoreMessages.BadFormat(Path.Combine(E3, "format")));
    }

    [Test]
    public void A_huge_format_file_is_not_read()
    {
        _folder.Write(".e3/format", new string(' ', 1_000_000) + "polyglot 1");
        AssertRefused(StoreError.BadFormat, StoreMessages.BadFormat(Path.Combine(E3, "format")));
    }

    [Test]
    public void A_repository_is_not_made_twice_nor_among_other_files()
    {
        Repository.Init(E3).Dispose();
        Assert.That(() => Repository.Init(E3), Throws.TypeOf<StoreException>().With.Property("Error").EqualTo(StoreError.AlreadyARepository));
        _folder.Write("other/file.txt", "x");
        Assert.That(() => Repository.Init(Path.Combine(_folder.Path, "other")), Throws.TypeOf<StoreException>().With.Property("Error").EqualTo(StoreError.NotARepository));
    }

    [Test]
    public void A_making_that_was_killed_can_be_made_again()
    {
        _folder.Write(".e3/format.new", "poly");
        using var repository = Repository.Init(E3);
        Assert.That(Repository.Find(_folder.Path), Is.EqualTo(E3));
    }

    [Test]
    public void An_open_repository_can_be_flushed_and_leaves_nothing_when_closed()
    {
        using (var repository = Repository.Init(E3))
        {
            repository.Objects.Put("x"u8);
            repository.Flush();
        }
        Assert.That(Directory.EnumerateDirectories(Path.Combine(E3, "tmp")), Is.Empty);
    }

    [Test]
    public void The_index_may_be_deleted_at_any_time()
    {
        using var repository = Repository.Init(E3);
        var path = _folder.Write("a.txt", "x");
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, 7, DateTimeKind.Utc));
        var cache = repository.StatCache;
        cache.Remember(path, "blob", cache.Stamp(path)!.Value, Samples.Object("x"));
        cache.Save();
        if (Directory.Exists(repository.IndexFolder)) Directory.Delete(repository.IndexFolder, recursive: true);
        using var other = Repository.Open(E3);
        Assert.That(other.StatCache.Count, Is.Zero);
    }

    private void AssertRefused(StoreError error, string message) =>
        Assert.That(() => Repository.Open(E3), Throws.TypeOf<StoreException>().With.Property("Error").EqualTo(error).And.Message.EqualTo(message));
}
