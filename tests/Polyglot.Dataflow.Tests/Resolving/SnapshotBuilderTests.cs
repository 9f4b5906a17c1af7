using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Resolving;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SnapshotBuilderTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;
    private readonly FakeRuntimes _runtimes = new();
    private readonly CodeIds _codeIds = new();

    public SnapshotBuilderTests() => _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    private string ScriptPath => Path.Combine(_folder.Path, "a.py");

    [Test]
    public async Task Types_come_from_annotations_and_flow_along_edges()
    {
        _runtimes.Script(ScriptPath, "f(x: Integer) -> Array<Float>", "g(xs: Array<Float>; n: Integer) -> Float");
        var snapshot = await Build("""
            inputs: { n: { value: 3, type: Integer } }
            tasks:
              f: { runner: python, function: a.py#f, inputs: [n] }
              g: { runner: python, function: a.py#g, inputs: [f, n] }
            """);
        Assert.That(snapshot.Launches[1].InputTypes, Is.EqualTo(new[] { EastType.Array(EastType.Float), EastType.Integer }));
        Assert.That(snapshot.Launches[1].OutputType, Is.EqualTo(EastType.Float));
        Assert.That(snapshot.Snapshot.Tasks[1].Sources, Is.EqualTo(new[] { new GraphSource(true, 0), new GraphSource(false, 0) }));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_runtime_is_asked_for_its_scripts_while_another_is_still_looked_for()
    {
        var other = Path.Combine(_folder.Path, "b.jl");
        File.WriteAllText(other, "");
        _runtimes.Script(ScriptPath, "f() -> Integer").Script(other, "g(n: Integer) -> Float");
        _runtimes.FoundLast = "python";
        var snapshot = await Build("""
            tasks:
              f: { runner: python, function: a.py#f }
              g: { runner: julia, function: b.jl#g, inputs: [f] }
            """);
        Assert.That(snapshot.Launches.Select(l => l.Runner.Id), Is.EqualTo(new[] { "python", "julia" }));
    }

    [Test]
    public async Task An_edge_whose_types_disagree_names_both_ends_and_the_first_difference()
    {
        _runtimes.Script(ScriptPath, "f() -> Array<Struct<a: Integer>>", "g(xs: Array<Struct<a: Float>>) -> Float");
        var problem = (await Problems("""
            tasks:
              first: { runner: python, function: a.py#f }
              second: { runner: python, function: a.py#g, inputs: [first] }
            """)).Single();
        Assert.That(problem.Message, Is.EqualTo(
            "`second` takes `xs` as Array<Struct<a: Float>>, but `first` is Array<Struct<a: Integer>>; they differ first at [].a: expected Float, got Integer"));
        Assert.That((problem.Line, problem.Column), Is.EqualTo((4, 56)));
    }

    [Test]
    public async Task An_unannotated_parameter_accepts_anything()
    {
        _runtimes.Script(ScriptPath, "f(x?) -> Integer");
        var snapshot = await Build("""
            inputs: { s: { value: hello, type: String } }
            tasks: { f: { runner: python, function: a.py#f, inputs: [s] } }
            """);
        Assert.That(snapshot.Launches[0].InputTypes, Is.EqualTo(new[] { EastType.String }));
    }

    [TestCase("f(x: Integer) -> Integer", "[]", "`f` needs the parameter `x`, which is not given")]
    [TestCase("f(x: Integer) -> Integer", "[n, n]", "`f` takes 1 input, but 2 are given")]
    [TestCase("f(x: Integer) -> Integer", "{ y: n }", "`f` has no parameter `y`")]
    [TestCase("f(x: Integer=; y: Integer) -> Integer", "{ y: n }", "`f` is given `y` but not `x`, which stands before it")]
    [TestCase("f(x: Integer; y: Integer) -> Integer", "{ x: n }", "`f` needs the parameter `y`, which is not given")]
    [TestCase("f(x: Integer)", "[n]", "`f` does not say which type its result has (no annotation)")]
    [TestCase("g(x: Integer) -> Integer", "[n]", "there is no function `f` in a.py")]
    [TestCase("f(x: Integer) -> (Integer) => Integer", "[n]", "`f` gives (Integer) => Integer, whose values contain functions and cannot be stored")]
    public async Task Inputs_and_results_that_do_not_fit_a_function_are_problems(string function, string inputs, string message)
    {
        _runtimes.Script(ScriptPath, function);
        var problems = await Problems($$"""
            inputs: { n: { value: 3, type: Integer } }
            tasks: { t: { runner: python, function: a.py#f, inputs: {{inputs}} } }
            """);
        Assert.That(problems.Select(p => p.Message), Has.Some.EqualTo(message));
    }

    [Test]
    public async Task Parameters_with_a_default_may_be_left_out_at_the_end()
    {
        _runtimes.Script(ScriptPath, "f(x: Integer; y: Integer=) -> Integer");
        var snapshot = await Build("""
            inputs: { n: { value: 3, type: Integer } }
            tasks: { t: { runner: python, function: a.py#f, inputs: { x: n } }, u: { runner: python, function: a.py#f, inputs: { y: n, x: n } } }
            """);
        Assert.That(snapshot.Launches.Select(l => string.Join(' ', l.InputNames)), Is.EqualTo(new[] { "x", "x y" }));
    }

    [Test]
    public async Task A_declared_output_wins_where_it_fits_and_is_a_problem_where_it_does_not()
    {
        _runtimes.Script(ScriptPath, "f()", "g() -> Variant<a>", "h() -> Integer");
        var snapshot = await Build("""
            tasks:
              f: { runner: python, function: a.py#f, output: Float }
              g: { runner: python, function: a.py#g, output: "Variant<a, b>" }
            """);
        Assert.That(snapshot.Launches.Select(l => l.OutputType.ToString()), Is.EqualTo(new[] { "Float", "Variant<a, b>" }));
        var problem = (await Problems("tasks: { h: { runner: python, function: a.py#h, output: Float } }")).Single();
        Assert.That(problem.Message, Is.EqualTo("the declared output Float does not fit `h`, which gives Integer"));
    }

    [Test]
    public async Task Commands_need_an_output_type_and_inputs_that_they_have()
    {
        var problems = await Problems("""
            inputs: { n: { value: 3, type: Integer } }
            tasks:
              a: { runner: shell, command: ls }
              b: { runner: shell, command: "cat {inputs.m} ${inputs.x}", inputs: [n], output: Blob }
              c: { runner: shell, command: "cat {inputs.n}", inputs: [n, n], output: Blob }
              d: { runner: python, command: ls, output: Blob }
              e: { runner: shell, function: a.py#f }
              f: { runner: python, ir: a.json }
              g: { runner: ruby, command: ls, output: Blob }
            """);
        Assert.That(problems.Select(p => p.Message), Is.EqualTo(new[]
        {
            ResolveMessages.NoCommandOutput("a"),
            ResolveMessages.UnknownInputPlaceholder("m"),
            ResolveMessages.DuplicateInput("n"),
            ResolveMessages.NeedsKind("python", "worker", "commands"),
            ResolveMessages.NeedsKind("shell", "command", "functions"),
            ResolveMessages.NeedsKind("python", "worker", "East programs"),
            "no runner ruby",
        }));
        Assert.That(problems[1].Suggestion, Is.EqualTo("n"));
    }

    [Test]
    public async Task Scripts_inputs_and_depends_that_are_not_there_are_problems()
    {
        _folder.Write("b.py", "");
        _runtimes.Script(Path.Combine(_folder.Path, "b.py"), "f() -> Integer");
        var problems = await Problems("""
            inputs: { x: { file: gone.csv, type: Blob } }
            tasks:
              a: { runner: python, function: gone.py#f }
              b: { runner: python, function: b.py#f, depends: [gone.txt, "none/*.txt"] }
              c: { runner: shell, script: gone.sh, output: Blob }
            """, write: false);
        Assert.That(problems.Select(p => p.Line), Is.EqualTo(new[] { 2, 4, 5, 5, 6 }));
    }

    [Test]
    public async Task A_script_that_its_runner_refuses_shows_the_users_own_line()
    {
        _runtimes.Script(ScriptPath);
        _runtimes.Refusal = new() { Code = "load_failed", Summary = "invalid syntax", Frames = [new("/lib/x.py", 1, 0, "", false), new("/p/a.py", 7, 0, "", true)] };
        var problem = (await Problems("tasks: { t: { runner: python, function: a.py#f } }")).Single();
        Assert.That(problem.Message, Is.EqualTo("a.py cannot be read by its runner: invalid syntax (a.py:7)"));
    }

    [Test]
    public async Task A_script_is_described_once_and_then_never_again_until_it_or_what_it_loads_changes()
    {
        var helper = _folder.Write("helper.py", "1");
        _runtimes.Script(ScriptPath, "f() -> Integer", "g() -> Integer").Loads(ScriptPath, helper);
        const string Text = "tasks: { f: { runner: python, function: a.py#f }, g: { runner: python, function: a.py#g } }";
        var first = await Build(Text);
        Assert.That(_runtimes.Described, Has.Count.EqualTo(1));
        Assert.That(first.Snapshot.Tasks[0].Files.Select(f => f.Name), Is.EqualTo(new[] { "a.py", "helper.py" }));
        Assert.That(((FunctionProgram)first.Launches[0].Program).CodeId, Is.EqualTo(_runtimes.Described[0]), "the worker that described it has the code loaded");

        var again = await Build(Text);
        Assert.That(_runtimes.Described, Has.Count.EqualTo(1));
        Assert.That(again.Snapshot.Tasks[0].Id, Is.EqualTo(first.Snapshot.Tasks[0].Id));

        File.WriteAllText(helper, "2");
        var changed = await Build(Text);
        Assert.That(_runtimes.Described, Has.Count.EqualTo(2));
        Assert.That(_runtimes.Described.Distinct().Count(), Is.EqualTo(2), "the loaded code is stale");
        Assert.That(changed.Snapshot.Tasks[0].Id, Is.Not.EqualTo(first.Snapshot.Tasks[0].Id));

        File.WriteAllText(helper, "1");
        Assert.That((await Build(Text)).Snapshot.Tasks[0].Id, Is.EqualTo(first.Snapshot.Tasks[0].Id));
        Assert.That(_runtimes.Described, Has.Count.EqualTo(2), "the earlier description is known");
    }

    [Test]
    public async Task Names_timeouts_isolation_and_descriptions_stay_out_of_the_identity_and_the_rest_is_in_it()
    {
        _runtimes.Script(ScriptPath, "f(x: Integer) -> Integer", "g(x: Integer) -> Integer", "h(x?)");
        _folder.Write("data.txt", "1");
        async Task<TaskId> Of(string name, string body) => (await Build($$"""
            inputs: { n: { value: 3, type: Integer } }
            tasks: { {{name}}: { runner: python, {{body}} } }
            """)).Snapshot.Tasks[0].Id;
        var plain = await Of("t", "function: a.py#f, inputs: [n]");
        Assert.That(await Of("u", "function: a.py#f, inputs: { x: n }, timeout: 5s, isolation: process, description: d"), Is.EqualTo(plain));
        Assert.That(await Of("t", "function: a.py#g, inputs: [n]"), Is.Not.EqualTo(plain));
        Assert.That(await Of("t", "function: a.py#f, inputs: [n], environment: { A: b }"), Is.Not.EqualTo(plain));
        Assert.That(await Of("t", "function: a.py#f, inputs: [n], depends: [data.txt]"), Is.Not.EqualTo(plain));
        var float1 = await Of("t", "function: a.py#h, inputs: [n], output: Float");
        Assert.That(await Of("t", "function: a.py#h, inputs: [n], output: Integer"), Is.Not.EqualTo(float1));
        _runtimes.Runners["python"] = FakeRuntimes.Runner("python", RunnerKind.Worker, ("version", "3.12"));
        Assert.That(await Of("t", "function: a.py#f, inputs: [n]"), Is.Not.EqualTo(plain));
    }

    [Test]
    public async Task A_pinned_version_stands_for_the_code()
    {
        _runtimes.Script(ScriptPath, "f() -> Integer");
        async Task<TaskId> Of(string version) =>
            (await Build($$"""tasks: { t: { runner: python, function: a.py#f, version: "{{version}}" } }""")).Snapshot.Tasks[0].Id;
        var pinned = await Of("1");
        File.WriteAllText(ScriptPath, "# changed");
        Assert.That(await Build("""tasks: { t: { runner: python, function: a.py#f, version: "1" } }""", write: false),
            Has.Property(nameof(ResolvedSnapshot.Snapshot)).Property("Tasks").ItemAt(0).Property("Id").EqualTo(pinned));
        Assert.That(await Of("2"), Is.Not.EqualTo(pinned));
    }

    [Test]
    public async Task The_runners_environment_is_in_the_identity_as_environment()
    {
        _runtimes.Script(ScriptPath, "f() -> Integer");
        _runtimes.Runners["python"] = FakeRuntimes.Runner("python", RunnerKind.Worker, ("code", "1"), ("env:LANG", "C"), ("env:TZ", "UTC"));
        var task = (await Build("tasks: { t: { runner: python, function: a.py#f, environment: { TZ: CET } } }")).Snapshot.Tasks[0];
        Assert.That(task.Definition.Environment, Is.EquivalentTo(new Dictionary<string, string> { ["LANG"] = "C", ["TZ"] = "CET" }));
        Assert.That(task.Definition.Fingerprint.Keys, Is.EqualTo(new[] { "code" }));
    }

    [Test]
    public async Task A_commands_identity_has_its_text_the_names_of_its_inputs_and_how_its_runner_starts_it()
    {
        async Task<TaskId> Of(string body) => (await Build($$"""
            inputs: { n: { value: 3, type: Integer } }
            tasks: { t: { runner: shell, {{body}}, output: Blob } }
            """)).Snapshot.Tasks[0].Id;
        var plain = await Of("command: ls, inputs: { a: n }");
        Assert.That(await Of("command: ls, inputs: { a: n }, timeout: 3"), Is.EqualTo(plain));
        Assert.That(await Of("command: ls, inputs: { b: n }"), Is.Not.EqualTo(plain));
        Assert.That(await Of("command: ls -l, inputs: { a: n }"), Is.Not.EqualTo(plain));
        Assert.That(await Of("command: ls, inputs: { a: n }, format: json"), Is.Not.EqualTo(plain));
        _runtimes.Runners["shell"] = new(_runtimes.Runners["shell"].Manifest with { Exec = [["/bin/sh", "-e", "-c", "{command}"]] }, ["/bin/sh"], "/p", [], "", []);
        Assert.That(await Of("command: ls, inputs: { a: n }"), Is.Not.EqualTo(plain));
    }

    [Test]
    public async Task Outputs_must_be_writable_and_must_not_overwrite_what_is_read()
    {
        _folder.Write("in.csv", "a\n1\n");
        _runtimes.Script(ScriptPath, "f(x: Blob) -> Float");
        var problems = await Problems("""
            inputs: { x: { file: in.csv, type: Blob } }
            tasks: { t: { runner: python, function: a.py#f, inputs: [x] } }
            outputs:
              out.txt: t
              out.csv: t
              out.json: t
              in.csv: x
              a.py: x
              polyglot.yaml: x
            """);
        Assert.That(problems.Select(p => p.Line), Is.EqualTo(new[] { 5, 6, 8, 9, 10 }));
    }

    [Test]
    public async Task Depends_takes_files_globs_and_folders()
    {
        _runtimes.Script(ScriptPath, "f() -> Integer");
        _folder.Write("lib/a.txt", "a");
        _folder.Write("lib/deep/b.txt", "b");
        _folder.Write("c.txt", "c");
        var task = (await Build("tasks: { t: { runner: python, function: a.py#f, depends: [lib, 'c.*', c.txt] } }")).Snapshot.Tasks[0];
        Assert.That(task.Files.Select(f => f.Name), Is.EqualTo(new[] { "a.py", "c.txt", "lib/a.txt", "lib/deep/b.txt" }));
    }

    [Test]
    public async Task Planning_stores_no_object_and_running_stores_what_it_reads()
    {
        _folder.Write("in.txt", "hello");
        const string Text = "inputs: { x: { file: in.txt, type: String }, n: { value: 3, type: Integer } }\ntasks: { t: { runner: shell, command: ls, inputs: [x, n], output: Blob } }";
        var planned = await Build(Text, store: false);
        Assert.That(_repository.Objects.List(), Is.Empty);
        // What a plan has read and remembered is stored when a task needs it, so the file is another one now.
        _folder.Write("in.txt", "hello again");
        var ran = await Build(Text);
        Assert.That(ran.Snapshot.Inputs.Single(i => i.Name == "n"), Is.EqualTo(planned.Snapshot.Inputs.Single(i => i.Name == "n")));
        Assert.That(_repository.Objects.List(), Is.EquivalentTo(ran.Snapshot.Inputs.Select(i => i.Id)));
    }

    private async Task<ResolvedSnapshot> Build(string text, bool write = true, bool store = true)
    {
        var (snapshot, problems) = await Resolve(text, write, store);
        Assert.That(problems, Is.Empty);
        return snapshot!;
    }

    private async Task<IReadOnlyList<ProjectProblem>> Problems(string text, bool write = true) => (await Resolve(text, write, true)).Problems;

    private async Task<(ResolvedSnapshot? Snapshot, IReadOnlyList<ProjectProblem> Problems)> Resolve(string text, bool write, bool store)
    {
        if (write && !File.Exists(ScriptPath)) _folder.Write("a.py", "# code");
        var graph = GraphBuilder.Build(_folder.Write("polyglot.yaml", "name: p\n" + text));
        Assert.That(graph.Problems, Is.Empty);
        var cache = DescribeCache.Load(Path.Combine(_repository.IndexFolder, "scripts.json"));
        var objects = store ? _repository.Objects : null;
        var result = await new SnapshotBuilder(graph.Graph!, _runtimes, new(_repository.StatCache, objects), cache, _codeIds, objects).BuildAsync(default);
        cache.Save(_repository.Temp);
        return result;
    }
}
