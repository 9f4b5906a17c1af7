using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Recording;

/// <summary>
/// Answers a plan's questions from a repository. Large batches are asked side by side. Runs are read newest first and only as far
/// back as a name is looked for. Thread-safe.
/// </summary>
/// <param name="executions">The executions.</param>
/// <param name="objects">The objects.</param>
/// <param name="runs">The runs.</param>
/// <param name="dataflow">Whose runs count.</param>
/// <param name="dropped">Whether an object was removed on purpose; null for never.</param>
/// <param name="uses">What is found is told there, so that no collector takes it; null where nothing will be made of the answers.</param>
internal sealed class RepositoryLookups(
    IExecutionStore executions, IObjectStore objects, IRunStore runs, string dataflow, Func<ObjectId, bool>? dropped = null, Uses? uses = null) : IPlanLookups
{
    private const int Batch = 64;

    private readonly RunHistory _history = new(runs, dataflow);

    public void FindOutputs(ReadOnlySpan<ExecutionId> asked, Span<ObjectId?> outputs)
    {
        using var away = uses?.KeepAway();
        uses?.Tell(asked);
        if (asked.Length < Batch)
        {
            for (var i = 0; i < asked.Length; i++) outputs[i] = executions.Output(asked[i]);
            return;
        }
        var all = asked.ToArray();
        var found = new ObjectId?[all.Length];
        Parallel.For(0, all.Length, i => found[i] = executions.Output(all[i]));
        found.CopyTo(outputs);
    }

    public void FindObjects(ReadOnlySpan<ObjectId> asked, Span<bool> present)
    {
        using var away = uses?.KeepAway();
        uses?.Tell(asked);
        if (asked.Length < Batch)
        {
            for (var i = 0; i < asked.Length; i++) present[i] = objects.Contains(asked[i]);
            return;
        }
        var all = asked.ToArray();
        var found = new bool[all.Length];
        Parallel.For(0, all.Length, i => found[i] = objects.Contains(all[i]));
        found.CopyTo(present);
    }

    public void FindDropped(ReadOnlySpan<ObjectId> asked, Span<bool> answers)
    {
        for (var i = 0; i < asked.Length; i++) answers[i] = dropped?.Invoke(asked[i]) == true;
    }

    public TaskRecord? FindPrevious(string task) => _history.Find(task);

    public TaskObject? FindDefinition(TaskId task)
    {
        var read = objects.Read(ObjectId.Parse(task.ToString()));
        return read is ObjectRead.Found found ? TaskObjectCodec.Decode(found.Bytes.Span, task.ToString()).Value : null;
    }

    public bool HasFailed(ExecutionId execution) => executions.Attempts(execution).Any(a => a.Attempt.Status != AttemptStatus.Ok);
}
