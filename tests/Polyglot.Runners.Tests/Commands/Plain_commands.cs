using System.Text;
using Polyglot.East;

namespace Polyglot.Runners.Tests.Commands;

/// <summary>Commands that need no shell are started without one, and nobody can tell by what they do.</summary>
public sealed class Plain_commands
{
    private static ResolvedRunner Direct { get; } = Fake.Shell(m => m with { PlainCommands = PlainCommands.Direct });

    private static ResolvedRunner Printing { get; } = Fake.Shell(m => m with { PlainCommands = PlainCommands.Direct, Output = OutputSource.Stdout });

    [TestCase("cp inputs/a output", "cp inputs/a output")]
    [TestCase("  sort   -t, --key=2 \t a.b_c@d%e+f:g ", "sort -t, --key=2 a.b_c@d%e+f:g")]
    [TestCase("x", "x")]
    public void Words_without_a_sign_that_a_shell_reads_are_plain(string command, string words) =>
        Assert.That(string.Join(' ', PlainCommand.Words(command)!), Is.EqualTo(words));

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("cp a b > c")]
    [TestCase("cp a b; cp b c")]
    [TestCase("cp a b\ncp b c")]
    [TestCase("cp $A b")]
    [TestCase("cp 'a b' c")]
    [TestCase("cp a* b")]
    [TestCase("cp ~/a b")]
    [TestCase("# cp")]
    [TestCase("A=1 cp a b")]
    [TestCase("./tool a")]
    [TestCase("/bin/cp a b")]
    [TestCase("echo a")]
    [TestCase("exit 3")]
    [TestCase("if a b")]
    [TestCase(". script")]
    [TestCase("größe a")]
    public void Everything_else_is_for_the_shell(string command) => Assert.That(PlainCommand.Words(command), Is.Null);

    [Test]
    public async Task A_plain_command_runs_without_a_shell()
    {
        await using var fake = new Fake();
        var request = fake.Command("readlink /proc/self/exe", Printing);
        var parent = fake.Command("grep PPid /proc/self/status", request.Runner);

        var program = Text(await fake.ValueAsync<EastBlob>(request)).Trim();
        var started = Text(await fake.ValueAsync<EastBlob>(parent)).Split('\t')[1].Trim();

        Assert.That(Path.GetFileName(program), Is.EqualTo("readlink").Or.EqualTo("coreutils").Or.EqualTo("busybox"));
        Assert.That(started, Is.EqualTo($"{Environment.ProcessId}"), "its parent is the host itself");
    }

    [Test]
    public async Task A_plain_command_gets_inputs_output_and_environment_like_every_other()
    {
        await using var fake = new Fake();
        var request = fake.Command("cp {inputs.x} {output}", Direct) with { Inputs = [fake.Input("x", EastType.String, "hi")] };
        var environment = fake.Command("env", Printing) with { Environment = [new("GREETING", "ü")] };

        Assert.That(Text(await fake.ValueAsync<EastBlob>(request)), Is.EqualTo("hi"));
        Assert.That(Text(await fake.ValueAsync<EastBlob>(environment)).Split('\n'), Does.Contain("GREETING=ü"));
    }

    [Test]
    public async Task A_program_that_no_folder_of_the_path_has_is_for_the_shell_to_report()
    {
        await using var fake = new Fake();

        var error = await fake.FailureAsync(fake.Command("no-such-program-here a", Direct), ErrorCodes.ExitCode);

        Assert.That(error.Summary, Does.StartWith("exit code 127").And.Contain("no-such-program-here"));
    }

    [Test]
    public async Task A_script_without_its_interpreters_name_is_for_the_shell_to_run()
    {
        await using var fake = new Fake();
        var tools = Directory.CreateDirectory(Path.Combine(fake.Folder, "tools")).FullName;
        MakeProgram(Path.Combine(tools, "greet"), "echo hello > output\n");

        var blob = await fake.ValueAsync<EastBlob>(fake.Command("greet", Direct) with { Environment = [new("PATH", $"{tools}:/usr/bin:/bin")] });

        Assert.That(Text(blob), Is.EqualTo("hello\n"));
    }

    [Test]
    public async Task The_path_of_the_task_decides_and_a_file_that_may_not_be_run_is_passed_over()
    {
        await using var fake = new Fake();
        var first = Directory.CreateDirectory(Path.Combine(fake.Folder, "first")).FullName;
        var second = Directory.CreateDirectory(Path.Combine(fake.Folder, "second")).FullName;
        await File.WriteAllTextAsync(Path.Combine(first, "cp"), "not a program");
        MakeProgram(Path.Combine(second, "cp"), "#!/bin/sh\necho mine > output\n");

        var blob = await fake.ValueAsync<EastBlob>(fake.Command("cp a b", Direct) with { Environment = [new("PATH", $"{first}:{second}:/usr/bin:/bin")] });

        Assert.That(Text(blob), Is.EqualTo("mine\n"));
    }

    [Test]
    public async Task An_exit_code_without_a_shell_is_the_tasks_failure()
    {
        await using var fake = new Fake();

        var error = await fake.FailureAsync(fake.Command("cp no-such-file output", Direct), ErrorCodes.ExitCode);

        Assert.That(error.Summary, Does.StartWith("exit code 1").And.Contain("no-such-file"));
    }

    private static void MakeProgram(string path, string script)
    {
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static string Text(EastBlob blob) => Encoding.UTF8.GetString(blob.Span);
}
