using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining.Elements;

/// <summary>The elements of tasks as a past run had them. Not thread-safe.</summary>
internal sealed class RunElements(Repository repository, RunSide side, Func<TaskId, TaskObject?> definitions) : IElements
{
    private readonly Dictionary<string, Known?> _known = new(StringComparer.Ordinal);

    /// <summary>What the run had of a task's elements; null for a task without.</summary>
    public Known? Of(string task)
    {
        if (!_known.TryGetValue(task, out var known)) _known[task] = known = Read(task);
        return known;
    }

    /// <inheritdoc/>
    public SideTask? Find(string task, string key)
    {
        if (Of(task) is not { } known || known.Find(key) is not { Decision: not Decision.Cancelled } element) return null;
        var found = ElementSide.ElementOf(side.Find(task)!, known.Shape, element.Key, element.Inputs, IsGathered);
        return found with { Id = known.List.Task, Definition = null, Output = element.Output, Reason = found.Reason as Reason.Forced };
    }

    private bool IsGathered(string task) => Of(task) is { Shape: { Over.Count: 1, Names.Count: 0 } };

    private Known? Read(string task)
    {
        if (side.Run.Tasks.FirstOrDefault(t => t.Name == task && RunSide.IsDecided(t)) is not { Task: { } id, Execution: { } execution } record) return null;
        if (definitions(id)?.Scatter is not { } shape) return null;
        // A run that found the result has the elements of the attempt that made it.
        foreach (var (number, attempt) in repository.Executions.Attempts(execution).Reverse())
        {
            if (record.Attempt is { } exact ? number != exact : attempt.Status != AttemptStatus.Ok) continue;
            if (attempt.Elements is { } list && ElementList.TryRead(repository.Objects, list) is { } read) return new(read, shape);
        }
        return null;
    }

    /// <summary>The elements of one task.</summary>
    internal sealed class Known
    {
        private readonly Dictionary<string, Element> _elements = new(StringComparer.Ordinal);

        public Known(ElementList list, TaskScatter shape)
        {
            (List, Shape) = (list, shape);
            foreach (var element in list.Elements) _elements.TryAdd(element.Key, element);
        }

        public ElementList List { get; }

        public TaskScatter Shape { get; }

        /// <summary>The element of a key, or else of a place; null where there is none.</summary>
        public Element? Find(string key) => _elements.GetValueOrDefault(key) ?? List.Find(key);
    }
}
