using Polyglot.Testing;
using Polyglot.Testing.Store;

namespace Polyglot.Store.Tests;

public sealed class InMemoryObjectStoreTests : ObjectStoreContract
{
    private readonly List<IDisposable> _made = [];
    private InMemoryObjectStore _store = null!;
    private TempDirectory _folder = null!;
    private int _next;

    protected override IObjectStore Create()
    {
        _store = new InMemoryObjectStore();
        _folder = new TempDirectory();
        _made.AddRange([_store, _folder]);
        return _store;
    }

    protected override string NewPath() => Path.Combine(_folder.Path, $"{_next++}");

    protected override void Lose(ObjectId id) => _store.Lose(id);

    protected override void Corrupt(ObjectId id, byte[] content) => _store.Corrupt(id, content);

    [TearDown]
    public void Remove()
    {
        _made.ForEach(m => m.Dispose());
        _made.Clear();
    }
}
