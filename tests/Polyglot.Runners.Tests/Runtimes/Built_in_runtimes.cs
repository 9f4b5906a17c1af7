using System.Text;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Runtimes;

/// <summary>The real runtimes, as <c>runners.json</c> starts them, with the functions of their conformance scripts (<c>ir/protocol.md</c>).</summary>
#pragma warning disable CA1001 // closed at the end
[TestFixture("node", "kit.mjs")]
[TestFixture("python", "kit.py")]
[TestFixture("julia", "kit.jl")]
public sealed class Built_in_runtimes(string id, string script)
#pragma warning restore CA1001
{
    private string _script = "";
    private ResolvedRunner? _runner;
    private Fake? _fake;

    [OneTimeSetUp]
    public async Task Resolve()
    {
        var manifest = ManifestReader.ReadFile(Path.Combine(Repository.Root, "runners.json"), new Version(0, 1, 0)).Runners.Single(r => r.Id == id);
        var resolution = await new RunnerResolver().ResolveAsync(manifest, Repository.Root, []);
        _script = Path.Combine(Repository.Root, "runners", id, "conformance", script);
        if (resolution is RunnerResolution.Found found) _runner = found.Runner;
        else Absent.Tool($"the runner {id} ({((RunnerResolution.NotFound)resolution).Message})");
        _fake = new Fake();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_fake is not null) await _fake.DisposeAsync();
    }

    private TaskRequest Request(string function, EastType output, params TaskInput[] inputs) => new()
    {
        Name = function,
        Runner = _runner!,
        Program = new FunctionProgram(_script, function, "1"),
        OutputPath = _fake!.NextPath(),
        OutputType = output,
        Inputs = inputs,
    };

    private TaskInput Input(string name, EastType type, object value) => _fake!.Input(name, type, value);

    [Test]
    public async Task It_adds()
    {
        var sum = await _fake!.ValueAsync<long>(Request("add", EastType.Integer, Input("a", EastType.Integer, 40L), Input("b", EastType.Integer, 2L)));

        Assert.That(sum, Is.EqualTo(42));
    }

    [TestCase("Float", "1.5")]
    [TestCase("String", "\"ü😀\"")]
    [TestCase("Option<Boolean>", ".some true")]
    [TestCase("Array<Struct<date: DateTime, ppm: Float>>", "[(date=1958-03-29T00:00:00.000, ppm=316.19)]")]
    [TestCase("Dict<String, Set<Integer>>", "{\"a\":{1,2},\"b\":{}}")]
    public async Task It_gives_values_back_as_they_came(string type, string text)
    {
        var east = TypeSyntax.Parse(type).Value;
        var value = EastText.Parse(east, text).Value;

        var result = await _fake!.ValueAsync<object>(Request("echo", east, Input("value", east, value)));

        Assert.That(EastText.Print(east, result), Is.EqualTo(EastText.Print(east, value)));
    }

    [Test]
    public async Task It_fails_with_the_users_own_line_first()
    {
        var error = await _fake!.FailureAsync(Request("fail", EastType.Integer, Input("message", EastType.String, "out of cheese")), "user_error");

        Assert.Multiple(() =>
        {
            Assert.That(error.Summary, Does.Contain("out of cheese"));
            Assert.That(error.Frames.First(f => f.IsUser).File, Is.EqualTo(_script));
            Assert.That(error.Frames.First(f => f.IsUser).Line, Is.Positive);
        });
    }

    [Test]
    public async Task What_it_prints_is_captured()
    {
        var request = Request("speak", EastType.Integer, Input("text", EastType.String, "hello"));

        var result = await _fake!.Host.ExecuteAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(result, Is.InstanceOf<TaskResult.Succeeded>(), result.ToString());
            Assert.That(Encoding.UTF8.GetString(result.Captured.Stdout.Span), Is.EqualTo("hello\n"));
            Assert.That(Encoding.UTF8.GetString(result.Captured.Stderr.Span), Does.Contain("hello\n"));
        });
    }

    [Test]
    public async Task A_write_past_the_language_does_not_reach_the_protocol()
    {
        var result = await _fake!.Host.ExecuteAsync(Request("raw_write", EastType.Integer, Input("text", EastType.String, "PGR1 not a frame\n")));

        Assert.That(result, Is.InstanceOf<TaskResult.Succeeded>(), result.ToString());
        Assert.That(Encoding.UTF8.GetString(result.Captured.Stderr.Span), Does.Contain("PGR1 not a frame\n"));
    }

    [Test]
    public async Task A_result_of_another_type_is_the_tasks_failure() => await _fake!.FailureAsync(Request("wrong", EastType.Integer), "type_mismatch");

    [Test]
    public async Task A_loop_that_never_yields_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var request = Request("spin", EastType.Integer, Input("seconds", EastType.Float, 60.0));

        var running = _fake!.Host.ExecuteAsync(request, new OnStart(stop), stop.Token);

        Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
    }

    [Test]
    public async Task A_process_that_dies_takes_only_its_own_task()
    {
        var error = await _fake!.FaultAsync(Request("die", EastType.Integer), "runner_ended");
        Assert.That(error.Summary, Does.Contain("the runner closed the protocol"));

        await It_adds();
    }

    [Test]
    public async Task A_fresh_process_knows_nothing_of_earlier_tasks()
    {
        await _fake!.ValueAsync<long>(Request("state", EastType.Integer));

        var state = await _fake.ValueAsync<long>(Request("state", EastType.Integer) with { Isolation = IsolationMode.Process });

        Assert.That(state, Is.EqualTo(1));
    }

    [Test]
    public async Task A_forked_task_leaves_no_trace()
    {
        var before = await _fake!.ValueAsync<long>(Request("state", EastType.Integer) with { Isolation = IsolationMode.Fork });
        var after = await _fake.ValueAsync<long>(Request("state", EastType.Integer) with { Isolation = IsolationMode.Fork });

        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public async Task It_describes_its_script()
    {
        var result = await _fake!.Host.DescribeAsync(_runner!, _script, "1", ["add"]);

        Assert.That(result, Is.InstanceOf<DescribeResult.Described>(), result.ToString());
        var add = ((DescribeResult.Described)result).Script.Functions.Single();
        Assert.Multiple(() =>
        {
            Assert.That(add.Name, Is.EqualTo("add"));
            Assert.That(add.Parameters.Select(p => TypeCodec.Decode(p.Schema.Span).Value), Is.All.EqualTo(EastType.Integer));
            Assert.That(TypeCodec.Decode(add.Output.Span).Value, Is.EqualTo(EastType.Integer));
        });
    }

    private sealed class OnStart(CancellationTokenSource stop) : ITaskEvents
    {
        void ITaskEvents.Started(WorkerInfo worker) => stop.CancelAfter(TimeSpan.FromMilliseconds(200));
    }
}
