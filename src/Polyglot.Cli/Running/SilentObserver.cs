using Polyglot.Dataflow;
using Polyglot.Dataflow.Planning;
using Polyglot.Runners;

namespace Polyglot.Cli.Running;

/// <summary>Shows nothing while a run goes on: for <c>--quiet</c> and <c>--output json</c>.</summary>
internal sealed class SilentObserver : IRunObserver
{
    public void PlanReady(DataflowPlan plan)
    {
    }

    public void TaskStarted(TaskStart start)
    {
    }

    public void TaskProgress(string task, double? fraction, string message)
    {
    }

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes)
    {
    }

    public void TaskLog(string task, TaskLogLevel level, string message)
    {
    }

    public void TaskEnded(TaskRow row)
    {
    }

    public void RunEnded(RunSummary summary)
    {
    }
}
