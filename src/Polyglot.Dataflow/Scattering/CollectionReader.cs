using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Scattering;

/// <summary>
/// Reads the collections that tasks are run over: from the store, or, where a plan is made of an input that was never imported, from its file. Thread-safe.
/// </summary>
/// <param name="snapshot">The inputs.</param>
/// <param name="locate">Where an object is.</param>
internal sealed class CollectionReader(ResolvedSnapshot snapshot, Func<GraphSource, ObjectId, ObjectLocation> locate)
{
    /// <summary>Every element of a task whose inputs are known.</summary>
    /// <returns>The elements, or the input that cannot be read (−1 for none) and what is wrong.</returns>
    public (Expansion? Expansion, int Input, string? Problem) Expand(SnapshotTask task, IReadOnlyList<ObjectId> inputs)
    {
        var axes = new List<Collection>();
        foreach (var place in task.Scatter!.Shape.Over)
        {
            var type = task.Definition.InputTypes[place];
            var (value, problem) = Read(task.Sources[place], inputs[place], type);
            if (value is null) return (null, place, problem);
            axes.Add(Collection.Of(type, value));
        }
        var (expansion, refused) = Expansion.Of(task.Scatter.Shape, axes);
        return (expansion, -1, refused);
    }

    private (object? Value, string? Problem) Read(GraphSource source, ObjectId id, EastType type)
    {
        if (locate(source, id) is not ObjectLocation.Found found) return ReadInput(source, type, locate(source, id).Problem!);
        using var file = new FileStream(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return ValueFile.Read(found.Path, file, type, FileFormat.Beast2);
    }

    private (object? Value, string? Problem) ReadInput(GraphSource source, EastType type, string problem)
    {
        if (source.IsTask) return (null, problem);
        var content = snapshot.Inputs[source.Index];
        if (content.Bytes is { } bytes) return Beast2.Decode(bytes, type) is { IsSuccess: true } decoded ? (decoded.Value, null) : (null, problem);
        if (content.File is null) return (null, problem);
        try
        {
            using var file = new FileStream(content.File!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return ValueFile.Read(content.File!, file, type, content.Format);
        }
        catch (IOException e)
        {
            return (null, ValueMessages.Unreadable(content.File!, e.Message));
        }
    }
}
