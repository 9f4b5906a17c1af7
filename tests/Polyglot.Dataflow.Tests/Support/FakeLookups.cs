using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Support;

/// <summary>A repository in dictionaries that notes every question, so that a test can see what was not asked.</summary>
internal sealed class FakeLookups : IPlanLookups
{
    public Dictionary<ExecutionId, ObjectId> Outputs { get; } = [];

    public HashSet<ObjectId> Objects { get; } = [];

    public HashSet<ObjectId> Dropped { get; } = [];

    public Dictionary<string, TaskRecord> Previous { get; } = [];

    public Dictionary<TaskId, TaskObject> Definitions { get; } = [];

    public HashSet<ExecutionId> Failures { get; } = [];

    public List<int> OutputBatches { get; } = [];

    public List<string> AskedPrevious { get; } = [];

    public List<TaskId> AskedDefinitions { get; } = [];

    public int AskedObjects { get; private set; }

    public int AskedFailures { get; private set; }

    public void FindOutputs(ReadOnlySpan<ExecutionId> asked, Span<ObjectId?> outputs)
    {
        OutputBatches.Add(asked.Length);
        for (var i = 0; i < asked.Length; i++) outputs[i] = Outputs.TryGetValue(asked[i], out var id) ? id : null;
    }

    public void FindObjects(ReadOnlySpan<ObjectId> asked, Span<bool> present)
    {
        AskedObjects += asked.Length;
        for (var i = 0; i < asked.Length; i++) present[i] = Objects.Contains(asked[i]);
    }

    public void FindDropped(ReadOnlySpan<ObjectId> asked, Span<bool> dropped)
    {
        for (var i = 0; i < asked.Length; i++) dropped[i] = Dropped.Contains(asked[i]);
    }

    public TaskRecord? FindPrevious(string task)
    {
        AskedPrevious.Add(task);
        return Previous.GetValueOrDefault(task);
    }

    public TaskObject? FindDefinition(TaskId task)
    {
        AskedDefinitions.Add(task);
        return Definitions.GetValueOrDefault(task);
    }

    public bool HasFailed(ExecutionId execution)
    {
        AskedFailures++;
        return Failures.Contains(execution);
    }

    /// <summary>Records that every task of the snapshot ran; a task's output is named after its execution.</summary>
    public FakeLookups Ran(Snapshot snapshot, Decision decision = Decision.Ran)
    {
        var outputs = new ObjectId[snapshot.Tasks.Count];
        foreach (var task in snapshot.Tasks)
        {
            var inputs = task.Sources.Select(s => s.IsTask ? outputs[s.Index] : snapshot.Inputs[s.Index].Id).ToArray();
            var execution = Hashing.Execution(task.Id, inputs);
            outputs[task.Index] = TestDataflow.Id(execution.ToString());
            Outputs[execution] = outputs[task.Index];
            Objects.Add(outputs[task.Index]);
            Definitions[task.Id] = task.Definition;
            Previous[task.Name] = new()
            {
                Name = task.Name,
                Task = task.Id,
                Execution = execution,
                Inputs = task.InputNames.Zip(inputs, (n, id) => new NamedObject(n, id)).ToArray(),
                Files = task.Files,
                Decision = decision,
                Output = decision == Decision.Failed ? null : outputs[task.Index],
                StartedAt = default,
                EndedAt = default,
            };
        }
        return this;
    }
}
