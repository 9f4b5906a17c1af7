using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Setup;

/// <summary>A project whose runner is not there until the set-up program has brought it.</summary>
public sealed class Setting_up_what_is_missing
{
    private const string Yaml =
        """
        name: late
        runners:
          late: { kind: command, exec: ["{projectDir}/bin/late", "{command}", "{output}"], format: raw }
        inputs: {}
        tasks:
          task: { runner: late, command: brought, inputs: {}, output: String }
        outputs: {}
        """;

    [Test]
    public void Run_calls_the_set_up_program_with_the_names_and_tries_again()
    {
        using var project = new ShellProject(Yaml);
        var setup = Executable(project, "setup", "echo installing \"$@\"\nmkdir -p bin\nprintf '#!/bin/sh\\necho \"$1\" > \"$2\"\\n' > bin/late\nchmod +x bin/late\n");

        var run = PolyglotProcess.Run(project.Folder, [("POLYGLOT_SETUP", setup)], "run");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Error, Does.Contain("installing late"));
    }

    [Test]
    public void Without_a_set_up_program_nothing_is_installed_and_the_error_names_the_runner()
    {
        using var project = new ShellProject(Yaml);

        var run = project.Polyglot("run");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error, Does.Contain("late"));
    }

    [Test]
    public void A_set_up_program_that_fails_is_named_and_the_first_error_stands()
    {
        using var project = new ShellProject(Yaml);
        var setup = Executable(project, "setup", "exit 4\n");

        var run = PolyglotProcess.Run(project.Folder, [("POLYGLOT_SETUP", setup)], "run");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error, Does.Contain(setup).And.Contain("exit code 4"));
    }

    private static string Executable(ShellProject project, string name, string script)
    {
        var path = project.Write(name, "#!/bin/sh\nset -eu\n" + script);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
