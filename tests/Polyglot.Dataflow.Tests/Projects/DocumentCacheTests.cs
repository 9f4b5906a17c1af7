using System.Text;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Projects;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DocumentCacheTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;
    private readonly DocumentCache _cache;

    public DocumentCacheTests()
    {
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));
        _cache = new(_repository.IndexFolder, _repository.Temp);
    }

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_large_project_reads_the_same_from_the_cache_problems_and_places_included()
    {
        var text = new StringBuilder("name: p\ninputs: { i: { value: { a: [1, 'x', ~, true, 1.5] }, type: Integer } }\ntasks:\n");
        for (var i = 0; i < 2000; i++) text.Append($"  t{i}: {{ runner: r, command: \"cmd {i} ä\", inputs: [i], output: Blob }}\n");
        var file = _folder.Write("polyglot.yaml", text.ToString());
        var bytes = File.ReadAllBytes(file);
        Assert.That(_cache.Find(file, bytes), Is.Null);
        var parsed = ProjectReader.ReadFile(file, _cache).Project!;
        Assert.That(_cache.Find(file, bytes), Is.Not.Null);
        var cached = ProjectReader.ReadFile(file, _cache).Project!;
        Assert.That(cached.Tasks.Select(t => (t.Name, t.Position, t.Program, t.Output, t.Inputs[0])),
            Is.EqualTo(parsed.Tasks.Select(t => (t.Name, t.Position, t.Program, t.Output, t.Inputs[0]))));
        Assert.That(((ValueSource)cached.Inputs[0].Source).Value.Describe(), Is.EqualTo("a mapping"));

        File.WriteAllText(file, text.Replace("t7:", "t 7:").ToString());
        var problems = ProjectReader.ReadFile(file, _cache).Problems;
        Assert.That(ProjectReader.ReadFile(file, _cache).Problems, Is.EqualTo(problems));
        Assert.That(problems.Single().Line, Is.EqualTo(11));
    }

    [Test]
    public void A_damaged_entry_is_no_entry()
    {
        var root = ProjectDocument.Read("a.yaml", "{ a: [1, { b: c }], d: ~ }"u8).Root!;
        var content = Hashing.Object("content"u8);
        var bytes = DocumentCodec.Encode(root, content);
        Assert.That(DocumentCodec.Decode(bytes, content), Is.InstanceOf<MapNode>());
        Assert.That(DocumentCodec.Decode(bytes, Hashing.Object("other"u8)), Is.Null);
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.That(DocumentCodec.Decode(bytes.AsSpan(0, i), content), Is.Null);
            bytes[i] ^= 1;
            Assert.That(DocumentCodec.Decode(bytes, content), Is.Null);
            bytes[i] ^= 1;
        }
    }
}
