using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Recording;

/// <summary>
/// Answers a plan's questions from a repository. Large batches are asked side by side. Runs are read newest first and only as far
/// back as a name is looked for. Thread-safe.
/// </summary>
internal sealed class RepositoryLookups(Repository repository, string dataflow) : IPlanLookups
{
    private const int Batch = 256;

    private readonly RunHistory _history = new(repository.Runs, dataflow);

    public void FindOutputs(ReadOnlySpan<ExecutionId> executions, Span<ObjectId?> outputs)
    {
        if (executions.Length < Batch)
        {
            for (var i = 0; i < executions.Length; i++) outputs[i] = repository.Executions.Output(executions[i]);
            return;
        }
        var asked = executions.ToArray();
        var found = new ObjectId?[asked.Length];
        Parallel.For(0, asked.Length, i => found[i] = repository.Executions.Output(asked[i]));
        found.CopyTo(outputs);
    }

    public void FindObjects(ReadOnlySpan<ObjectId> objects, Span<bool> present)
    {
        if (objects.Length < Batch)
        {
            for (var i = 0; i < objects.Length; i++) present[i] = repository.Objects.Contains(objects[i]);
            return;
        }
        var asked = objects.ToArray();
        var found = new bool[asked.Length];
        Parallel.For(0, asked.Length, i => found[i] = repository.Objects.Contains(asked[i]));
        found.CopyTo(present);
    }

    public TaskRecord? FindPrevious(string task) => _history.Find(task);

    public TaskObject? FindDefinition(TaskId task)
    {
        var read = repository.Objects.Read(ObjectId.Parse(task.ToString()));
        return read is ObjectRead.Found found ? TaskObjectCodec.Decode(found.Bytes.Span, task.ToString()).Value : null;
    }

    public bool HasFailed(ExecutionId execution) => repository.Executions.Attempts(execution).Any(a => a.Attempt.Status != AttemptStatus.Ok);
}
