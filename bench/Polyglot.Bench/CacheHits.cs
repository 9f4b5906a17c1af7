using System.Diagnostics;

namespace Polyglot.Bench;

/// <summary>What finding results costs: a lookup in the store, and a whole run in which everything is found.</summary>
internal static class CacheHits
{
    public static async Task RunAsync()
    {
        Console.WriteLine("Finding results that are there");
        const int tasks = 1000;
        await using var project = new Project();
        project.AddScript("plain.py");
        project.AddInput("start", 0);
        project.AddInput("one", 1);
        for (var i = 0; i < tasks; i++) project.AddTask($"t{i}", "python", "plain.py#add", i == 0 ? "start" : $"t{i - 1}", "one");
        var first = await project.RunAsync().ConfigureAwait(false);

        var executions = first.Ended.Select(e => e.Row.Execution!.Value).ToList();
        var lookups = new List<double>();
        foreach (var execution in executions)
        {
            var began = Stopwatch.GetTimestamp();
            var output = project.Repository.Executions.Output(execution);
            lookups.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (output is null) throw new InvalidOperationException("a recorded execution has no output");
        }
        Figures.Row("one lookup in the store", lookups);
        Baselines.SmallFiles(tasks);

        var runs = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await project.RunAsync().ConfigureAwait(false);
            runs.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        Figures.Row($"a run that finds all {tasks} tasks", runs);
    }
}
