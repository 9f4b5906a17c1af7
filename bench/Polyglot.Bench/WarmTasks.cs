namespace Polyglot.Bench;

/// <summary>What a task costs in a warm worker, from ready to recorded in the store, over its own work.</summary>
internal static class WarmTasks
{
    private const int Tasks = 1300;
    private const int WarmUp = 300;

    public static async Task RunAsync()
    {
        Console.WriteLine($"A chain of {Tasks} additions in one warm worker: from one task's end to the next one's, recorded in the store (targets: median 0.6 ms, p99 3 ms)");
        foreach (var (runner, script) in new[] { ("python", "plain.py"), ("node", "work.mjs"), ("julia", "work.jl") })
        {
            await using var project = new Project();
            project.AddScript(script);
            project.AddInput("start", 0);
            project.AddInput("one", 1);
            for (var i = 0; i < Tasks; i++) project.AddTask($"t{i}", runner, $"{script}#add", i == 0 ? "start" : $"t{i - 1}", "one");
            var timeline = await project.RunAsync().ConfigureAwait(false);
            Figures.Row(runner, timeline.Steps(WarmUp));
        }
        Baselines.FreshInterpreters();
    }
}
