using Polyglot.Testing.Store;

namespace Polyglot.Store.Tests;

public sealed class InMemoryExecutionStoreTests : ExecutionStoreContract
{
    protected override IExecutionStore Create() => new InMemoryExecutionStore();

    protected override void LetTimePass()
    {
    }
}
