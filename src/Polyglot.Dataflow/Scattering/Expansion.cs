using System.Buffers;
using System.Globalization;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Scattering;

/// <summary>
/// Every element that a task is run for: one for each of a single collection, or every combination of several, the last one changing fastest.
/// Holds the collections and 32 bytes for each of their elements. Thread-safe.
/// </summary>
internal sealed class Expansion
{
    /// <summary>More elements than this are refused.</summary>
    public const int MaxElements = 1_000_000;

    private readonly TaskScatter _shape;
    private readonly IReadOnlyList<Collection> _axes;
    private readonly ObjectId[][] _ids;

    private Expansion(TaskScatter shape, IReadOnlyList<Collection> axes, ObjectId[][] ids, int count) => (_shape, _axes, _ids, Count) = (shape, axes, ids, count);

    /// <summary>How many elements.</summary>
    public int Count { get; }

    /// <summary>Takes collections apart; the problem says why that cannot be.</summary>
    public static (Expansion? Expansion, string? Problem) Of(TaskScatter shape, IReadOnlyList<Collection> axes)
    {
        var count = axes.Aggregate(1L, (product, axis) => Math.Min(product * axis.Count, MaxElements + 1L));
        if (count > MaxElements) return (null, ScatterMessages.TooMany(MaxElements));
        try
        {
            var ids = axes.Select(axis => Enumerable.Range(0, count == 0 ? 0 : axis.Count).Select(axis.IdOf).ToArray()).ToArray();
            return (new(shape, axes, ids, (int)count), null);
        }
        catch (EncodeException e)
        {
            return (null, ScatterMessages.NotAnElement(e.Message));
        }
    }

    /// <summary>What people know an element by.</summary>
    public string KeyOf(int index) => _axes.Count == 1 ? _axes[0].KeyOf(index) : index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The objects of an element, in the order of the inputs taken apart.</summary>
    public ObjectId[] ObjectsOf(int index)
    {
        var objects = new ObjectId[_axes.Count];
        for (var axis = 0; axis < objects.Length; axis++) objects[axis] = _ids[axis][PlaceOf(index, axis)];
        return objects;
    }

    /// <summary>The inputs of an element's execution.</summary>
    /// <param name="index">Which.</param>
    /// <param name="whole">The inputs of the task.</param>
    public ObjectId[] InputsOf(int index, IReadOnlyList<ObjectId> whole)
    {
        var inputs = whole.ToArray();
        for (var axis = 0; axis < _axes.Count; axis++) inputs[_shape.Over[axis]] = _ids[axis][PlaceOf(index, axis)];
        return inputs;
    }

    /// <summary>The file of an object that is part of an element; null where it is none.</summary>
    public byte[]? FileOf(ObjectId id)
    {
        for (var axis = 0; axis < _axes.Count; axis++)
            if (Array.IndexOf(_ids[axis], id) is >= 0 and var place) return _axes[axis].FileOf(place);
        return null;
    }

    /// <summary>The executions of all elements, in order.</summary>
    public ExecutionId[] Executions(TaskId element, IReadOnlyList<ObjectId> whole)
    {
        var executions = new ExecutionId[Count];
        for (var i = 0; i < Count; i++) executions[i] = Hashing.Execution(element, InputsOf(i, whole));
        return executions;
    }

    /// <summary>Stores the objects of an element that are not there.</summary>
    public void Store(int index, IObjectStore objects, Action<ObjectId> hold)
    {
        for (var axis = 0; axis < _axes.Count; axis++)
        {
            var place = PlaceOf(index, axis);
            hold(_ids[axis][place]);
            if (objects.Locate(_ids[axis][place]) is not ObjectLocation.Found) objects.Put(_axes[axis].FileOf(place));
        }
    }

    /// <summary>Writes what stands before an element's result in the gathered value: the key of a Dict, the parameters of a combination.</summary>
    public void WriteBefore(int index, IBufferWriter<byte> to, EastType gathered)
    {
        if (gathered is DictType) _axes[0].WriteKey(to, index);
        else if (_shape.Names.Count > 0)
            for (var axis = 0; axis < _axes.Count; axis++) _axes[axis].WriteElement(to, PlaceOf(index, axis));
    }

    private int PlaceOf(int index, int axis)
    {
        for (var later = _axes.Count - 1; later > axis; later--) index /= _axes[later].Count;
        return index % _axes[axis].Count;
    }
}
