using System.Text;
using Polyglot.East;

namespace Polyglot.Runners.Tests.Commands;

public sealed class Tasks_as_commands
{
    [Test]
    public async Task A_command_reads_its_inputs_and_writes_its_output()
    {
        await using var fake = new Fake();
        var request = fake.Command("cat {inputs.greeting} {inputs.name} > {output}") with
        {
            Inputs = [fake.Input("greeting", EastType.String, "Hello, "), fake.Input("name", EastType.Blob, new EastBlob("wörld"u8))],
        };

        var blob = await fake.ValueAsync<EastBlob>(request);

        Assert.That(Encoding.UTF8.GetString(blob.Span), Is.EqualTo("Hello, wörld"));
    }

    [Test]
    public async Task All_inputs_can_be_named_at_once()
    {
        await using var fake = new Fake();
        var request = fake.Command("echo {inputs} > {output}") with { Inputs = [fake.Input("b", EastType.Null, EastNull.Boxed), fake.Input("a", EastType.Null, EastNull.Boxed)] };

        var blob = await fake.ValueAsync<EastBlob>(request);

        Assert.That(Encoding.UTF8.GetString(blob.Span), Is.EqualTo("inputs/b inputs/a\n"));
    }

    [Test]
    public async Task A_script_gets_the_output_and_the_inputs_as_arguments()
    {
        await using var fake = new Fake();
        var script = Path.Combine(fake.Folder, "a script.sh");
        await File.WriteAllTextAsync(script, "cat \"$2\" > \"$1\"\n");
        var request = fake.Command("") with { Program = new CommandProgram(null, script), Inputs = [fake.Input("x", EastType.String, "hi")] };

        var blob = await fake.ValueAsync<EastBlob>(request);

        Assert.That(Encoding.UTF8.GetString(blob.Span), Is.EqualTo("hi"));
    }

    [Test]
    public async Task The_shells_own_braces_stay()
    {
        await using var fake = new Fake();

        var blob = await fake.ValueAsync<EastBlob>(fake.Command("x=1; echo ${x} { a,b } {1..2} > {output}"));

        Assert.That(Encoding.UTF8.GetString(blob.Span), Is.EqualTo("1 { a,b } {1..2}\n"));
    }

    [Test]
    public async Task An_exit_code_is_the_tasks_failure_with_the_last_line_it_wrote()
    {
        await using var fake = new Fake();
        var request = fake.Command("echo one >&2; echo two >&2; exit 3");

        var error = await fake.FailureAsync(request, ErrorCodes.ExitCode);
        var result = await fake.Host.ExecuteAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(error.Summary, Is.EqualTo("exit code 3: two"));
            Assert.That(error.Details, Is.EqualTo("one\ntwo"));
            Assert.That(result.ExitCode, Is.EqualTo(3));
            Assert.That(Encoding.UTF8.GetString(result.Captured.Stderr.Span), Is.EqualTo("one\ntwo\n"));
        });
    }

    [Test]
    public async Task A_signal_is_named()
    {
        await using var fake = new Fake();

        var error = await fake.FailureAsync(fake.Command("kill -SEGV $$"), ErrorCodes.KilledBySignal);

        Assert.That(error.Summary, Is.EqualTo("killed by SIGSEGV"));
    }

    [Test]
    public async Task A_command_that_writes_no_output_has_failed()
    {
        await using var fake = new Fake();

        var error = await fake.FailureAsync(fake.Command("true"), ErrorCodes.OutputMissing);

        Assert.That(error.Summary, Is.EqualTo(RunnersMessages.CommandOutputMissing));
    }

    [Test]
    public async Task Standard_output_can_be_the_result()
    {
        await using var fake = new Fake();
        var request = fake.Command("printf 'to out'; echo to err >&2", Fake.Shell(m => m with { Output = OutputSource.Stdout })) with { OutputType = EastType.String };

        var result = await fake.Host.ExecuteAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(Beast2.Decode(File.ReadAllBytes(request.OutputPath), EastType.String).Value, Is.EqualTo("to out"));
            Assert.That(result.Captured.Stdout.IsEmpty, Is.True, "the result is not shown as output");
            Assert.That(Encoding.UTF8.GetString(result.Captured.Stderr.Span), Is.EqualTo("to err\n"));
        });
    }

    [Test]
    public async Task Output_of_a_running_command_is_heard_before_it_ends()
    {
        await using var fake = new Fake();
        var events = new Recorder();
        var gate = Path.Combine(fake.Folder, "gate");

        var running = fake.Host.ExecuteAsync(fake.Command($"echo early; until [ -e {gate} ]; do sleep 0.02; done; echo late > {{output}}"), events);
        await Eventually.True(() => events.Output == "early\n", "the first line is heard");
        await File.WriteAllTextAsync(gate, "");

        Assert.That(await running, Is.InstanceOf<TaskResult.Succeeded>());
    }

    [Test]
    public async Task What_a_command_leaves_running_in_the_background_is_killed()
    {
        await using var fake = new Fake();

        var blob = await fake.ValueAsync<EastBlob>(fake.Command("sleep 1000 & echo $! > {output}"));

        var pid = int.Parse(Encoding.UTF8.GetString(blob.Span), System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.True(() => !Processes.Alive(pid), "the sleeper is gone");
    }

    [Test]
    public async Task Standard_input_is_empty()
    {
        await using var fake = new Fake();

        var blob = await fake.ValueAsync<EastBlob>(fake.Command("cat > {output}"));

        Assert.That(blob.Length, Is.Zero);
    }

    [Test]
    public async Task A_file_that_the_command_made_elsewhere_and_linked_is_copied()
    {
        await using var fake = new Fake();
        var elsewhere = Path.Combine(fake.Folder, "mine");
        await File.WriteAllBytesAsync(elsewhere, Beast2.Encode(EastType.Integer, 5L));
        var request = fake.Command($"ln -s {elsewhere} {{output}}") with { OutputType = EastType.Integer, Format = TaskFormat.Beast2 };

        var value = await fake.ValueAsync<long>(request);

        Assert.Multiple(() =>
        {
            Assert.That(value, Is.EqualTo(5));
            Assert.That(new FileInfo(request.OutputPath).LinkTarget, Is.Null);
            Assert.That(File.Exists(elsewhere), Is.True);
        });
    }

    [TestCase("cat {inputs.grreting} > {output}", "there is no input \"grreting\"; did you mean \"greeting\"? (inputs: greeting)")]
    [TestCase("cat {input.greeting} > {output}", "unknown placeholder {input.greeting}")]
    [TestCase("echo \0 > {output}", "cannot hold the character NUL")]
    [TestCase("awk '{print}' {inputs.greeting} > {output}", "for braces of the program's own put spaces inside them")]
    public async Task A_command_with_a_wrong_placeholder_is_refused_before_it_runs(string command, string message)
    {
        await using var fake = new Fake();
        var request = fake.Command(command) with { Inputs = [fake.Input("greeting", EastType.String, "hi")] };

        var error = await fake.FailureAsync(request, ErrorCodes.BadRequest);

        Assert.That(error.Summary, Does.Contain(message));
    }

    [Test]
    public async Task A_path_that_a_shell_would_split_is_refused_in_command_text()
    {
        await using var fake = new Fake();
        var script = Path.Combine(fake.Folder, "a script.sh");

        var error = await fake.FailureAsync(fake.Command("sh {script}") with { Program = new CommandProgram("sh {script}", script) }, ErrorCodes.BadRequest);

        Assert.That(error.Summary, Is.EqualTo(RunnersMessages.PathInCommand("script", script)));
    }

    [Test]
    public async Task A_program_that_is_not_there_is_the_hosts_fault_and_named()
    {
        await using var fake = new Fake();
        var runner = new ResolvedRunner(Fake.Shell().Manifest, ["/no/such/program", "{command}"], "/", [], "", []);

        var error = await fake.FaultAsync(fake.Command("x", runner), ErrorCodes.StartFailed, FaultSide.Host);

        Assert.That(error.Summary, Does.Contain("/no/such/program").And.Contain("No such file"));
    }
}
