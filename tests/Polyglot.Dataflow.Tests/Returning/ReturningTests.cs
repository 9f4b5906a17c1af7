using Polyglot.Dataflow.Queries;
using Polyglot.Dataflow.Returning;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Returning;

/// <summary>Tasks that return a dataflow, which here is what their input says, with the shell and a repository on disk.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
public sealed class ReturningTests : IDisposable
{
    private const string Project = """
        name: p
        inputs:
          flow: { file: flow.txt, type: String }
          n: { value: "3", type: String }
        resources: { gpu: 1 }
        tasks:
          explore: { runner: sh, command: "cp {inputs.flow} {output}; echo chosen; echo x >> count.txt", inputs: [flow, n], returns: RETURNS, depends: [part.sh], output: String }
          after: { runner: sh, command: "printf '<%s>' \"$(cat {inputs.explore})\" > {output}", inputs: [explore], output: String }
        outputs: { out.txt: after }
        """;

    private const string Two = """
        {
          "tasks": {
            "a": { "runner": "sh", "command": "echo making a; printf a%s $(cat {inputs.n}) > {output}", "inputs": ["n"], "output": "String" },
            "b": { "runner": "sh", "command": "printf '%s-%s' $(cat {inputs.a}) $(cat {inputs.k}) > {output}", "inputs": { "a": "a", "k": 7 }, "output": "String" }
          },
          "result": "b"
        }
        """;

    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;
    private readonly List<Evaluator> _evaluators = [];
    private RecordingObserver _observer = new();

    public ReturningTests()
    {
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));
        _folder.Write("runners.json", """
            { "schemaVersion": 1, "runners": { "RUNNERS" } }
            """.Replace("\"RUNNERS\"", string.Join(',', ((string[])["sh", "other"]).Select(id => $$"""
              "{{id}}": { "kind": "command", "exec": ["/bin/sh", "-euc", "{command}"], "scriptArgs": ["-eu", "{script}", "{output}", "{inputs}"],
                "env": { "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C" }, "format": "raw", "interrupt": "signal", "fingerprint": { "code": "CODE-{{id}}" } }
              """)), StringComparison.Ordinal));
        _folder.Write("part.sh", "printf part > $1");
    }

    public void Dispose()
    {
        foreach (var evaluator in _evaluators) evaluator.DisposeAsync().AsTask().Wait();
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Its_tasks_run_as_executions_of_their_own_and_their_result_is_the_tasks()
    {
        var run = await Run(Two);
        Assert.That(run.Verdict, Is.EqualTo(RunVerdict.Succeeded), run.FirstError?.Error?.Summary);
        Assert.That(Output(run, "explore"), Is.EqualTo("a3-7"));
        Assert.That(File.ReadAllText(Path.Combine(_folder.Path, "out.txt")), Is.EqualTo("<a3-7>"));
        Assert.That(run.Rows[0].Inner, Is.EqualTo(new ElementCounts(Ran: 2, 0, 0, 0, 0)));
        var inner = Inner(run);
        Assert.That(inner.Tasks.Select(task => (task.Name, task.Decision)), Is.EqualTo(new[] { ("a", Decision.Ran), ("b", Decision.Ran) }));
        Assert.That(inner.Tasks.Select(task => _repository.Executions.Attempts(task.Execution!.Value).Count), Is.All.EqualTo(1));
        Assert.That((inner.Program.Name, inner.Program.Decision), Is.EqualTo(("explore", Decision.Ran)));
        Assert.That(_observer.Events.Where(e => e.StartsWith("start") || e.StartsWith("end")), Is.EqualTo(new[] { "start explore", "end explore Ran", "start after", "end after Ran" }),
            "one task to whoever looks on");
        Assert.That(_observer.Events.Count(e => e == "output explore"), Is.EqualTo(2), "what the program prints, and what a task of its dataflow prints");

        var queries = new RepositoryQueries(_repository, "p");
        Assert.That(queries.LastAttempt("explore/a")!.Record, Has.Property("Name").EqualTo("explore/a").And.Property("Output").EqualTo(inner.Tasks[0].Output));
        Assert.That(queries.Resolve("explore/b"), Is.EqualTo(new ResolvedWord.Object(run.Rows[0].Output!.Value, $"task explore/b of run {run.Id}")));
        Assert.That((queries.LastAttempt("explore/c"), queries.LastAttempt("after/a"), queries.LastAttempt("explore/")), Is.EqualTo(((TaskLog?)null, (TaskLog?)null, (TaskLog?)null)));
    }

    [Test]
    public async Task When_nothing_changed_nothing_is_read_and_nothing_runs()
    {
        await Run(Two);
        var run = await Run(Two);
        Assert.That((run.Counts.Cached, run.Rows[0].Inner), Is.EqualTo((2, (ElementCounts?)null)));
    }

    [Test]
    public async Task Another_dataflow_runs_only_what_is_new_in_it()
    {
        await Run(Two);
        var run = await Run(Two.Replace("\"k\": 7", "\"k\": { \"value\": 8, \"type\": \"Integer\" }", StringComparison.Ordinal));
        Assert.That(Output(run, "explore"), Is.EqualTo("a3-8"));
        Assert.That(run.Rows[0].Inner, Is.EqualTo(new ElementCounts(Ran: 1, Cached: 1, 0, 0, 0)));
        Assert.That(Inner(run).Tasks[1].Reason, Is.EqualTo(new Reason.InputChanged("b.k", Id(7L).Abbreviated(), Id(8L).Abbreviated())), "compared with the same task of the dataflow before");
    }

    [Test]
    public async Task A_file_that_its_tasks_may_use_is_in_the_identity_of_the_task()
    {
        const string Flow = """{ "tasks": { "p": { "runner": "sh", "script": "part.sh", "output": "String" } }, "result": "p" }""";
        Assert.That(Output(await Run(Flow), "explore"), Is.EqualTo("part"));
        _folder.Write("part.sh", "printf other > $1");
        Assert.That(Output(await Run(Flow), "explore"), Is.EqualTo("other"));
    }

    [Test]
    public async Task So_are_the_runners_that_they_may_use()
    {
        const string Flow = """{ "tasks": { "p": { "runner": "other", "command": "printf x > {output}", "output": "String" } }, "result": "p" }""";
        var refused = await Run(Flow);
        Assert.That(refused.FirstError!.Error!.Summary, Does.Contain("tasks.p.runner: " + ReturningMessages.ForeignRunner("other", ["sh"])));
        var first = await Run(Flow, "{ runners: [other] }");
        Assert.That(Output(first, "explore"), Is.EqualTo("x"));
        var path = Path.Combine(_folder.Path, "runners.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("CODE-other", "CODE-newer", StringComparison.Ordinal));
        var second = await Run(Flow, "{ runners: [other] }");
        Assert.That(second.Rows[0], Has.Property("Decision").EqualTo(Decision.Ran).And.Property("Reason").EqualTo(new Reason.RunnerChanged("other code", "CODE-other", "CODE-newer")));
    }

    [Test]
    public async Task A_failed_task_costs_no_other_and_the_next_run_runs_only_it()
    {
        const string Flow = """
            {
              "tasks": {
                "bad": { "runner": "sh", "command": "test -e FOLDER/fine; printf b > {output}", "output": "String" },
                "good": { "runner": "sh", "command": "printf g > {output}", "output": "String" },
                "both": { "runner": "sh", "command": "cat {inputs.bad} {inputs.good} > {output}", "inputs": ["bad", "good"], "output": "String" }
              },
              "result": "both"
            }
            """;
        var flow = Flow.Replace("FOLDER", _folder.Path, StringComparison.Ordinal);
        var run = await Run(flow);
        Assert.That((run.Verdict, run.Rows[0].Inner), Is.EqualTo((RunVerdict.TasksFailed, new ElementCounts(Ran: 1, 0, 0, Failed: 1, Left: 1))));
        var error = run.FirstError!.Error!;
        Assert.That((error.Side, error.Code, error.Summary), Is.EqualTo((ErrorSide.Task, ReturningMessages.FailedCode, "1 of 3 tasks failed: bad")));
        Assert.That(error.Cause!.Summary, Does.StartWith("bad: "));
        _folder.Write("fine", "");
        run = await Run(flow);
        Assert.That(Output(run, "explore"), Is.EqualTo("bg"));
        Assert.That(Inner(run).Tasks.Select(task => (task.Name, task.Decision)), Is.EquivalentTo(new[] { ("good", Decision.Cached), ("bad", Decision.Ran), ("both", Decision.Ran) }));
        Assert.That((Inner(run).Program.Decision, run.Rows[0].Reason), Is.EqualTo((Decision.Cached, (Reason)new Reason.PreviousFailed())), "its program had succeeded");
    }

    [Test]
    public async Task Its_result_may_be_a_value_or_an_input_and_what_the_result_does_not_need_does_not_run()
    {
        var run = await Run("""{ "inputs": { "x": { "value": "so", "type": "String" } }, "tasks": { "t": { "runner": "sh", "command": "exit 1", "output": "String" } }, "result": "x" }""");
        Assert.That((Output(run, "explore"), run.Rows[0].Inner), Is.EqualTo(("so", (ElementCounts?)new ElementCounts(0, 0, 0, 0, 0))));
        Assert.That(Output(await Run("result: n"), "explore"), Is.EqualTo("3"), "YAML will do");
    }

    [Test]
    public async Task A_task_of_it_may_go_over_the_elements_of_a_value_within_the_budget_of_the_run()
    {
        var run = await Run("""
            inputs: { words: { value: [x, y, z], type: Array<String> } }
            tasks:
              each: { runner: sh, command: "tr a-z A-Z < {inputs.word} > {output}", foreach: word, inputs: { word: words }, output: String, resources: { gpu: 1 } }
              join: { runner: sh, command: "tr -d '[], ' < {inputs.each} | sed 's/\"//g; s/.*/\"&\"/' > {output}", inputs: [each], output: String, format: json }
            result: join
            """, parallelism: 1);
        Assert.That(Output(run, "explore"), Is.EqualTo("XYZ"));
        Assert.That(new RepositoryQueries(_repository, "p").Resolve("explore/each[1]"), Is.InstanceOf<ResolvedWord.Object>().And.Property("Via").EqualTo($"element explore/each[1] of run {run.Id}"));
    }

    [TestCase("{", "line 1, column 2: not valid JSON")]
    [TestCase("[1]", "expected a mapping for the dataflow, found a list")]
    [TestCase("{}", "the dataflow has no `result`. Name the task")]
    [TestCase("""{ "result": "x" }""", "result: the dataflow has no task or input `x` to be its result")]
    [TestCase("""{ "result": "m" }""", "result: the dataflow has no task or input `m` to be its result. Did you mean `n`?")]
    [TestCase("""{ "result": "a", "task": {} }""", "task: unknown key `task` in the dataflow. Did you mean `tasks`?")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "bash", "command": "x", "output": "String" } } }""", "tasks.a.runner: the tasks of the dataflow may run on `sh` and not on `bash`; name it in `returns: { runners: [bash] }`")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "inputs": ["b"], "output": "String" }, "b": { "runner": "sh", "command": "x", "inputs": ["a"], "output": "String" } } }""", "tasks.b.inputs[0]: ")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "inputs": ["c"], "output": "String" } } }""", "tasks.a.inputs[0]: ")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "output": "Integer" } } }""", "result: the result `a` is Integer, and the task gives String")]
    [TestCase("""{ "result": "n", "tasks": { "n": { "runner": "sh", "command": "x", "output": "String" } } }""", "tasks.n: `n` is an input of the task that returns the dataflow")]
    [TestCase("""{ "result": "x", "inputs": { "x": { "value": "1", "type": "String" } }, "tasks": { "x": { "runner": "sh", "command": "x", "output": "String" } } }""", "tasks.x: `x` is ")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "script": "/etc/passwd", "output": "String" } } }""", "tasks.a.script: /etc/passwd is no file of the task that returns the dataflow")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "script": "pert.sh", "output": "String" } } }""", "tasks.a.script: pert.sh is no file of the task that returns the dataflow. Did you mean `part.sh`? Name it under that task's `depends`: `depends: [pert.sh]`")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "depends": ["**/*"], "output": "String" } } }""", "tasks.a.depends[0]: **/* is no file")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "requires": ["numpy"], "output": "String" } } }""", "tasks.a: `requires` cannot be said")]
    [TestCase("""{ "result": "a", "inputs": { "a": { "file": "flow.txt", "type": "String" } } }""", "inputs.a: the input `a` is not a value")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "inputs": { "k": { "value": 1 } }, "output": "String" } } }""", "tasks.a.inputs.k: the input has no `type`")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "inputs": { "k": { "value": "x", "type": "Integer" } }, "output": "String" } } }""", "tasks.a.inputs.k.value: ")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "output": "String", "resources": { "gpu": 2 } } } }""", "tasks.a.resources.gpu: ")]
    [TestCase("""{ "result": "a", "tasks": { "a": { "runner": "sh", "command": "x", "output": "String", "returns": "dataflow", "foreach": "n", "inputs": ["n"] } } }""", "tasks.a.returns: `returns` has no meaning beside `foreach`")]
    public async Task What_cannot_be_run_is_refused_with_its_task_and_its_place(string flow, string problem)
    {
        var run = await Run(flow);
        var error = run.FirstError!;
        Assert.That((error.Name, error.Error!.Side, error.Error.Code), Is.EqualTo(("explore", ErrorSide.Task, ReturningMessages.RefusedCode)));
        Assert.That(error.Error.Summary, Does.StartWith("the dataflow that `explore` returned cannot be run: " + problem));
        Assert.That(run.Counts.Blocked, Is.EqualTo(1));
        await Run(flow);
        Assert.That(Inner().Program.Decision, Is.EqualTo(Decision.Cached), "what it returned is not lost");
    }

    [Test]
    public async Task Everything_that_is_wrong_is_told()
    {
        var run = await Run("""{ "result": "a", "tasks": { "a": { "runner": "x", "command": "x", "output": "String" }, "b": { "runner": "sh", "output": "Strin" } } }""");
        Assert.That(run.FirstError!.Error!.Summary, Does.EndWith("(and 1 more)"));
        Assert.That(run.FirstError.Error.Details, Does.Contain("tasks.b: ").And.Contain("tasks.b.output: "));
    }

    [TestCase(2, false)]
    [TestCase(3, true)]
    public async Task Dataflows_return_dataflows_up_to_a_depth(int depth, bool isEnough)
    {
        // Each level takes one letter off until there is none.
        const string Level = """
            s=$(cat {inputs.s} 2>/dev/null || cat {inputs.n}); if [ -z "$s" ]; then printf 'result: s' > {output}; else printf '{"tasks":{"down":{"runner":"sh","script":"level.sh","inputs":{"s":{"value":"%s","type":"String"}},"returns":"dataflow","depends":["level.sh"],"output":"String"}},"result":"down"}' "${s#?}" > {output}; fi
            """;
        _folder.Write("level.sh", Level.Replace("$(cat {inputs.s} 2>/dev/null || cat {inputs.n})", "$(cat $2)", StringComparison.Ordinal).Replace("{output}", "$1", StringComparison.Ordinal));
        var run = await RunProject($$"""
            name: p
            inputs: { s: { value: "xy", type: String } }
            tasks:
              top: { runner: sh, script: level.sh, inputs: [s], returns: { depth: {{depth}} }, output: String }
            outputs: {}
            """);
        if (isEnough)
        {
            Assert.That(run.Verdict, Is.EqualTo(RunVerdict.Succeeded), run.FirstError?.Error?.Summary);
            Assert.That(new RepositoryQueries(_repository, "p").LastAttempt("top/down/down")!.Record.Decision, Is.EqualTo(Decision.Ran));
            return;
        }
        var deepest = run.FirstError!.Error!.Cause!.Cause!;
        Assert.That(deepest.Summary, Does.EndWith(ReturningMessages.TooDeep(["top", "down", "down"], 2)).And.Contain("top > down > down"));
        run = await RunProject(File.ReadAllText(Path.Combine(_folder.Path, "polyglot.yaml")).Replace("depth: 2", "depth: 3", StringComparison.Ordinal));
        Assert.That(run.Verdict, Is.EqualTo(RunVerdict.Succeeded), "the depth is no part of the identity, and nothing was lost");
        Assert.That(run.Rows[0].Inner, Is.EqualTo(new ElementCounts(Ran: 1, 0, 0, 0, 0)));
    }

    [Test]
    public async Task A_task_that_returns_itself_is_refused_and_does_not_wait_for_itself()
    {
        _folder.Write("again.sh", """
            printf '{"tasks":{"again":{"runner":"sh","script":"again.sh","inputs":["s"],"returns":"dataflow","output":"String"}},"result":"again"}' > $1
            """);
        var run = await RunProject("""
            name: p
            inputs: { s: { value: "x", type: String } }
            tasks: { top: { runner: sh, script: again.sh, inputs: [s], returns: dataflow, output: String } }
            outputs: {}
            """);
        Assert.That(run.FirstError!.Error!.Cause, Has.Property("Summary").EqualTo("again: " + ReturningMessages.Endless(["top", "again"])).And.Property("Code").EqualTo(ReturningMessages.EndlessCode));
    }

    [Test]
    public async Task A_lost_result_is_made_again_without_running_what_is_known()
    {
        var run = await Run(Two);
        var b = Inner(run).Tasks[1];
        Delete(b.Output!.Value);
        Delete(run.Rows[1].Output!.Value);
        run = await Run(Two);
        Assert.That(File.ReadAllText(Path.Combine(_folder.Path, "out.txt")), Is.EqualTo("<a3-7>"));
        Assert.That(Inner(run).Tasks.Select(task => (task.Name, task.Decision)), Is.EquivalentTo(new[] { ("a", Decision.Cached), ("b", Decision.Ran) }));
    }

    [Test]
    public async Task Forced_it_runs_everything_again()
    {
        await Run(Two);
        var run = await Run(Two, change: options => options with { Force = ["explore"], Targets = ["explore"] });
        Assert.That((run.Rows[0].Inner, Inner(run).Program.Decision), Is.EqualTo(((ElementCounts?)new ElementCounts(Ran: 2, 0, 0, 0, 0), Decision.Ran)));
    }

    private void Delete(ObjectId id)
    {
        var path = ((ObjectLocation.Found)_repository.Objects.Locate(id)).Path;
        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
    }

    private static ObjectId Id(long value) => Hashing.Object(Beast2.Encode(EastType.Integer, value));

    private InnerRun Inner(RunSummary? run = null)
    {
        var execution = run?.Rows.Single(row => row.Name == "explore").Execution ?? new RepositoryQueries(_repository, "p").LastAttempt("explore")!.Record.Execution;
        return InnerRun.TryRead(_repository.Objects, _repository.Executions.Attempts(execution!.Value)[^1].Attempt.Inner!.Value)!;
    }

    private string Output(RunSummary run, string task)
    {
        var row = run.Rows.Single(row => row.Name == task);
        Assert.That(row.Output, Is.Not.Null, row.Error?.Summary);
        return (string)Beast2.Decode(((ObjectRead.Found)_repository.Objects.Read(row.Output!.Value)).Bytes.Span, EastType.String).Value;
    }

    private Task<RunSummary> Run(string flow, string returns = "dataflow", int parallelism = 2, Func<EvaluationOptions, EvaluationOptions>? change = null)
    {
        _folder.Write("flow.txt", flow);
        return RunProject(Project.Replace("RETURNS", returns, StringComparison.Ordinal), parallelism, change);
    }

    private async Task<RunSummary> RunProject(string project, int parallelism = 2, Func<EvaluationOptions, EvaluationOptions>? change = null)
    {
        _folder.Write("polyglot.yaml", project);
        var evaluator = new Evaluator(new() { Repository = _repository, Installation = _folder.Path });
        _evaluators.Add(evaluator);
        _observer = new();
        var options = new EvaluationOptions { ProjectPath = _folder.Path, Parallelism = parallelism };
        var result = await evaluator.RunAsync(change is null ? options : change(options), _observer, default, default);
        if (result is RunResult.Refused refused) Assert.Fail(string.Join('\n', refused.Problems));
        return ((RunResult.Completed)result).Summary;
    }
}
