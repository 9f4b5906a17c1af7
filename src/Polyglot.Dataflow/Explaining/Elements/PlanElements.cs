using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Scattering;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining.Elements;

/// <summary>The elements of tasks as they are now. Nothing is stored. Not thread-safe.</summary>
internal sealed class PlanElements(Repository repository, PlanResult.Planned planned, PlanSide side) : IElements
{
    private readonly ResolvedSnapshot _resolved = planned.Resolved!;
    private readonly Dictionary<string, Known?> _known = new(StringComparer.Ordinal);

    /// <summary>What is known of a task's elements; null for a task without, and where what it is given is not known.</summary>
    public Known? Of(string task)
    {
        if (!_known.TryGetValue(task, out var known)) _known[task] = known = Expand(task);
        return known;
    }

    /// <inheritdoc/>
    public SideTask? Find(string task, string key)
    {
        if (TaskOf(task) is not { Scatter: { } scatter } || side.Find(task) is not { } whole) return null;
        var known = Of(task);
        if (known is not null && known.IndexOf(key) is null) return null;
        var index = known?.IndexOf(key) ?? 0;
        var element = ElementSide.ElementOf(whole, scatter.Shape, known?.Keys[index] ?? key, known?.Expansion.ObjectsOf(index), IsGathered);
        return element with { Id = scatter.Element, Definition = scatter.Definition, Output = known is null ? null : OutputOf(known.Executions[index]), Reason = element.Reason as Reason.Forced };
    }

    /// <summary>The result of an execution that can be served; null where there is none.</summary>
    public ObjectId? OutputOf(ExecutionId execution) =>
        repository.Executions.Output(execution) is { } output && (repository.Objects.Contains(output) || repository.Dropped.Contains(output)) ? output : null;

    /// <summary>The bytes of what an element is given, which need not be in the store; null for other objects.</summary>
    public ReadOnlyMemory<byte>? Content(ObjectId id)
    {
        foreach (var known in _known.Values.OfType<Known>())
            if (known.Expansion.FileOf(id) is { } bytes) return bytes;
        return null;
    }

    private bool IsGathered(string task) => TaskOf(task) is { Scatter.Shape: { Over.Count: 1, Names.Count: 0 } };

    private SnapshotTask? TaskOf(string task) => _resolved.Snapshot.Tasks.FirstOrDefault(t => t.Name == task);

    private Known? Expand(string name)
    {
        if (TaskOf(name) is not { Scatter: { } scatter } task || side.Find(name) is not { } whole || whole.Inputs.Any(input => input.Id is null)) return null;
        var inputs = whole.Inputs.Select(input => input.Id!.Value).ToArray();
        var (expansion, _, _) = new CollectionReader(_resolved, (_, id) => repository.Objects.Locate(id)).Expand(task, inputs);
        return expansion is null ? null : new(expansion, expansion.Executions(scatter.Element, inputs));
    }

    /// <summary>The elements of one task.</summary>
    internal sealed class Known
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public Known(Expansion expansion, ExecutionId[] executions)
        {
            (Expansion, Executions) = (expansion, executions);
            Keys = [.. Enumerable.Range(0, expansion.Count).Select(expansion.KeyOf)];
            for (var i = 0; i < Keys.Count; i++) _places.TryAdd(Keys[i], i);
        }

        public Expansion Expansion { get; }

        public ExecutionId[] Executions { get; }

        /// <summary>What people know them by, in order.</summary>
        public IReadOnlyList<string> Keys { get; }

        /// <summary>The place of a key, or else of a place (<c>17</c>); null where there is none.</summary>
        public int? IndexOf(string key) =>
            _places.TryGetValue(key, out var place) ? place
            : int.TryParse(key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < Keys.Count ? index
            : null;
    }
}
