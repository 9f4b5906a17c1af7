using Polyglot.Dataflow.Resolving;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Resolving;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DescribeCacheTests : IDisposable
{
    private static readonly ObjectId _script = Hashing.Object("script"u8);
    private static readonly NamedObject _dependency = new("lib/b.py", Hashing.Object("b"u8));

    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;

    public DescribeCacheTests() => _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));

    private string CacheFile => Path.Combine(_repository.IndexFolder, "scripts.json");

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void What_was_saved_is_read_again()
    {
        var entry = Entry();
        Saved(entry);
        var read = DescribeCache.Load(CacheFile).Find("python\na.py", _script, name => name == _dependency.Name ? _dependency.Id : null)!;
        Assert.That(read.Dependencies, Is.EqualTo(entry.Dependencies));
        Assert.That(read.Functions.Single(), Has.Property("Name").EqualTo("f").And.Property("Output").EqualTo(EastType.Float).And.Property("Problem").EqualTo("none"));
        Assert.That(read.Functions[0].Parameters, Is.EqualTo(entry.Functions[0].Parameters));
    }

    [Test]
    public void An_entry_counts_only_while_the_script_and_all_it_loads_are_the_same()
    {
        Saved(Entry());
        var cache = DescribeCache.Load(CacheFile);
        Assert.That(cache.Find("python\na.py", Hashing.Object("other"u8), _ => _dependency.Id), Is.Null);
        Assert.That(cache.Find("python\na.py", _script, _ => Hashing.Object("other"u8)), Is.Null);
        Assert.That(cache.Find("python\na.py", _script, _ => null), Is.Null, "a file is gone");
        Assert.That(cache.Find("node\na.py", _script, _ => _dependency.Id), Is.Null);
        Assert.That(cache.LastDependencies("python\na.py"), Is.EqualTo(new[] { _dependency }));
    }

    [Test]
    public void Only_the_last_eight_states_of_a_script_are_kept()
    {
        var cache = DescribeCache.Load(CacheFile);
        for (var i = 0; i < 10; i++) cache.Add("k", Entry() with { Script = Hashing.Object([(byte)i]) });
        Assert.That(Enumerable.Range(0, 10).Count(i => cache.Find("k", Hashing.Object([(byte)i]), _ => _dependency.Id) is not null), Is.EqualTo(8));
    }

    [Test]
    public void A_damaged_file_is_an_empty_cache()
    {
        Saved(Entry());
        var bytes = File.ReadAllBytes(CacheFile);
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var damaged = bytes.ToArray();
            for (var j = 0; j < 3; j++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(CacheFile, damaged[..random.Next(damaged.Length)]);
            Assert.That(() => DescribeCache.Load(CacheFile), Throws.Nothing);
        }
        File.WriteAllText(CacheFile, """{ "version": 99 }""");
        Assert.That(DescribeCache.Load(CacheFile).LastDependencies("python\na.py"), Is.Empty);
    }

    private void Saved(DescribedScript entry)
    {
        var cache = DescribeCache.Load(CacheFile);
        cache.Add("python\na.py", entry);
        cache.Save(_repository.Temp);
    }

    private static DescribedScript Entry() => new(_script, [_dependency],
        [new("f", [new("x", EastType.Array(EastType.Float), false), new("y", null, true)], EastType.Float, "none")]);
}
