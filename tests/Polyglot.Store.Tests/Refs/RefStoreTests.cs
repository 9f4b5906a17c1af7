using Polyglot.Testing.Store;

namespace Polyglot.Store.Tests;

public sealed class InMemoryRefStoreTests : RefStoreContract
{
    protected override IRefStore Create() => new InMemoryRefStore();
}
