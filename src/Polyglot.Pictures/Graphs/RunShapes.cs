using Polyglot.Store;

namespace Polyglot.Pictures.Graphs;

/// <summary>Finds the shapes that runs recorded.</summary>
public static class RunShapes
{
    /// <summary>The shape of a run's dataflow; null where it recorded none, or where it cannot be read any more.</summary>
    public static DataflowShape? Read(IObjectStore objects, RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(run);
        return run.DataflowId is { } id ? Read(objects, id) : null;
    }

    /// <summary>A shape; null where it cannot be read any more.</summary>
    public static DataflowShape? Read(IObjectStore objects, ObjectId id)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return objects.Read(id) is ObjectRead.Found found ? DataflowShapeCodec.Decode(found.Bytes.Span, id.ToString()).Value : null;
    }
}
