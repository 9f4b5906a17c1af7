namespace Polyglot.Bench;

/// <summary>The same chain with a forked copy, and with a fresh process, per task.</summary>
internal static class Isolation
{
    public static async Task RunAsync()
    {
        Console.WriteLine("A chain of additions with a copy of a warm worker per task (targets: 2 ms bare, 15 ms with scikit-learn), and with a fresh process per task");
        await RowAsync("python fork, bare", "python", "plain.py", "fork", 200).ConfigureAwait(false);
        await AlternatingAsync("python fork, bare, every second task", "plain.py", 200).ConfigureAwait(false);
        Baselines.Fork();
        await RowAsync("python fork, scikit-learn loaded", "python", "learn.py", "fork", 60).ConfigureAwait(false);
        await RowAsync("python fresh process", "python", "plain.py", "process", 40).ConfigureAwait(false);
        await RowAsync("node fresh process", "node", "work.mjs", "process", 20).ConfigureAwait(false);
        await RowAsync("julia fresh process", "julia", "work.jl", "process", 8).ConfigureAwait(false);
        Baselines.FreshInterpreters();
    }

    /// <summary>Between two tasks with copies one in a warm worker of another runtime: a copy has that time to be made, as in a run that is not all forks.</summary>
    private static async Task AlternatingAsync(string label, string script, int pairs)
    {
        await using var project = new Project();
        project.AddScript(script);
        project.AddScript("work.mjs");
        project.AddInput("start", 0);
        project.AddInput("one", 1);
        for (var i = 0; i < 2 * pairs; i++)
        {
            var forked = i % 2 == 1;
            project.AddTask($"t{i}", forked ? "python" : "node", forked ? $"{script}#add" : "work.mjs#add", i == 0 ? "start" : $"t{i - 1}", "one");
            if (forked) project.SetIsolation($"t{i}", "fork");
        }
        var timeline = await project.RunAsync().ConfigureAwait(false);
        Figures.Row(label, [.. timeline.Steps(2 * 10).Where((_, step) => step % 2 == 0)]);
    }

    private static async Task RowAsync(string label, string runner, string script, string isolation, int tasks)
    {
        await using var project = new Project();
        project.AddScript(script);
        project.AddInput("start", 0);
        project.AddInput("one", 1);
        for (var i = 0; i < tasks; i++)
        {
            project.AddTask($"t{i}", runner, $"{script}#add", i == 0 ? "start" : $"t{i - 1}", "one");
            project.SetIsolation($"t{i}", isolation);
        }
        var timeline = await project.RunAsync().ConfigureAwait(false);
        var steps = timeline.Steps(2);
        Figures.Row(label, steps);
        Console.WriteLine($"  {"",-44} {1000 / Figures.Quantile(steps, 0.5):0.0} tasks per second, one at a time");
    }
}
