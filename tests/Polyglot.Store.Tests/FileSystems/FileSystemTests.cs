using Polyglot.Testing;

namespace Polyglot.Store.Tests;

/// <summary>What the store asks of a file system, of both implementations.</summary>
[TestFixture(false, TestName = "FileSystem by system calls")]
[TestFixture(true, TestName = "FileSystem by portable calls")]
public sealed class FileSystemTests(bool portable)
{
    private TempDirectory _folder = null!;
    private FileSystem _files = null!;

    [SetUp]
    public void Create()
    {
        if (!portable && !LinuxFileSystem.IsSupported) Assert.Ignore("direct system calls are made on Linux only");
        _files = portable ? new PortableFileSystem() : new LinuxFileSystem();
        _folder = new TempDirectory();
    }

    [TearDown]
    public void Remove() => _folder?.Dispose();

    private string At(params string[] parts) => Path.Combine([_folder.Path, .. parts]);

    [Test]
    public void A_file_is_created_once_and_read_back()
    {
        Assert.That(_files.Create(At("a"), "hello"u8, readOnly: false), Is.EqualTo(FileOutcome.Done));
        Assert.That(_files.Create(At("a"), "other"u8, readOnly: false), Is.EqualTo(FileOutcome.Exists));
        Assert.That(_files.ReadAll(At("a")), Is.EqualTo("hello"u8.ToArray()));
    }

    [Test]
    public void Without_a_folder_nothing_is_created() => Assert.That(_files.Create(At("none", "a"), "x"u8, readOnly: false), Is.EqualTo(FileOutcome.NoFolder));

    [Test]
    public void What_is_not_there_is_an_answer()
    {
        Assert.That(_files.Stat(At("a")), Is.Null);
        Assert.That(_files.Stat(At("none", "a")), Is.Null);
        Assert.That(_files.OpenRead(At("a")), Is.Null);
        Assert.That(_files.ReadAll(At("none", "a")), Is.Null);
        Assert.That(_files.ReadSmall(At("a"), new byte[4]), Is.EqualTo(-1));
        Assert.That(_files.Delete(At("a")), Is.False);
        Assert.That(_files.Rename(At("a"), At("b")), Is.EqualTo(FileOutcome.NoFolder));
        Assert.That(_files.Link(At("a"), At("b"), At("guard")), Is.EqualTo(FileOutcome.NoFolder));
    }

    [Test]
    public void A_name_is_taken_once()
    {
        _files.Create(At("a"), "first"u8, readOnly: true);
        _files.Create(At("b"), "second"u8, readOnly: true);

        Assert.That(_files.RenameNew(At("a"), At("name"), At("guard")), Is.EqualTo(FileOutcome.Done));
        Assert.That(_files.RenameNew(At("b"), At("name"), At("guard")), Is.EqualTo(FileOutcome.Exists));
        Assert.That(_files.RenameNew(At("b"), At("none", "name"), At("guard")), Is.EqualTo(FileOutcome.NoFolder));
        Assert.That(_files.RenameNew(At("a"), At("other"), At("guard")), Is.EqualTo(FileOutcome.NoFolder));
        Assert.That(_files.ReadAll(At("name")), Is.EqualTo("first"u8.ToArray()));
        Assert.That(_files.Stat(At("a")), Is.Null);
        Assert.That(_files.ReadAll(At("b")), Is.EqualTo("second"u8.ToArray()), "who came second keeps its file");
    }

    [Test]
    public void A_path_through_a_file_is_not_there()
    {
        _files.Create(At("a"), "x"u8, readOnly: false);
        Assert.That(_files.Stat(At("a", "b")), Is.Null);
        Assert.That(_files.ReadAll(At("a", "b")), Is.Null);
    }

    [Test]
    public void A_small_file_fills_no_more_than_the_buffer()
    {
        _files.Create(At("a"), "hello"u8, readOnly: false);
        var buffer = new byte[3];
        Assert.That(_files.ReadSmall(At("a"), buffer), Is.EqualTo(3));
        Assert.That(_files.ReadSmall(At("a"), new byte[9]), Is.EqualTo(5));
    }

    [Test]
    public void A_stat_tells_files_from_folders_and_links()
    {
        _files.Create(At("a"), "hello"u8, readOnly: false);
        Directory.CreateDirectory(At("d"));
        File.CreateSymbolicLink(At("l"), At("a"));
        Assert.That(_files.Stat(At("a"))!.Value, Has.Property("IsRegular").True.And.Property("Links").EqualTo(1));
        Assert.That(_files.Stat(At("a"))!.Value.Stamp.Size, Is.EqualTo(5));
        Assert.That(_files.Stat(At("d"))!.Value.IsRegular, Is.False);
        Assert.That(_files.Stat(At("l"))!.Value.IsRegular, Is.False);
    }

    [Test]
    public void A_stamp_is_the_same_by_path_and_by_handle_and_agrees_with_the_frameworks_time()
    {
        _files.Create(At("a"), "hello"u8, readOnly: false);
        using var file = _files.OpenRead(At("a"))!;
        Assert.That(file.Status(), Is.EqualTo(_files.Stat(At("a"))));
        var ticks = File.GetLastWriteTimeUtc(At("a")).Ticks - DateTime.UnixEpoch.Ticks;
        Assert.That(file.Status().Stamp.ModifiedNs / 100, Is.EqualTo(ticks));
    }

    [Test]
    public void Renaming_replaces_and_says_when_the_folder_is_not_there()
    {
        _files.Create(At("a"), "new"u8, readOnly: true);
        _files.Create(At("b"), "old"u8, readOnly: true);
        Assert.That(_files.Rename(At("a"), At("b")), Is.EqualTo(FileOutcome.Done));
        Assert.That(_files.ReadAll(At("b")), Is.EqualTo("new"u8.ToArray()));
        Assert.That(_files.Stat(At("a")), Is.Null);
        Assert.That(_files.Rename(At("b"), At("none", "c")), Is.EqualTo(FileOutcome.NoFolder));
        _files.RenameMakingFolder(At("b"), At("none", "deep", "c"));
        Assert.That(_files.ReadAll(At("none", "deep", "c")), Is.EqualTo("new"u8.ToArray()));
        Assert.That(() => _files.RenameMakingFolder(At("b"), At("x", "c")), Throws.TypeOf<FileNotFoundException>());
    }

    [Test]
    public void A_second_name_appears_once()
    {
        _files.Create(At("a"), "hello"u8, readOnly: true);
        Assert.That(_files.Link(At("a"), At("b"), At("guard")), Is.EqualTo(FileOutcome.Done));
        Assert.That(_files.Link(At("a"), At("b"), At("guard")), Is.EqualTo(FileOutcome.Exists));
        Assert.That(_files.Link(At("a"), At("none", "b"), At("guard")), Is.EqualTo(FileOutcome.NoFolder));
        Assert.That(_files.ReadAll(At("b")), Is.EqualTo("hello"u8.ToArray()));
        Assert.That(_files.Delete(At("b")));
        Assert.That(_files.ReadAll(At("a")), Is.EqualTo("hello"u8.ToArray()));
    }

    [Test]
    public void Of_many_who_give_the_same_second_name_one_succeeds()
    {
        _files.Create(At("a"), "hello"u8, readOnly: true);
        for (var round = 0; round < 20; round++)
        {
            var done = 0;
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
            {
                if (_files.Link(At("a"), At("b"), At("guard")) == FileOutcome.Done) Interlocked.Increment(ref done);
            });
            Assert.That(done, Is.EqualTo(1));
            _files.Delete(At("b"));
        }
    }

    [Test]
    public void A_folder_is_made_inside_another()
    {
        Assert.That(_files.MakeFolder(At("d")), Is.EqualTo(FileOutcome.Done));
        Assert.That(_files.MakeFolder(At("d")), Is.EqualTo(FileOutcome.Exists));
        Assert.That(_files.MakeFolder(At("x", "d")), Is.EqualTo(FileOutcome.NoFolder));
    }

    [Test]
    public void Folders_are_made_with_those_above_them()
    {
        _files.MakeFolders(At("a", "b", "c"));
        _files.MakeFolders(At("a", "b", "c"));
        Assert.That(Directory.Exists(At("a", "b", "c")));
        File.WriteAllText(At("a", "file"), "");
        Assert.That(() => _files.MakeFolders(At("a", "file", "c")), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void A_lock_lets_one_in_at_a_time()
    {
        var (inside, most) = (0, 0);
        Parallel.For(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var held = _files.Lock(At("lock"));
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Interlocked.Decrement(ref inside);
        });
        Assert.That(most, Is.EqualTo(1));
    }

    [Test]
    public void A_sign_of_life_is_seen_until_it_ends_where_there_are_such_signs()
    {
        _files.Create(At("a"), "x"u8, readOnly: true);
        var alive = _files.HoldAlive(At("a"));
        if (portable)
        {
            Assert.That((alive, _files.IsHeld(At("a"))), Is.EqualTo(((IDisposable?)null, (bool?)null)));
            return;
        }
        Assert.That(_files.IsHeld(At("a")), Is.True);
        Assert.That(_files.HoldAlive(At("a")), Is.Null);
        alive!.Dispose();
        Assert.That(_files.IsHeld(At("a")), Is.False);
        Assert.That(_files.IsHeld(At("none")), Is.False);
    }

    [Test]
    public void A_large_file_is_written_and_read_whole()
    {
        var content = new byte[3_000_000];
        new Random(3).NextBytes(content);
        _files.Create(At("a"), content, readOnly: true);
        Assert.That(_files.ReadAll(At("a")).AsSpan().SequenceEqual(content));
    }

    [Test]
    public void Names_beyond_ascii_are_names()
    {
        _files.Create(At("\u00e9\u4e2d\ud83d\ude00"), "x"u8, readOnly: false);
        Assert.That(File.Exists(At("\u00e9\u4e2d\ud83d\ude00")));
        Assert.That(_files.Stat(At("\u00e9\u4e2d\ud83d\ude00")), Is.Not.Null);
    }

    [Test]
    public void A_failure_names_the_path()
    {
        Directory.CreateDirectory(At("d"));
        _files.Create(At("a"), "x"u8, readOnly: false);
        Assert.That(() => _files.Rename(At("a"), At("d")), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        if (!portable) Assert.That(() => _files.Rename(At("a"), At("d")), Throws.TypeOf<IOException>().With.Message.StartsWith($"cannot rename {At("a")}: "));
    }

    [Test]
    public void Flushing_a_folder_is_always_possible() => Assert.That(() => _files.Flush(_folder.Path), Throws.Nothing);
}
