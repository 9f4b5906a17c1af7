using System.Collections.Concurrent;
using System.Text;
using Polyglot.Dataflow.Execution;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Support;

/// <summary>Runs tasks by computing a text of their name and inputs; a test can hold them, make them fail, and see what ran.</summary>
internal sealed class FakeExecutor(IObjectStore objects) : IExecutor
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _started = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();
    private int _running;

    /// <summary>The tasks that were begun, in order.</summary>
    public ConcurrentQueue<string> Ran { get; } = new();

    /// <summary>The executions that were begun.</summary>
    public ConcurrentQueue<ExecutionId> Executions { get; } = new();

    /// <summary>The most tasks that ran at once.</summary>
    public int Peak { get; private set; }

    /// <summary>What a task's output is made of; by default its name, program and inputs.</summary>
    public Func<ExecutionRequest, string> Compute { get; set; } = request =>
        $"{request.Task.Id} {string.Join(' ', request.Inputs)}";

    /// <summary>Asked first; null computes.</summary>
    public Func<ExecutionRequest, int, ExecutionOutcome?> Decide { get; set; } = (_, _) => null;

    /// <summary>Tasks say at once that their programs have ended.</summary>
    public bool IsFinishing { get; set; }

    /// <summary>The task waits until it is released, stopped or killed.</summary>
    public void Hold(string task) => _held[task] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release(string task) => _held[task].TrySetResult();

    /// <summary>Completes when the task has begun.</summary>
    public Task Started(string task) => Source(task).Task.WaitAsync(TimeSpan.FromSeconds(20));

    public async Task<ExecutionOutcome> ExecuteAsync(ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill)
    {
        lock (Ran)
        {
            _running++;
            Peak = Math.Max(Peak, _running);
        }
        try
        {
            foreach (var (input, index) in request.Inputs.Select((id, i) => (id, i)))
                if (request.Task.Sources[index].IsTask && objects.Locate(input) is not ObjectLocation.Found)
                    return new ExecutionOutcome.InputLost(index, "lost");
            var tries = Ran.Count(name => name == request.Task.Name);
            Ran.Enqueue(request.Task.Name);
            Executions.Enqueue(request.Execution);
            Source(request.Task.Name).TrySetResult();
            events.Progress(0.5, "half");
            if (IsFinishing) events.Finishing();
            if (_held.TryGetValue(request.Task.Name, out var held))
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, kill);
                await Task.WhenAny(held.Task, Task.Delay(Timeout.Infinite, both.Token)).ConfigureAwait(false);
                if (!held.Task.IsCompleted) return Ended(AttemptStatus.Cancelled);
            }
            if (Decide(request, tries) is { } decided) return decided;
            return new ExecutionOutcome.Ended(Attempt(AttemptStatus.Ok) with { Output = objects.Put(Encoding.UTF8.GetBytes(Compute(request))) });
        }
        finally
        {
            lock (Ran) _running--;
        }
    }

    public static ExecutionOutcome.Ended Ended(AttemptStatus status, bool retryable = false) => new(Attempt(status) with
    {
        Error = new()
        {
            Side = status == AttemptStatus.Failed ? ErrorSide.Task : ErrorSide.Runner,
            Code = "user_error",
            Summary = "no luck",
            Retryable = retryable,
        },
    });

    private static Attempt Attempt(AttemptStatus status) => new() { Status = status, StartedAt = default, EndedAt = default, Runner = "python" };

    private TaskCompletionSource Source(string task) => _started.GetOrAdd(task, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
