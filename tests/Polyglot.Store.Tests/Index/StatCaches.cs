using Polyglot.Testing;

namespace Polyglot.Store.Tests;

public sealed class StatCaches
{
    private static readonly ObjectId Id = Samples.Object("content");
    private static readonly DateTime Old = new(2025, 6, 1, 12, 0, 0, 123, DateTimeKind.Utc);

    private StoreFolder _folder = null!;
    private string _file = null!;

    [SetUp]
    public void Create()
    {
        _folder = new StoreFolder();
        _file = _folder.Write("data/a.csv", "a,b\n"u8);
        SetOld(_file);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    private string CacheFile => Path.Combine(_folder.Path, "index", "files");

    // The clock of the tests stands still in 2026; the file system's is the machine's. A file is as old as it says, so the change time is not asked.
    private void SetOld(string path) => File.SetLastWriteTimeUtc(path, Old);

    private StatCache Load(Repository? repository = null) =>
        StatCache.Load(CacheFile, _folder.Project, new PortableFileSystem(), (repository ?? _folder.Open()).Temp, _folder.Clock);

    private static ObjectId? Look(StatCache cache, string path, string kind = "blob") => cache.Stamp(path) is { } stamp ? cache.Find(path, kind, stamp) : null;

    [Test]
    public void An_unchanged_file_is_found_also_by_the_next_process()
    {
        var cache = Load();
        Assert.That(Look(cache, _file), Is.Null);
        Assert.That(cache.Remember(_file, "blob", cache.Stamp(_file)!.Value, Id));
        Assert.That(Look(cache, _file), Is.EqualTo(Id));
        Assert.That(Look(cache, _file, "csv"), Is.Null);
        Assert.That(cache.Save());
        Assert.That(cache.Save(), Is.False);
        Assert.That(Look(Load(), _file), Is.EqualTo(Id));
    }

    [Test]
    public void A_change_of_size_or_time_is_noticed()
    {
        var cache = Load();
        cache.Remember(_file, "blob", cache.Stamp(_file)!.Value, Id);
        File.SetLastWriteTimeUtc(_file, Old.AddTicks(1));
        Assert.That(Look(cache, _file), Is.Null);
        SetOld(_file);
        Assert.That(Look(cache, _file), Is.EqualTo(Id));
        File.WriteAllText(_file, "longer content");
        SetOld(_file);
        Assert.That(Look(cache, _file), Is.Null);
    }

    [Test]
    public void A_change_that_keeps_size_and_time_is_noticed_by_inode_and_change_time()
    {
        if (!LinuxFileSystem.IsSupported) Assert.Ignore("inodes and change times come from direct system calls");
        var before = FileSystem.Current.Stat(_file)!.Value.Stamp;
        File.WriteAllText(_file, "x,y\n");
        SetOld(_file);
        var after = FileSystem.Current.Stat(_file)!.Value.Stamp;
        Assert.That((after.Size, after.ModifiedNs), Is.EqualTo((before.Size, before.ModifiedNs)));
        Assert.That(after, Is.Not.EqualTo(before));
    }

    [Test]
    public void A_file_that_changed_while_it_was_imported_is_not_remembered()
    {
        var cache = Load();
        var before = cache.Stamp(_file)!.Value;
        File.SetLastWriteTimeUtc(_file, Old.AddSeconds(1));
        Assert.That(cache.Remember(_file, "blob", before, Id), Is.False);
        Assert.That(cache.Count, Is.Zero);
    }

    [TestCase(0, 0, ExpectedResult = true, TestName = "touched now")]
    [TestCase(-10_000_000, 1, ExpectedResult = true, TestName = "touched within a fine tick")]
    [TestCase(-20_000_000, 1, ExpectedResult = true, TestName = "touched exactly a fine tick ago")]
    [TestCase(-30_000_000, 1, ExpectedResult = false, TestName = "touched before a fine tick")]
    [TestCase(-1_000_000_000, 0, ExpectedResult = true, TestName = "whole seconds, touched within a coarse tick")]
    [TestCase(-3_000_000_000, 0, ExpectedResult = false, TestName = "whole seconds, touched before a coarse tick")]
    [TestCase(5_000_000_000, 1, ExpectedResult = true, TestName = "touched in the future")]
    public bool A_file_younger_than_a_tick_is_racy(long touchedNs, long fraction)
    {
        var now = 1_800_000_000_000_000_000 + fraction;
        return StatCache.IsRacy(new FileStamp(1, now + touchedNs, 0, 1), now);
    }

    [Test]
    public void The_change_time_is_racy_too() => Assert.That(StatCache.IsRacy(new FileStamp(1, 1, 999_999_999_999, 1), 1_000_000_000_000));

    [Test]
    public void A_file_of_this_very_moment_is_not_remembered_and_a_moment_later_is()
    {
        var cache = Load();
        File.SetLastWriteTimeUtc(_file, _folder.Clock.GetUtcNow().UtcDateTime.AddMilliseconds(-1));
        var stamp = cache.Stamp(_file)!.Value;
        Assert.That(cache.Remember(_file, "blob", stamp, Id), Is.False);
        _folder.Clock.Advance(TimeSpan.FromMilliseconds(25));
        Assert.That(cache.Remember(_file, "blob", stamp, Id));
    }

    [Test]
    public void Paths_in_the_project_are_kept_relative_so_that_the_project_can_move()
    {
        using var elsewhere = new TempDirectory();
        var outside = elsewhere.Write("b.csv", "b");
        SetOld(outside);
        var cache = Load();
        cache.Remember(_file, "blob", cache.Stamp(_file)!.Value, Id);
        cache.Remember(outside, "blob", cache.Stamp(outside)!.Value, Id);
        cache.Save();
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(CacheFile));
        Assert.That(text, Does.Contain("data/a.csv").And.Not.Contain(_folder.Project).And.Contain(outside.Replace('\\', '/')));
        Assert.That(Look(Load(), Path.Combine(_folder.Project, "data", "..", "data", "a.csv")), Is.EqualTo(Id));
        Assert.That(Look(Load(), outside), Is.EqualTo(Id));
    }

    [Test]
    public void A_link_is_known_by_the_file_it_leads_to_and_a_folder_is_no_file()
    {
        var cache = Load();
        var link = Path.Combine(_folder.Project, "link.csv");
        File.CreateSymbolicLink(link, _file);
        Assert.That(cache.Stamp(link)!.Value.Size, Is.EqualTo(4));
        Assert.That(cache.Stamp(_folder.Project), Is.Null);
        Assert.That(cache.Stamp(Path.Combine(_folder.Project, "none")), Is.Null);
        File.CreateSymbolicLink(Path.Combine(_folder.Project, "dangling"), "nowhere");
        Assert.That(cache.Stamp(Path.Combine(_folder.Project, "dangling")), Is.Null);
    }

    [Test]
    public void A_damaged_cache_file_is_an_empty_cache()
    {
        var repository = _folder.Open();
        var cache = Load(repository);
        for (var i = 0; i < 5; i++)
        {
            var path = _folder.Write($"data/{i}", "x"u8);
            SetOld(path);
            cache.Remember(path, "blob", cache.Stamp(path)!.Value, Id);
        }
        cache.Save();
        var whole = File.ReadAllBytes(CacheFile);
        Assert.That(Load(repository).Count, Is.EqualTo(5));
        for (var length = 0; length < whole.Length; length += 3)
        {
            File.WriteAllBytes(CacheFile, whole[..length]);
            Assert.That(Load(repository).Count, Is.Zero);
        }
        for (var at = 0; at < whole.Length; at++)
        {
            var bent = (byte[])whole.Clone();
            bent[at] ^= 1;
            Assert.That(StatCacheFile.Decode(bent), Is.Null, $"byte {at}");
        }
    }

    [Test]
    public void Hostile_cache_files_read_as_nothing_or_as_entries_and_never_fail()
    {
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var body = new byte[random.Next(200)];
            random.NextBytes(body);
            if (body.Length >= 4 && random.Next(2) == 0) BitConverter.TryWriteBytes(body, random.Next(3));
            byte[] text = [.. "polyglot-stat-cache 1\n"u8, .. body];
            byte[] file = [.. text, .. System.Security.Cryptography.SHA256.HashData(text)];
            Assert.That(() => StatCacheFile.Decode(file), Throws.Nothing);
        }
    }

    [Test]
    public void Ten_thousand_entries_are_read_back()
    {
        var entries = Enumerable.Range(0, 10_000).ToDictionary(
            i => new StatCache.Key($"data/some/folder/file-{i}.csv", "blob"),
            i => new StatCache.Entry(new FileStamp(i, i * 3L, i * 5L, (ulong)i), Samples.Object($"{i}"), Used: false));
        var back = StatCacheFile.Decode(StatCacheFile.Encode(entries))!;
        Assert.That(back, Has.Count.EqualTo(entries.Count));
        Assert.That(entries.All(e => back[e.Key] == e.Value));
    }
}
