using Polyglot.Cli.Errors;
using Polyglot.Cli.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary>Tasks in sandboxes and what <c>verify</c> finds out, from the project file to the exit code.</summary>
public sealed class SandboxTests
{
    private const string NoTools = "/no/such/folder";

    private static string Task(string name, string command, string more = "") =>
        $"  {name}: {{ runner: shell, command: \"{command}\", inputs: [n], output: String{more} }}";

    /// <summary>The file that some of the tasks read, by its absolute path: a command's own folder is another one.</summary>
    private static ShellProject Project(string head, params Func<string, string>[] tasks)
    {
        var project = new ShellProject("");
        var secret = project.Write("data/secret.txt", "secret\n");
        var lines = tasks.Select(task => task(secret));
        project.Write("polyglot.yaml", $"name: fenced\n{head}inputs:\n  n: {{ value: 1, type: Integer }}\ntasks:\n{string.Join('\n', lines)}\n");
        return project;
    }

    private static string Honest(string secret) => Task("honest", "echo honest > {output}");

    private static string Reads(string secret) => Task("reads", $"cat {secret} > {{output}}");

    private static string Peeks(string secret) => Task("peeks", $"if [ -e {secret} ]; then echo there; else echo gone; fi > {{output}}");

    private static string Declares(string secret) => Task("declares", $"cat {secret} > {{output}}", ", depends: [data/secret.txt]");

    private static string Random(string secret) => Task("random", "cat /proc/sys/kernel/random/uuid > {output}");

    private static string Fails(string secret) => Task("fails", "echo on purpose >&2; exit 3");

    [Test]
    public async Task A_task_in_a_sandbox_fails_for_a_file_that_it_does_not_declare_and_reads_one_that_it_does()
    {
        await Sandboxed.RequireAsync();
        using var project = Project("sandbox: true\n", Reads, Declares, secret => Task("outside", $"cat {secret} > {{output}}; echo >> {{output}}", ", sandbox: false"));

        var result = project.Polyglot("run");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Out + result.Error, Does.Contain("secret.txt: No such file or directory").And.Contain("2 ran"));
        Assert.That(project.Polyglot("cat", "declares").Out, Is.EqualTo("secret\n"));
        var without = project.Polyglot("run", "--no-sandbox");
        Assert.That(without.ExitCode, Is.Zero, without.ToString());
        Assert.That(without.Out, Does.Contain("1 ran"), "what was found in a sandbox is found without one");
    }

    [Test]
    public async Task An_honest_task_is_verified_in_a_sandbox()
    {
        await Sandboxed.RequireAsync();
        using var project = Project("", Honest, Declares);

        var result = project.Polyglot("verify", "honest");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Out, Does.Contain("in a sandbox").And.Contain("honest gives the same again"));
        var json = project.Polyglot("verify", "declares", "--output", "json").Json;
        Assert.That(json.GetProperty("conclusion").GetString(), Is.EqualTo("same"));
        Assert.That(json.GetProperty("sandbox").GetBoolean(), Is.True);
        Assert.That(json.GetProperty("runs")[0].GetProperty("sandboxed").GetBoolean(), Is.True);
    }

    [Test]
    public async Task A_task_that_reads_an_undeclared_file_is_named_with_the_file()
    {
        await Sandboxed.RequireAsync();
        using var project = Project("", Reads);

        var result = project.Polyglot("verify", "reads");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Out, Does.Contain("reads reads data/secret.txt, which it does not declare: name it under `depends` or make it an input"));
        var json = project.Polyglot("verify", "reads", "--output", "json").Json;
        Assert.That(json.GetProperty("conclusion").GetString(), Is.EqualTo("undeclared"));
        Assert.That(json.GetProperty("undeclared").GetString(), Is.EqualTo("data/secret.txt"));
        Assert.That(project.Polyglot("cat", "reads").Out, Is.EqualTo("secret\n"), "the recorded result is that of a run as ever");
    }

    [Test]
    public async Task A_task_that_looks_for_an_undeclared_file_and_goes_on_without_is_found_too()
    {
        await Sandboxed.RequireAsync();
        using var project = Project("", Peeks);

        var result = project.Polyglot("verify", "peeks");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Out, Does.Contain("peeks reads something that it does not declare"));
        Assert.That(project.Polyglot("cat", "peeks").Out, Is.EqualTo("there\n"));
    }

    [Test]
    public async Task A_task_that_gives_something_else_each_time_is_not_deterministic()
    {
        await Sandboxed.RequireAsync();
        using var project = Project("", Random);

        var result = project.Polyglot("verify", "random");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Out, Does.Contain("random is not deterministic"));
        Assert.That(project.Polyglot("verify", "random", "--output", "json").Json.GetProperty("conclusion").GetString(), Is.EqualTo("notDeterministic"));
    }

    [Test]
    public async Task Every_task_is_verified_where_none_is_named()
    {
        await Sandboxed.RequireAsync();
        using var project = Project("", Honest, Declares, Reads, Random);

        var result = project.Polyglot("verify");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Out, Does.Contain("honest gives the same again").And.Contain("declares gives the same again").And.Contain("reads reads data/secret.txt")
            .And.Contain("random is not deterministic").And.EndWith("2 of 4 tasks do not give the same\n"));
        var lines = project.Polyglot("verify", "--output", "json").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(4));
        foreach (var line in lines) OutputSchema.Check(line);
    }

    [Test]
    public void Without_a_sandbox_what_is_not_deterministic_and_what_fails_are_told_apart_as_well()
    {
        using var project = Project("", Random, Fails, Honest);

        Assert.That(project.Polyglot("verify", "random", "--no-sandbox").Out, Does.Contain("random is not deterministic"));
        Assert.That(project.Polyglot("verify", "honest", "--no-sandbox", "--output", "json").Json.GetProperty("sandbox").GetBoolean(), Is.False);
        var fails = project.Polyglot("verify", "fails", "--no-sandbox");
        Assert.That(fails.ExitCode, Is.EqualTo(1), fails.ToString());
        Assert.That(fails.Out, Does.Contain("on purpose").And.Contain("fails does not give the same: it fails"));
    }

    [Test]
    public void A_machine_without_the_tool_says_so_by_name()
    {
        using var project = Project("", Honest, secret => Task("fenced", "echo > {output}", ", sandbox: true"));
        (string, string)[] bare = [("PATH", NoTools)];

        var verify = PolyglotProcess.Run(project.Folder, bare, "verify", "honest");
        Assert.That(verify.ExitCode, Is.Zero, verify.ToString());
        Assert.That(verify.Error, Does.Contain("undeclared files are not looked for: bwrap, of the package bubblewrap, is not on this machine").And.Contain("apt install bubblewrap"));
        var json = PolyglotProcess.Run(project.Folder, bare, "verify", "honest", "--output", "json").Json;
        Assert.That(json.GetProperty("noSandbox").GetString(), Does.Contain("apt install bubblewrap"));

        var run = PolyglotProcess.Run(project.Folder, bare, "run", "fenced");
        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(run.Out + run.Error, Does.Contain("the task is to run in a sandbox, and there is none: bwrap, of the package bubblewrap").And.Contain("--no-sandbox"));
        Assert.That(PolyglotProcess.Run(project.Folder, bare, "run", "fenced", "--no-sandbox").ExitCode, Is.Zero);

        var doctor = PolyglotProcess.Run(project.Folder, bare, "doctor");
        Assert.That(doctor.Out, Does.Contain("none: bwrap, of the package bubblewrap, is not on this machine").And.Contain("apt install bubblewrap"));
        Assert.That(PolyglotProcess.Run(project.Folder, bare, "doctor", "--output", "json").Json.GetProperty("sandbox").GetProperty("works").GetBoolean(), Is.False);
    }

    [Test]
    public async Task Doctor_knows_that_a_sandbox_works()
    {
        await Sandboxed.RequireAsync();
        using var project = Project("", Honest);

        Assert.That(project.Polyglot("doctor").Out, Does.Match("(?m)^sandbox +bubblewrap$"));
    }
}
