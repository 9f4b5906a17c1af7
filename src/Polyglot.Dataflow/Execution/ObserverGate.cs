using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>Makes the calls of all tasks to one observer come one at a time. Thread-safe.</summary>
internal sealed class ObserverGate(IRunObserver observer)
{
    private readonly Lock _gate = new();

    public void PlanReady(DataflowPlan plan)
    {
        lock (_gate) observer.PlanReady(plan);
    }

    public void Started(TaskStart start)
    {
        lock (_gate) observer.TaskStarted(start);
    }

    public void Ended(TaskRow row)
    {
        lock (_gate) observer.TaskEnded(row);
    }

    public void RunEnded(RunSummary summary)
    {
        lock (_gate) observer.RunEnded(summary);
    }

    /// <summary>The events of one task.</summary>
    /// <param name="task">Its name.</param>
    /// <param name="finishing">Called when its program has ended and its result is still to be taken.</param>
    public ITaskEvents For(string task, Action finishing) => new TaskGate(this, task, finishing);

    private sealed class TaskGate(ObserverGate owner, string task, Action finishing) : ITaskEvents
    {
        public void Finishing() => finishing();


        public void Output(StreamKind stream, ReadOnlySpan<byte> bytes)
        {
            lock (owner._gate) owner.Observer.TaskOutput(task, stream, bytes);
        }

        public void Log(TaskLogLevel level, string message)
        {
            lock (owner._gate) owner.Observer.TaskLog(task, level, message);
        }

        public void Progress(double? fraction, string message)
        {
            lock (owner._gate) owner.Observer.TaskProgress(task, fraction, message);
        }
    }

    private IRunObserver Observer => observer;
}
