using System.Text;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.InProcess;

public sealed class East_programs_in_the_host
{
    [Test]
    public async Task A_program_reads_its_inputs_and_leaves_its_result()
    {
        await using var fake = new Fake();
        var recorder = new Recorder();
        var request = Request(fake, Programs.Add()) with { Inputs = [fake.Input("a", EastType.Integer, 40L), fake.Input("b", EastType.Integer, 2L)] };

        var result = await fake.Host.ExecuteAsync(request, recorder);

        Assert.That(result, Is.InstanceOf<TaskResult.Succeeded>(), result.ToString());
        Assert.That(Beast2.Decode(await File.ReadAllBytesAsync(request.OutputPath), EastType.Integer).Value, Is.EqualTo(42L));
        Assert.That(((TaskResult.Succeeded)result).Size, Is.EqualTo(new FileInfo(request.OutputPath).Length));
        Assert.That(recorder.Heard, Is.EqualTo(new[] { "started dotnet warm" }));
        Assert.That(result.Cost, Has.Property("Load").Not.Null.And.Property("Decode").Not.Null.And.Property("Call").Not.Null.And.Property("Encode").Not.Null);
    }

    [Test]
    public async Task What_a_program_prints_is_the_tasks_output()
    {
        await using var fake = new Fake();
        var recorder = new Recorder();
        var request = Request(fake, Programs.Say()) with { Inputs = [fake.Input("text", EastType.String, "hé")], OutputType = EastType.String };

        var result = await fake.Host.ExecuteAsync(request, recorder);

        Assert.That(Encoding.UTF8.GetString(result.Captured.Stdout.Span), Is.EqualTo("hé\nhé"));
        Assert.That(Encoding.UTF8.GetString(result.Captured.Stderr.Span), Is.EqualTo("hé\n"));
        Assert.That(recorder.Output, Is.EqualTo("hé\nhé\nhé"));
    }

    [Test]
    public async Task An_error_is_the_tasks_with_the_way_that_it_came()
    {
        await using var fake = new Fake();
        var request = Request(fake, Programs.Divide()) with { Inputs = [fake.Input("x", EastType.Integer, 0L)] };

        var result = await fake.Host.ExecuteAsync(request);

        var error = ((TaskResult.Failed)result).Error;
        Assert.That((error.Side, error.Code, error.Summary), Is.EqualTo((FaultSide.Task, ErrorCodes.UserError, "Division by zero")));
        Assert.That(error.Location, Is.EqualTo(new[] { new ErrorFrame("total.ts", 3, 1, "", IsUser: true), new ErrorFrame("total.ts", 4, 1, "", IsUser: true) }));
        Assert.That(error.Details, Is.EqualTo("total.ts:3:1: Division by zero\nStack trace:\n  at total.ts:4:1"));
        Assert.That(File.Exists(request.OutputPath), Is.False);
    }

    [Test]
    public async Task A_program_that_goes_on_for_ever_can_be_cancelled()
    {
        await using var fake = new Fake();
        var request = Request(fake, Programs.SayAndGoOn()) with { Inputs = [fake.Input("unused", EastType.String, "")], OutputType = EastType.Null };
        using var cancel = new CancellationTokenSource();
        var recorder = new Recorder();
        var running = fake.Host.ExecuteAsync(request, recorder, cancel.Token);
        await Eventually.True(() => recorder.Output == "going\n", "the program runs");

        await cancel.CancelAsync();

        Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
        Assert.That(File.Exists(request.OutputPath), Is.False);
    }

    [Test]
    public async Task A_program_is_stopped_when_its_time_is_over()
    {
        var time = new ManualTimeProvider();
        await using var fake = new Fake(options => options with { Time = time });
        var request = Request(fake, Programs.SayAndGoOn()) with
        {
            Inputs = [fake.Input("unused", EastType.String, "")],
            OutputType = EastType.Null,
            Timeout = TimeSpan.FromSeconds(3),
        };
        var recorder = new Recorder();
        var running = fake.Host.ExecuteAsync(request, recorder);
        await Eventually.True(() => recorder.Output == "going\n", "the program runs");

        time.Advance(TimeSpan.FromSeconds(3));

        var error = ((TaskResult.Failed)await running).Error;
        Assert.That((error.Code, error.Summary), Is.EqualTo((ErrorCodes.Deadline, RunnersMessages.DeadlinePassed(TimeSpan.FromSeconds(3)))));
    }

    [Test]
    public async Task What_is_wrong_with_a_program_or_its_files_is_said()
    {
        await using var fake = new Fake();
        var wrong = ((TaskResult.Failed)await fake.Host.ExecuteAsync(Request(fake, Programs.Wrong()))).Error;
        Assert.That((wrong.Code, wrong.Summary), Is.EqualTo((ErrorCodes.LoadFailed, "total.ts:2:1: the value of 's' must be String, got Integer")));

        var none = Request(fake, Programs.Wrong());
        await File.WriteAllBytesAsync(((IrTaskProgram)none.Program).Path, Beast2.Encode(EastType.Integer, 1L));
        Assert.That(((TaskResult.Failed)await fake.Host.ExecuteAsync(none)).Error.Summary, Does.StartWith("not a program"));

        var input = fake.Input("x", EastType.Integer, 1L);
        await File.WriteAllBytesAsync(input.Path, Beast2.Encode(EastType.String, "x"));
        var fault = ((TaskResult.Faulted)await fake.Host.ExecuteAsync(Request(fake, Programs.Divide()) with { Inputs = [input] })).Error;
        Assert.That((fault.Side, fault.Code, fault.Argument), Is.EqualTo((FaultSide.Host, ErrorCodes.BadInput, 0)));

        var big = Request(fake, Programs.Add()) with
        {
            Inputs = [fake.Input("a", EastType.Integer, 40L), fake.Input("b", EastType.Integer, 2L)],
            Limits = new TaskLimits(MaxOutputBytes: 1),
        };
        Assert.That(((TaskResult.Failed)await fake.Host.ExecuteAsync(big)).Error.Code, Is.EqualTo(ErrorCodes.OutputLimit));
        Assert.That(File.Exists(big.OutputPath), Is.False);
    }

    [Test]
    public async Task It_runs_nothing_but_East_programs()
    {
        await using var fake = new Fake();
        var request = Request(fake, Programs.Add()) with { Program = new FunctionProgram("/x", "f", "1") };
        var fault = ((TaskResult.Faulted)await fake.Host.ExecuteAsync(request)).Error;
        Assert.That((fault.Code, fault.Summary), Is.EqualTo((ErrorCodes.BadRequest, RunnersMessages.NeedsKind("dotnet", "host", "functions"))));
        var refused = ((DescribeResult.Refused)await fake.Host.DescribeAsync(request.Runner, "/x", "1", [])).Error;
        Assert.That(refused.Code, Is.EqualTo(ErrorCodes.BadRequest));
    }

    [Test]
    public async Task It_is_in_every_catalogue_and_always_there()
    {
        var catalog = new RunnerCatalog(new ManifestReading([], []), []);
        var manifest = catalog.Find("dotnet")!;
        var found = (RunnerResolution.Found)await new RunnerResolver().ResolveAsync(manifest, "/", []);
        Assert.That(found.Runner.Fingerprint, Is.EqualTo(new[] { new KeyValuePair<string, string>("code", "1") }));
        Assert.That(found.Runner.Version, Is.Not.Empty);
        Assert.That(await new RunnerResolver().ResolveAsync(manifest, "/", ["library"]), Is.InstanceOf<RunnerResolution.NotFound>());
    }

    [Test]
    public void No_file_can_claim_to_be_it()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{ "x": { "kind": "host", "exec": ["x"] } }""");
        Assert.That(ManifestReader.ReadSection(json.RootElement, "/p.yaml").Problems.Select(p => p.Message), Has.Some.Contains("host"));
    }

    private static TaskRequest Request(Fake fake, FunctionNode program)
    {
        var path = fake.NextPath();
        File.WriteAllBytes(path, IrWriter.ToBeast2(program));
        var runner = ((RunnerResolution.Found)new RunnerResolver().ResolveAsync(DotnetRunner.Manifest, "/", []).Result).Runner;
        return new TaskRequest
        {
            Name = "program",
            Runner = runner,
            Program = new IrTaskProgram(path, IrProgram.Of(program).Id, []),
            OutputPath = fake.NextPath(),
            OutputType = EastType.Integer,
        };
    }
}
