namespace Polyglot.Store.Tests;

/// <summary>What every object store does, whatever it is made of.</summary>
public abstract class ObjectStoreContract
{
    private IObjectStore _store = null!;

    /// <summary>A fresh, empty store.</summary>
    protected abstract IObjectStore Create();

    /// <summary>A path for a file that the store may adopt.</summary>
    protected abstract string NewPath();

    /// <summary>Removes an object behind the store's back.</summary>
    protected abstract void Lose(ObjectId id);

    /// <summary>Changes an object's bytes behind the store's back.</summary>
    protected abstract void Corrupt(ObjectId id, byte[] content);

    [SetUp]
    public void CreateStore() => _store = Create();

    [Test]
    public void What_is_put_can_be_read()
    {
        var id = _store.Put("hello"u8);
        Assert.That(id, Is.EqualTo(Hashing.Object("hello"u8)));
        Assert.That(_store.Contains(id));
        Assert.That(Text(_store.Read(id)), Is.EqualTo("hello"));
        Assert.That(_store.Read(id).Problem, Is.Null);
    }

    [Test]
    public void The_empty_object_is_an_object()
    {
        var id = _store.Put([]);
        Assert.That(_store.Contains(id));
        Assert.That(Text(_store.Read(id)), Is.Empty);
        Assert.That(((ObjectLocation.Found)_store.Locate(id)).Size, Is.Zero);
    }

    [Test]
    public void Putting_the_same_bytes_twice_gives_one_object()
    {
        var id = _store.Put("hello"u8);
        Assert.That(_store.Put("hello"u8), Is.EqualTo(id));
        Assert.That(_store.List(), Is.EqualTo(new[] { id }));
    }

    [Test]
    public void What_was_never_put_is_missing()
    {
        var id = Hashing.Object("nothing"u8);
        Assert.That(_store.Contains(id), Is.False);
        Assert.That(_store.Read(id), Is.TypeOf<ObjectRead.Missing>().With.Property("Id").EqualTo(id));
        Assert.That(_store.Locate(id), Is.TypeOf<ObjectLocation.Missing>().With.Property("Id").EqualTo(id));
        Assert.That(_store.Locate(id).Problem, Does.Contain(id.Abbreviated()).And.Contain("missing"));
    }

    [Test]
    public void A_located_object_is_a_file_with_its_bytes()
    {
        var id = _store.Put("hello"u8);
        var found = (ObjectLocation.Found)_store.Locate(id);
        Assert.That(File.ReadAllText(found.Path), Is.EqualTo("hello"));
        Assert.That(found.Size, Is.EqualTo(5));
        Assert.That(_store.Locate(id), Is.EqualTo(found));
    }

    [Test]
    public void An_adopted_file_becomes_an_object_and_is_gone()
    {
        var path = NewPath();
        File.WriteAllText(path, "hello");
        var id = _store.Adopt(path);
        Assert.That(id, Is.EqualTo(Hashing.Object("hello"u8)));
        Assert.That(File.Exists(path), Is.False);
        Assert.That(Text(_store.Read(id)), Is.EqualTo("hello"));
    }

    [Test]
    public void An_adopted_file_of_a_known_id_becomes_an_object_and_is_gone()
    {
        var path = NewPath();
        File.WriteAllText(path, "hello");
        var id = Hashing.Object("hello"u8);
        _store.Adopt(path, id);
        Assert.That(File.Exists(path), Is.False);
        Assert.That(Text(_store.Read(id)), Is.EqualTo("hello"));
    }

    [Test]
    public void A_file_that_is_an_object_already_is_adopted_too()
    {
        var id = _store.Put("hello"u8);
        var path = NewPath();
        File.WriteAllText(path, "hello");
        Assert.That(_store.Adopt(path), Is.EqualTo(id));
        Assert.That(File.Exists(path), Is.False);
        Assert.That(Text(_store.Read(id)), Is.EqualTo("hello"));
    }

    [Test]
    public void A_file_that_is_not_there_cannot_be_adopted() =>
        Assert.That(() => _store.Adopt(NewPath()), Throws.TypeOf<FileNotFoundException>());

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(128 * 1024 - 1)]
    [TestCase(128 * 1024)]
    [TestCase(128 * 1024 + 1)]
    [TestCase(1_000_000)]
    public void Every_way_in_gives_the_same_object(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var id = Hashing.Object(content);
        var path = NewPath();
        File.WriteAllBytes(path, content);

        Assert.That(_store.Import(new Trickle(content)), Is.EqualTo(id));
        Assert.That(_store.Import(content.AsSpan(0, size / 3), new Trickle(content[(size / 3)..]), size - size / 3), Is.EqualTo(id));
        Assert.That(_store.Adopt(path), Is.EqualTo(id));
        Assert.That(_store.Put(content), Is.EqualTo(id));
        Assert.That(((ObjectRead.Found)_store.Read(id)).Bytes.ToArray(), Is.EqualTo(content));
    }

    [TestCase(4)]
    [TestCase(6)]
    public void An_import_of_another_length_than_announced_is_refused_and_leaves_nothing(int announced)
    {
        Assert.That(() => _store.Import("<"u8, new MemoryStream("hello"u8.ToArray()), announced),
            Throws.TypeOf<StoreException>().With.Property("Error").EqualTo(StoreError.ContentChanged));
        Assert.That(_store.List(), Is.Empty);
    }

    [Test]
    public void A_lost_object_is_missing_although_it_was_there()
    {
        var id = _store.Put("hello"u8);
        _store.Locate(id);
        Lose(id);
        Assert.That(_store.Contains(id), Is.False);
        Assert.That(_store.Locate(id), Is.TypeOf<ObjectLocation.Missing>());
        Assert.That(_store.Read(id), Is.TypeOf<ObjectRead.Missing>());
    }

    [TestCase("hellp")]
    [TestCase("hell")]
    [TestCase("hello!")]
    [TestCase("")]
    public void A_damaged_object_is_named_and_never_served(string content)
    {
        var id = _store.Put("hello"u8);
        Assert.That(_store.Locate(id), Is.TypeOf<ObjectLocation.Found>());
        Corrupt(id, System.Text.Encoding.UTF8.GetBytes(content));
        Assert.That(_store.Locate(id), Is.TypeOf<ObjectLocation.Damaged>().With.Property("Id").EqualTo(id));
        Assert.That(_store.Read(id), Is.TypeOf<ObjectRead.Damaged>().With.Property("Id").EqualTo(id));
        Assert.That(_store.Locate(id).Problem, Does.Contain(id.Abbreviated()).And.Contain(_store.Locate(id).Path));
    }

    [Test]
    public void Putting_a_damaged_object_again_heals_it()
    {
        var id = _store.Put("hello"u8);
        Corrupt(id, "hellp"u8.ToArray());
        Assert.That(_store.Put("hello"u8), Is.EqualTo(id));
        Assert.That(Text(_store.Read(id)), Is.EqualTo("hello"));
    }

    [Test]
    public void An_abbreviated_id_stands_for_the_objects_that_begin_with_it()
    {
        var ids = Enumerable.Range(0, 40).Select(i => _store.Put(BitConverter.GetBytes(i))).Order().ToList();
        var first = ids[0].ToString();

        Assert.That(_store.Resolve(first), Is.EqualTo(new PrefixMatch.Unique(ids[0])));
        Assert.That(_store.Resolve(first[..20]), Is.EqualTo(new PrefixMatch.Unique(ids[0])));
        var crowded = ids.GroupBy(i => i.ToString()[0]).First(g => g.Count() > 1);
        Assert.That(((PrefixMatch.Ambiguous)_store.Resolve(crowded.Key.ToString())).Ids, Is.EqualTo(crowded));
        Assert.That(_store.Resolve(Hashing.Object("none"u8).ToString()), Is.TypeOf<PrefixMatch.None>());
    }

    [TestCase("")]
    [TestCase("XY")]
    [TestCase("AB")]
    [TestCase("../../x")]
    [TestCase("..")]
    public void A_prefix_that_is_none_is_said_to_be_malformed(string prefix) => Assert.That(_store.Resolve(prefix), Is.TypeOf<PrefixMatch.Malformed>());

    [Test]
    public void Many_threads_may_put_the_same_and_different_objects()
    {
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var content = BitConverter.GetBytes(i % 20);
            var id = _store.Put(content);
            Assert.That(((ObjectRead.Found)_store.Read(id)).Bytes.ToArray(), Is.EqualTo(content));
        });
        Assert.That(_store.List().Count(), Is.EqualTo(20));
    }

    private static string Text(ObjectRead read) => System.Text.Encoding.UTF8.GetString(((ObjectRead.Found)read).Bytes.Span);

    /// <summary>A stream that gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        private int _turn;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (_turn++ * 7919 % 50_000)));
    }
}
