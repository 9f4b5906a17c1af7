using Polyglot.Cli.Init;
using Polyglot.Cli.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

public sealed class InitTests
{
    [Test]
    public void A_shell_project_runs_at_once()
    {
        using var folder = new TempDirectory();
        var made = PolyglotProcess.Run(folder.Path, "init", "my project", "--template", "shell");
        Assert.That(made.ExitCode, Is.Zero, made.ToString());
        Assert.That(made.Out, Is.EqualTo("  polyglot.yaml\n  data/words.txt\n  .gitignore\nnext: cd 'my project' && polyglot run\n"));
        var project = Path.Combine(folder.Path, "my project");
        Assert.That(PolyglotProcess.Run(project, "run").Out, Does.Contain("2 ran in"));
        Assert.That(File.ReadAllText(Path.Combine(project, "out", "count.txt")), Is.EqualTo("3\n"));
        Assert.That(File.ReadAllText(Path.Combine(project, ".gitignore")), Is.EqualTo(".e3/\n"));
        Assert.That(File.ReadAllText(Path.Combine(project, "polyglot.yaml")), Does.Contain("name: my-project\n"));
    }

    [TestCase("python", "python3")]
    [TestCase("node", "node")]
    [TestCase("julia", "julia")]
    public void A_project_of_each_language_runs_at_once_where_the_language_is(string template, string program)
    {
        using var folder = new TempDirectory();
        if (!PolyglotProcess.Run(folder.Path, "runners", "--output", "json").Json.GetProperty("runners").EnumerateArray().Single(r => r.GetProperty("id").GetString() == template).GetProperty("available").GetBoolean())
            Assert.Ignore($"{program} is not here");
        Assert.That(PolyglotProcess.Run(folder.Path, "init", "--template", template).ExitCode, Is.Zero);
        var run = PolyglotProcess.Run(folder.Path, "run");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(File.ReadAllText(Path.Combine(folder.Path, "out", "shout.txt")), Is.EqualTo("10 SQUARES, THE LARGEST IS 100\n"));
    }

    [Test]
    public void A_chain_across_two_languages_has_one_file_of_each()
    {
        var files = StarterProject.Files("x", [StarterScript.All[0], StarterScript.All[1]]);
        Assert.That(files.Select(f => f.Path), Is.EqualTo(new[] { "polyglot.yaml", "src/squares.py", "src/summary.mjs", ".gitignore" }));
        Assert.That(files[0].Content, Does.Contain("runner: python, function: src/squares.py#squares").And.Contain("runner: node, function: src/summary.mjs#summary"));
    }

    [Test]
    public void A_new_folder_gets_the_languages_that_a_folder_that_is_there_gets()
    {
        using var folder = new TempDirectory();
        var there = Directory.CreateDirectory(Path.Combine(folder.Path, "there")).FullName;
        Assert.That(PolyglotProcess.Run(there, "init").ExitCode, Is.Zero);
        Assert.That(PolyglotProcess.Run(folder.Path, "init", "new").ExitCode, Is.Zero);
        Assert.That(Files(Path.Combine(folder.Path, "new")), Is.EqualTo(Files(there)));

        static IEnumerable<string> Files(string project) =>
            Directory.EnumerateFiles(project, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(project, f)).Order();
    }

    [Test]
    public void Nothing_is_overwritten()
    {
        using var folder = new TempDirectory();
        var file = folder.Write("data/words.txt", "mine\n");
        var refused = PolyglotProcess.Run(folder.Path, "init", "--template", "shell");
        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Error, Does.Contain("nothing was written").And.Contain(file));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Has.Exactly(1).Items);

        folder.Write("polyglot.json", "{}");
        Assert.That(PolyglotProcess.Run(folder.Path, "init").Error, Does.StartWith("error: there is a project here already\n"));
    }

    [Test]
    public void An_ignore_file_is_completed_once()
    {
        using var folder = new TempDirectory();
        var ignore = folder.Write(".gitignore", "bin/");
        PolyglotProcess.Run(folder.Path, "init", "--template", "shell");
        Assert.That(File.ReadAllText(ignore), Is.EqualTo("bin/\n.e3/\n"));
    }
}
