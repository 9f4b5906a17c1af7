using Polyglot.Dataflow.Tests.Support;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Evaluating;

/// <summary>Functions in real runtimes, from annotations to results. Skipped where a runtime is not installed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class RuntimeTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;

    public RuntimeTests() => _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Python_functions_are_described_checked_run_and_found_again()
    {
        _folder.Write("tools.py", "FACTOR = 2\n");
        _folder.Write("code.py", """
            from tools import FACTOR

            def count(to: int) -> list[float]:
                print("counting")
                return [float(i * FACTOR) for i in range(to)]

            def total(values: list[float]) -> float:
                return sum(values)
            """);
        const string Text = """
            name: p
            inputs: { n: { value: 4, type: Integer } }
            tasks:
              count: { runner: python, function: code.py#count, inputs: { to: n } }
              total: { runner: python, function: code.py#total, inputs: [count] }
            outputs: { total.json: total }
            """;
        var run = await Run(Text);
        Assert.That(run.Rows.Select(r => $"{r.Name} {r.Decision}"), Is.EqualTo(new[] { "count Ran", "total Ran" }));
        Assert.That(File.ReadAllText(Path.Combine(_folder.Path, "total.json")), Is.EqualTo("12\n"));
        var record = ((RunRead.Found)_repository.Runs.Read(run.Id)).Run;
        Assert.That(record.Tasks[0].Files.Select(f => f.Name), Is.EqualTo(new[] { "code.py", "tools.py" }));
        Assert.That(record.Tasks[0].Files.Select(f => _repository.Objects.Contains(f.Id)), Is.All.True, "what made a result can be seen later");

        Assert.That((await Run(Text)).Counts.Cached, Is.EqualTo(2));
        _folder.Write("tools.py", "FACTOR = 3\n");
        run = await Run(Text);
        Assert.That(run.Rows[0].Reason, Is.InstanceOf<Reason.ProgramChanged>().With.Property("File").EqualTo("tools.py"));
        Assert.That(File.ReadAllText(Path.Combine(_folder.Path, "total.json")), Is.EqualTo("18\n"));
    }

    [Test]
    public async Task An_error_of_the_users_code_shows_the_users_line()
    {
        _folder.Write("code.py", "def f() -> int:\n    return 1 // 0\n");
        var run = await Run("name: p\ntasks: { f: { runner: python, function: code.py#f } }\n");
        var error = run.FirstError!.Error!;
        Assert.That(run.Verdict, Is.EqualTo(RunVerdict.TasksFailed));
        Assert.That(error.ErrorType, Is.EqualTo("ZeroDivisionError"));
        Assert.That(error.Frames.First(f => f.IsUser), Has.Property("Line").EqualTo(2));
    }

    [Test]
    public async Task Node_and_python_share_a_value()
    {
        _folder.Write("a.mjs", """
            /** @returns {Array<Float>} */
            export function make() { return [1.5, 2.5]; }
            """);
        _folder.Write("b.py", "def total(values: list[float]) -> float:\n    return sum(values)\n");
        var run = await Run("""
            name: p
            tasks:
              make: { runner: node, function: a.mjs#make, output: Array<Float> }
              total: { runner: python, function: b.py#total, inputs: [make] }
            """);
        Assert.That(run.Verdict, Is.EqualTo(RunVerdict.Succeeded));
        var bytes = ((ObjectRead.Found)_repository.Objects.Read(run.Rows[1].Output!.Value)).Bytes;
        Assert.That(Beast2.Decode(bytes.Span, EastType.Float).Value, Is.EqualTo(4.0));
    }

    private async Task<RunSummary> Run(string text)
    {
        _folder.Write("polyglot.yaml", text);
        await using var evaluator = new Evaluator(new() { Repository = _repository, Installation = Polyglot.Testing.Repository.Root });
        var result = await evaluator.RunAsync(new() { ProjectPath = _folder.Path }, new RecordingObserver(), default, default);
        if (result is RunResult.Refused refused)
        {
            var problems = string.Join('\n', refused.Problems);
            // In CI every runtime is there.
            if (Environment.GetEnvironmentVariable("CI") != "true" && problems.Contains("not found", StringComparison.OrdinalIgnoreCase)) Assert.Ignore(problems);
            Assert.Fail(problems);
        }
        return ((RunResult.Completed)result).Summary;
    }
}
