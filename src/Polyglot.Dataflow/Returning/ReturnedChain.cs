using Polyglot.Dataflow.Projects;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>The tasks that returned the dataflow that is run, each within the dataflow of the one before it. Immutable.</summary>
/// <param name="Names">Their names, the task of the project file first; empty for the project's own dataflow.</param>
/// <param name="Executions">Their executions.</param>
/// <param name="Limit">How many there may be.</param>
/// <param name="Root">The place of the first of them in its snapshot.</param>
internal sealed record ReturnedChain(IReadOnlyList<string> Names, IReadOnlyList<ExecutionId> Executions, int Limit, int Root)
{
    /// <summary>The project's own dataflow.</summary>
    public static ReturnedChain None { get; } = new([], [], int.MaxValue, 0);

    /// <summary>The chain with one more task.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="execution">Its execution.</param>
    /// <param name="index">Its place in its snapshot.</param>
    /// <param name="depth">How deep its dataflow may go; null where it does not say.</param>
    public ReturnedChain With(string name, ExecutionId execution, int index, int? depth)
    {
        var limit = Names.Count == 0 ? depth ?? ReturnsClause.DefaultDepth : Math.Min(Limit, Names.Count + (depth ?? ReturnsClause.MaxDepth));
        return new([.. Names, name], [.. Executions, execution], limit, Names.Count == 0 ? index : Root);
    }
}
