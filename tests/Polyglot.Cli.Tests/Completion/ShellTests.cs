using System.Diagnostics;
using Polyglot.Cli.Tests.Support;
using Polyglot.Cli.Verbs.Completion;

namespace Polyglot.Cli.Tests.Completion;

/// <summary>The scripts in the shells they are for, where those are installed.</summary>
public sealed class ShellTests
{
    [Test]
    public void Names_are_completed_as_they_are_now()
    {
        using var project = ShellProject.Words();
        Assert.That(Lines(project, "log", ""), Is.EqualTo(new[] { "sorted\ttask, shell", "count\ttask, shell" }));
        Assert.That(Lines(project, "report", ""), Is.Empty);
        Assert.That(Directory.Exists(project.PathOf(".e3")), Is.False, "asking makes nothing");
        project.Polyglot("run");
        project.Polyglot("tag", "v1");
        Assert.That(Lines(project, "report", "").Select(line => line.Split('\t')[0]), Has.Exactly(1).EqualTo("v1").And.Exactly(1).EqualTo("last").And.Exactly(1).Matches("^[0-9]{8}-"));
        Assert.That(Lines(project, "cat", "words/"), Is.EqualTo(new[] { "words/count\tref", ":files" }));
        Assert.That(Lines(project, "run", "out"), Is.EqualTo(new[] { "out/count.txt\toutput, count", ":files" }));
        project.Write("polyglot.yaml", "not: [a project");
        Assert.That(Lines(project, "log", ""), Is.Empty, "nothing is said of what is wrong");
    }

    [Test]
    public void Bash_completes()
    {
        using var project = ShellProject.Words();
        Assert.That(Bash(project, "polyglot", "log", "s"), Is.EqualTo("sorted"));
        Assert.That(Bash(project, "polyglot", "run", "--force", "=", "c"), Is.EqualTo("count"), "as bash takes it apart");
        Assert.That(Bash(project, "polyglot", "completion", "p"), Is.EqualTo("powershell"));
        Assert.That(Bash(project, "polyglot", "run", "polyg"), Is.EqualTo("polyglot.yaml"));
    }

    [Test]
    public void Fish_completes()
    {
        using var project = ShellProject.Words();
        var script = project.Write("polyglot.fish", CompletionVerb.Script("fish"));
        var text = Shell(project, "fish", "--no-config", "-c", $"source {script}; complete -C 'polyglot log s'");
        Assert.That(text, Is.EqualTo("sorted\ttask, shell\n"));
    }

    [Test]
    public void Zsh_reads_the_script()
    {
        using var project = ShellProject.Words();
        var script = project.Write("polyglot.zsh", CompletionVerb.Script("zsh"));
        // What the line editor would be given, shown instead.
        var text = Shell(project, "zsh", "-f", "-c", $"compdef() {{ }}; _describe() {{ print -l -- ${{(P)3}} }}; _files() {{ print files }}; source {script}; words=(polyglot cat s); CURRENT=3; _polyglot");
        Assert.That(text, Is.EqualTo("sorted:task, shell\nfiles\n"));
    }

    [TestCase("bash")]
    [TestCase("zsh")]
    [TestCase("fish")]
    [TestCase("powershell")]
    public void Scripts_are_printed(string shell)
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("completion", shell).Out, Is.EqualTo(CompletionVerb.Script(shell)).And.Contain("complete -- "));
        Assert.That(project.Polyglot("completion", shell, "--output", "json").Json.GetProperty("shell").GetString(), Is.EqualTo(shell));
        Assert.That(project.Polyglot("completion", "bsh").Error, Does.StartWith("error: there is no completion for the shell `bsh`; did you mean `bash`?\n"));
    }

    private static string[] Lines(ShellProject project, params string[] words)
    {
        var result = project.Polyglot(["complete", "--", .. words]);
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
        return result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Bash(ShellProject project, params string[] words)
    {
        var script = project.Write("completion.bash", CompletionVerb.Script("bash"));
        var line = string.Join(' ', words.Select(word => $"'{word}'"));
        return Shell(project, "bash", "--norc", "-c", $"source {script}; COMP_WORDBREAKS=' ='; COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _polyglot; echo \"${{COMPREPLY[@]}}\"").TrimEnd('\n');
    }

    private static string Shell(ShellProject project, string shell, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(shell)) { WorkingDirectory = project.Folder, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in PolyglotProcess.Environment()) start.Environment[name] = value;
        start.Environment["PATH"] = $"{Path.GetDirectoryName(PolyglotProcess.Executable)}{Path.PathSeparator}{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static string Find(string shell) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, shell)).FirstOrDefault(File.Exists)
            ?? throw new IgnoreException($"there is no {shell} here; its script was not run in it");
}
