using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Sandboxing;

/// <summary>The real runtimes, each in a fresh process that sees its own installation and what the task declares.</summary>
#pragma warning disable CA1001 // closed at the end
[TestFixture("node", "peek.mjs", "import { readFileSync } from 'node:fs';\n/** @param {string} path @returns {string} */\nexport function peek(path) { return readFileSync(path, 'utf8'); }\n")]
[TestFixture("python", "peek.py", "def peek(path: str) -> str:\n    with open(path) as file:\n        return file.read()\n")]
[TestFixture("julia", "peek.jl", "peek(path::String)::String = read(path, String)\n")]
public sealed class Runtimes_in_a_sandbox(string id, string name, string text)
#pragma warning restore CA1001
{
    private TempDirectory _project = null!;
    private ResolvedRunner? _runner;
    private Fake? _fake;
    private string _script = "";

    [OneTimeSetUp]
    public async Task Resolve()
    {
        await Sandboxed.RequireAsync();
        _project = new TempDirectory();
        _script = _project.Write($"src/{name}", text);
        var manifest = ManifestReader.ReadFile(Path.Combine(Repository.Root, "runners.json"), new Version(0, 1, 0)).Runners.Single(r => r.Id == id);
        var resolution = await new RunnerResolver().ResolveAsync(manifest, _project.Path, []);
        if (resolution is RunnerResolution.Found found) _runner = found.Runner;
        else Absent.Tool($"the runner {id} ({((RunnerResolution.NotFound)resolution).Message})");
        _fake = new Fake();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_fake is not null) await _fake.DisposeAsync();
        _project?.Dispose();
    }

    private TaskRequest Peek(string path, params string[] files) => new()
    {
        Name = "peek",
        Runner = _runner!,
        Program = new FunctionProgram(_script, "peek", "1"),
        OutputPath = _fake!.NextPath(),
        OutputType = EastType.String,
        Inputs = [_fake.Input("path", EastType.String, path)],
        Sandbox = new TaskSandbox([_script, .. files], [_project.Path]),
    };

    [Test]
    public async Task A_function_reads_what_it_declares()
    {
        var declared = _project.Write("data/declared.txt", "declared ü");

        Assert.That(await _fake!.ValueAsync<string>(Peek(declared, declared)), Is.EqualTo("declared ü"));
    }

    [Test]
    public async Task A_function_that_reads_what_it_does_not_declare_fails_and_names_it()
    {
        var undeclared = _project.Write("data/undeclared.txt", "undeclared");

        var error = await _fake!.FailureAsync(Peek(undeclared), ErrorCodes.UserError);

        Assert.That(error.Summary + error.Details, Does.Contain(undeclared));
        Assert.That(await _fake.ValueAsync<string>(Peek(undeclared) with { Sandbox = null }), Is.EqualTo("undeclared"));
    }

    [Test]
    public async Task Every_task_has_a_worker_of_its_own_and_none_is_left()
    {
        var declared = _project.Write("data/declared.txt", "declared");
        await _fake!.ValueAsync<string>(Peek(declared, declared) with { Sandbox = null });
        var events = new[] { new Recorder(), new Recorder() };

        foreach (var recorder in events) Assert.That(await _fake.Host.ExecuteAsync(Peek(declared, declared), recorder), Is.InstanceOf<TaskResult.Succeeded>());

        Assert.That(events.Select(e => e.Heard[0]), Has.All.EqualTo($"started {id} cold"));
        Assert.That(_fake.Ended.Count(report => !report.IsFault), Is.GreaterThanOrEqualTo(2));
    }
}
