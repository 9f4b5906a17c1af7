using Polyglot.Dataflow.Planning;

namespace Polyglot.Dataflow.Execution;

/// <summary>Who needs whom, in two flat arrays. A task that needs another twice is listed once. Immutable.</summary>
internal sealed class Dependants
{
    private readonly int[] _starts;
    private readonly int[] _tasks;

    public Dependants(Snapshot snapshot)
    {
        var count = snapshot.Tasks.Count;
        var last = new int[count];
        Array.Fill(last, -1);
        _starts = new int[count + 1];
        foreach (var task in snapshot.Tasks)
            foreach (var source in task.Sources)
                if (source.IsTask && last[source.Index] != task.Index)
                {
                    last[source.Index] = task.Index;
                    _starts[source.Index + 1]++;
                }
        for (var i = 0; i < count; i++) _starts[i + 1] += _starts[i];
        _tasks = new int[_starts[count]];
        Array.Fill(last, -1);
        var next = _starts.AsSpan(0, count).ToArray();
        foreach (var task in snapshot.Tasks)
            foreach (var source in task.Sources)
                if (source.IsTask && last[source.Index] != task.Index)
                {
                    last[source.Index] = task.Index;
                    _tasks[next[source.Index]++] = task.Index;
                }
    }

    /// <summary>The tasks that need this one, in order.</summary>
    public ReadOnlySpan<int> Of(int task) => _tasks.AsSpan(_starts[task].._starts[task + 1]);
}
