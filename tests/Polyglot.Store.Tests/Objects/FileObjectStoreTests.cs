namespace Polyglot.Store.Tests;

[TestFixture(false, TestName = "FileObjectStore by system calls")]
[TestFixture(true, TestName = "FileObjectStore by portable calls")]
public sealed class FileObjectStoreTests(bool portable) : ObjectStoreContract
{
    private StoreFolder _folder = null!;
    private Repository _repository = null!;

    protected override IObjectStore Create()
    {
        _folder = new StoreFolder(portable ? new PortableFileSystem() : null);
        _repository = _folder.Open();
        return _repository.Objects;
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    protected override string NewPath() => _repository.Temp.NextPath();

    protected override void Lose(ObjectId id) => File.Delete(PathOf(id));

    protected override void Corrupt(ObjectId id, byte[] content)
    {
        var path = PathOf(id);
        var later = File.GetLastWriteTimeUtc(path).AddSeconds(1);
        StoreFolder.Overwrite(path, content);
        File.SetLastWriteTimeUtc(path, later);
    }

    [Test]
    public void Objects_lie_where_the_design_says()
    {
        var id = _repository.Objects.Put("hello"u8);
        var hex = id.ToString();
        var expected = Path.Combine(_folder.Path, "objects", hex[..2], hex[2..] + ".beast2");
        Assert.That(_repository.Objects.Locate(id).Path, Is.EqualTo(expected));
        Assert.That(File.Exists(expected));
    }

    [Test]
    public void Objects_are_read_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("modes of POSIX");
            return;
        }
        var adopted = NewPath();
        File.WriteAllText(adopted, "b");
        ObjectId[] ids = [_repository.Objects.Put("a"u8), _repository.Objects.Adopt(adopted), _repository.Objects.Import(new MemoryStream("c"u8.ToArray()))];
        foreach (var id in ids)
            Assert.That(File.GetUnixFileMode(PathOf(id)) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite), Is.EqualTo(UnixFileMode.None));
    }

    [Test]
    public void Nothing_stays_in_the_temporary_space()
    {
        var path = NewPath();
        File.WriteAllText(path, "b");
        _repository.Objects.Put("a"u8);
        _repository.Objects.Adopt(path);
        Assert.That(() => _repository.Objects.Import([], new MemoryStream(3), 7), Throws.TypeOf<StoreException>());
        Assert.That(Directory.EnumerateFiles(_repository.Temp.Folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "owner", "uses.1" }), "its sign of life, and what it uses");
    }

    [Test]
    public void A_symbolic_link_is_adopted_as_a_copy()
    {
        var target = _folder.Write("outside.txt", "hello"u8);
        var path = NewPath();
        File.CreateSymbolicLink(path, target);
        var id = _repository.Objects.Adopt(path);
        Assert.That(new FileInfo(PathOf(id)).LinkTarget, Is.Null);
        File.WriteAllText(target, "HELLO");
        Assert.That(_repository.Objects.Read(id), Is.TypeOf<ObjectRead.Found>());
        Assert.That(Path.Exists(path), Is.False);
    }

    [Test]
    public void A_file_with_another_hard_link_is_adopted_as_a_copy()
    {
        if (portable || !LinuxFileSystem.IsSupported) Assert.Ignore("link counts are only known to the direct system calls");
        var target = _folder.Write("outside.txt", "hello"u8);
        var path = NewPath();
        Assert.That(FileSystem.Current.Link(target, path, path + ".guard"), Is.EqualTo(FileOutcome.Done));
        var id = _repository.Objects.Adopt(path);
        File.WriteAllText(target, "HELLO");
        Assert.That(_repository.Objects.Read(id), Is.TypeOf<ObjectRead.Found>());
    }

    [Test]
    public void Another_process_checks_the_content_at_its_first_use()
    {
        var id = _repository.Objects.Put("hello"u8);
        var path = PathOf(id);
        var times = File.GetLastWriteTimeUtc(path);
        StoreFolder.Overwrite(path, "hellp"u8);
        File.SetLastWriteTimeUtc(path, times);
        var other = _folder.Open();
        Assert.That(other.Objects.Locate(id), Is.TypeOf<ObjectLocation.Damaged>());
        Assert.That(other.Objects.Read(id), Is.TypeOf<ObjectRead.Damaged>());
    }

    [Test]
    public void A_folder_in_an_objects_place_is_damage()
    {
        var id = Hashing.Object("hello"u8);
        Directory.CreateDirectory(PathOf(id));
        Assert.That(_repository.Objects.Contains(id), Is.False);
        Assert.That(_repository.Objects.Locate(id), Is.TypeOf<ObjectLocation.Damaged>().Or.TypeOf<ObjectLocation.Missing>());
    }

    [Test]
    public void Files_that_are_no_objects_are_not_listed()
    {
        var id = _repository.Objects.Put("hello"u8);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(PathOf(id))!, "stray.txt"), "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "objects", "zz"));
        Assert.That(_repository.Objects.List(), Is.EqualTo(new[] { id }));
    }

    private string PathOf(ObjectId id) => new ObjectLayout(Path.Combine(_folder.Path, "objects")).PathOf(id);
}
