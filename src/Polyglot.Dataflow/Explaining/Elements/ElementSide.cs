using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining.Elements;

/// <summary>The elements of the tasks of a dataflow in one state.</summary>
internal interface IElements
{
    /// <summary>An element of a task as a task; null where this state has none of that key.</summary>
    SideTask? Find(string task, string key);
}

/// <summary>A dataflow in one state, with the elements of its tasks: <c>fit[17]</c> beside <c>fit</c>.</summary>
internal sealed class ElementSide(IDataflowSide whole, IElements elements) : IDataflowSide
{
    /// <inheritdoc/>
    public SideTask? Find(string task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var open = task.IndexOf('[', StringComparison.Ordinal);
        return open > 0 && task.EndsWith(']') ? elements.Find(task[..open], task[(open + 1)..^1]) : whole.Find(task);
    }

    /// <summary>
    /// An element as a task of its own. Where the collection is gathered from the same elements of another task, that one is what it comes from.
    /// </summary>
    /// <param name="whole">The task.</param>
    /// <param name="shape">What it takes apart.</param>
    /// <param name="key">The element's.</param>
    /// <param name="parts">What it is given of each input that is taken apart; null where that is not known.</param>
    /// <param name="isGathered">Whether a task gathers what was run for each element of one collection.</param>
    public static SideTask ElementOf(SideTask whole, TaskScatter shape, string key, IReadOnlyList<ObjectId>? parts, Func<string, bool> isGathered)
    {
        var inputs = whole.Inputs.ToArray();
        for (var i = 0; i < shape.Over.Count; i++)
        {
            var input = inputs[shape.Over[i]];
            // The combinations of a matrix have places and no keys.
            var follows = shape.Names.Count == 0 && (!input.IsTask || isGathered(input.Source));
            inputs[shape.Over[i]] = input with { Source = follows ? SnapshotTask.NameOf(input.Source, key) : input.Source, Id = parts?[i] };
        }
        return whole with { Name = SnapshotTask.NameOf(whole.Name, key), Inputs = inputs };
    }
}
