using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Scattering;

/// <summary>Says how many elements of a task would run. Reads the collections; writes nothing.</summary>
internal sealed class ScatterCounter(CollectionReader collections, IPlanLookups lookups)
{
    /// <summary>The count; null where a collection cannot be read now.</summary>
    /// <param name="task">A task that must run.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="isForced">What is on record does not count.</param>
    public PlannedElements? Count(SnapshotTask task, IReadOnlyList<ObjectId> inputs, bool isForced)
    {
        var (expansion, _, _) = collections.Expand(task, inputs);
        if (expansion is null) return null;
        if (isForced) return new(expansion.Count, expansion.Count);
        var outputs = new ObjectId?[expansion.Count];
        lookups.FindOutputs(expansion.Executions(task.Scatter!.Element, inputs), outputs);
        var found = outputs.OfType<ObjectId>().ToArray();
        var present = new bool[found.Length];
        if (found.Length > 0) lookups.FindObjects(found, present);
        return new(expansion.Count - present.Count(p => p), expansion.Count);
    }
}
