using Polyglot.Cli.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary>What the program says when it is not used as it should be.</summary>
public sealed class UsageTests
{
    [TestCase("rnu", "error: there is no verb `rnu`; did you mean `run`?")]
    [TestCase("run --foce", "error: there is no option `--foce`; did you mean `--force`?")]
    [TestCase("version now", "error: the argument `now` is one too many")]
    [TestCase("run -j 0", "error: --jobs takes a number from 1, not '0'")]
    [TestCase("run -j four", "error: --jobs takes a number from 1, not 'four'")]
    [TestCase("run --jobs", "error: --jobs needs a value")]
    [TestCase("run --memory lots", "error: --memory takes a size such as 500MB or 2GiB, not 'lots'")]
    [TestCase("cat", "error: `cat` needs WHAT")]
    [TestCase("log --stdout", "error: `log` needs TASK")]
    [TestCase("cat x --limit -1", "error: --limit takes a number from 0, not '-1'")]
    [TestCase("run --fail-fast --keep-going", "error: --fail-fast and --keep-going contradict each other")]
    [TestCase("version --output yaml", "error: --output takes text or json, not 'yaml'")]
    [TestCase("help rnu", "error: there is no verb `rnu`; did you mean `run`?")]
    [TestCase("help @nothing", "error: there is no verb `@nothing`")]
    [TestCase("--quit", "error: there is no option `--quit`; did you mean `--quiet`?")]
    [TestCase("cat x -f cvs", "error: there is no format `cvs`; did you mean `csv`?")]
    [TestCase("init --template shel", "error: there is no template `shel`; did you mean `shell`?")]
    public void A_wrong_command_line_is_explained_with_exit_code_2(string arguments, string message)
    {
        using var project = ShellProject.Words();
        var result = project.Polyglot(arguments.Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.StartWith(message + "\n"));
        Assert.That(result.Error, Does.Contain("  next: "));
        Assert.That(result.Out, Is.Empty);
    }

    [TestCase("run")]
    [TestCase("plan")]
    [TestCase("status")]
    public void Without_a_project_it_says_how_to_make_one(string verb)
    {
        using var folder = new TempDirectory();
        var result = PolyglotProcess.Run(folder.Path, verb);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Is.EqualTo($"error: there is no polyglot.yaml in {folder.Path} or above it\n  next: `polyglot init` makes one; -C names one elsewhere\n"));
    }

    [TestCase("ls")]
    [TestCase("log x")]
    [TestCase("cat x")]
    [TestCase("fsck")]
    public void Without_a_repository_it_says_how_to_make_one(string arguments)
    {
        using var folder = new TempDirectory();
        var result = PolyglotProcess.Run(folder.Path, arguments.Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.StartWith($"error: there is no repository (.e3) in {folder.Path} or above it\n  next: "));
    }

    [Test]
    public void A_mistake_in_the_project_file_is_shown_with_its_place()
    {
        using var project = new ShellProject("name: x\ntasks:\n  a: { runner: shel, command: \"true\", output: Blob }\n");
        var result = project.Polyglot("run");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("there is no runner \"shel\"; did you mean \"shell\"?"));
        Assert.That(result.Error, Does.Contain($"  --> {project.PathOf("polyglot.yaml")}:3:16\n"));
        Assert.That(result.Error, Does.Contain("     3 |   a: { runner: shel, command: \"true\", output: Blob }\n       |                ^\n"));
    }

    [Test]
    public void An_unknown_target_is_named_with_the_nearest_task()
    {
        using var project = ShellProject.Words();
        var result = project.Polyglot("run", "cuont");
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.Contain("cuont").And.Contain("did you mean `count`?"));
    }

    [Test]
    public void Errors_are_a_document_where_JSON_is_asked_for()
    {
        using var folder = new TempDirectory();
        var result = PolyglotProcess.Run(folder.Path, "run", "--output", "json");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Is.Empty);
        Assert.That(result.Json.GetProperty("exitCode").GetInt32(), Is.EqualTo(2));
        Assert.That(result.Json.GetProperty("errors")[0].GetProperty("what").GetString(), Does.StartWith("there is no polyglot.yaml"));
    }

    [Test]
    public void Every_verb_has_help_with_an_example_and_the_exit_codes()
    {
        using var folder = new TempDirectory();
        var program = PolyglotProcess.Run(folder.Path, "help");
        Assert.That(program.ExitCode, Is.Zero);
        var verbs = program.Out.Split("Verbs:\n")[1].Split("\n\n")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim().Split(' ')[0]).ToList();
        Assert.That(verbs, Is.SupersetOf(new[] { "init", "run", "plan", "status", "log", "cat", "put", "ls", "runners", "doctor", "fsck", "version" }));
        foreach (var verb in verbs)
        {
            var help = PolyglotProcess.Run(folder.Path, verb, "--help");
            Assert.That(help.ExitCode, Is.Zero, verb);
            Assert.That(help.Out, Does.Contain($"Usage: polyglot {verb}").And.Contain("Examples:\n  polyglot ").And.Contain("  130  interrupted\n"), verb);
            Assert.That(PolyglotProcess.Run(folder.Path, "help", verb).Out, Is.EqualTo(help.Out));
        }
    }

    [Test]
    public void A_damaged_installation_is_named()
    {
        using var folder = new TempDirectory();
        var result = PolyglotProcess.Run(folder.Path, [("POLYGLOT_HOME", folder.Path)], "runners");
        Assert.That(result.ExitCode, Is.EqualTo(3));
        Assert.That(result.Error, Does.StartWith($"error: POLYGLOT_HOME is {folder.Path}, where there is no runners.json\n"));
    }

    [Test]
    public void Versions_are_told()
    {
        using var folder = new TempDirectory();
        Assert.That(PolyglotProcess.Run(folder.Path, "--version").Out, Is.EqualTo("polyglot 0.1.0 (protocol 1, IR 0.0.1-beta.25, repository format 1)\n"));
        Assert.That(PolyglotProcess.Run(folder.Path, "version", "--output=json").Json.GetProperty("protocol").GetInt32(), Is.EqualTo(1));
    }
}
