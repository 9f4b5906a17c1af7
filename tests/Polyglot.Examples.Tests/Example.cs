using System.Text.Json;
using Polyglot.Cli.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.Examples.Tests;

/// <summary>A copy of an example's folder, or a project of its own, to run, edit and break.</summary>
internal sealed class Example : IDisposable
{
    private readonly TempDirectory _folder = new();

    private Example()
    {
    }

    public string Folder => _folder.Path;

    /// <summary>A copy of <c>examples/name</c>, without what running it left there.</summary>
    public static Example CopyOf(string name) =>
        Copy(Path.Combine(Repository.Root, "examples", name), path => !path.StartsWith(".e3", StringComparison.Ordinal) && !path.StartsWith("out", StringComparison.Ordinal));

    /// <summary>A copy with everything, results too.</summary>
    public Example Clone() => Copy(Folder, _ => true);

    /// <summary>A project with these files.</summary>
    public static Example Of(params (string Path, string Text)[] files)
    {
        var example = new Example();
        foreach (var (path, text) in files) example._folder.Write(path, text);
        return example;
    }

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    /// <summary>Replaces a text that must be there in a file.</summary>
    public void Edit(string relative, string old, string now)
    {
        var text = File.ReadAllText(PathOf(relative));
        Assert.That(text, Does.Contain(old), relative);
        File.WriteAllText(PathOf(relative), text.Replace(old, now, StringComparison.Ordinal));
    }

    public Finished Polyglot(params string[] arguments) => PolyglotProcess.Run(Folder, arguments);

    /// <summary>A run as JSON; it must succeed.</summary>
    public JsonElement Run()
    {
        var finished = Polyglot("run", "--output", "json");
        Assert.That(finished.ExitCode, Is.Zero, finished.ToString());
        return finished.Json;
    }

    /// <summary>The value of a task, in East's JSON mapping.</summary>
    /// <param name="task">The task.</param>
    /// <param name="run">Whether to run the project first.</param>
    public JsonElement Value(string task, bool run = false)
    {
        if (run) Run();
        var finished = Polyglot("cat", task, "-f", "json");
        Assert.That(finished.ExitCode, Is.Zero, finished.ToString());
        using var document = JsonDocument.Parse(finished.Out);
        return document.RootElement.Clone();
    }

    /// <summary>Names of the tasks with a decision, in order of name.</summary>
    public static string[] Tasks(JsonElement run, string decision) =>
        [.. run.GetProperty("tasks").EnumerateArray().Where(t => t.GetProperty("decision").GetString() == decision).Select(t => t.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];

    public static JsonElement Task(JsonElement run, string name) => run.GetProperty("tasks").EnumerateArray().Single(t => t.GetProperty("name").GetString() == name);

    public void Dispose() => _folder.Dispose();

    private static Example Copy(string source, Predicate<string> take)
    {
        var example = new Example();
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            if (!take(relative)) continue;
            var target = example.PathOf(relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return example;
    }
}
