using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Scattering;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Scattering;

/// <summary>What <c>foreach</c> and <c>matrix</c> mean for types, identities and inputs, from the text of a project file.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScatterTypesTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;
    private readonly FakeRuntimes _runtimes = new();

    public ScatterTypesTests()
    {
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));
        _folder.Write("a.py", "# code");
    }

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task The_program_gets_an_element_and_the_result_is_a_collection()
    {
        Script("f(x: Integer; k: Float) -> Float", "g(xs: Array<Float>) -> Float", "h(d: Dict<String, Float>) -> Float");
        var snapshot = await Build("""
            inputs:
              xs: { value: [1, 2], type: Array<Integer> }
              ds: { value: { a: 1 }, type: "Dict<String, Integer>" }
              k: { value: 2, type: Float }
            tasks:
              f: { runner: python, function: a.py#f, foreach: xs, inputs: [xs, k] }
              g: { runner: python, function: a.py#g, inputs: [f] }
              fd: { runner: python, function: a.py#f, foreach: x, inputs: { k: k, x: ds } }
              h: { runner: python, function: a.py#h, inputs: [fd] }
            """);
        var task = snapshot.Snapshot.Tasks[0];
        Assert.That(snapshot.Launches[0].InputTypes, Is.EqualTo(new[] { EastType.Integer, EastType.Float }), "what the program gets");
        Assert.That(task.Definition.InputTypes[0], Is.EqualTo(EastType.Array(EastType.Integer)));
        Assert.That(task.Definition.OutputType, Is.EqualTo(EastType.Array(EastType.Float)));
        Assert.That(snapshot.Snapshot.Tasks[2].Definition.OutputType, Is.EqualTo(EastType.Dict(EastType.String, EastType.Float)));
        Assert.That(snapshot.Snapshot.Tasks[2].Scatter!.Shape.Over, Is.EqualTo(new[] { 0 }), "the place of the parameter, not of the line");
    }

    [Test]
    public async Task An_element_is_the_same_execution_as_the_task_by_itself()
    {
        Script("f(x: Integer) -> Float");
        var snapshot = await Build("""
            inputs:
              xs: { value: [1, 2], type: Array<Integer> }
              x: { value: 2, type: Integer }
            tasks:
              each: { runner: python, function: a.py#f, foreach: xs, inputs: [xs] }
              one: { runner: python, function: a.py#f, inputs: [x] }
            """);
        var (each, one) = (snapshot.Snapshot.Tasks[0], snapshot.Snapshot.Tasks[1]);
        Assert.That(each.Scatter!.Element, Is.EqualTo(one.Id));
        Assert.That(each.Id, Is.Not.EqualTo(one.Id));
        var (expansion, _, problem) = new CollectionReader(snapshot, (_, id) => _repository.Objects.Locate(id)).Expand(each, [snapshot.Snapshot.Inputs[0].Id]);
        Assert.That(problem, Is.Null);
        Assert.That(expansion!.ObjectsOf(1), Is.EqualTo(new[] { snapshot.Snapshot.Inputs[1].Id }));
    }

    [Test]
    public async Task A_matrix_varies_parameters_over_lists_and_arrays_beside_the_inputs()
    {
        Script("f(data: String; alpha: Float; beta: Integer) -> Float");
        var snapshot = await Build("""
            inputs:
              data: { value: x, type: String }
              betas: { value: [3, 4], type: Array<Integer> }
            tasks:
              sweep: { runner: python, function: a.py#f, inputs: [data], matrix: { beta: betas, alpha: [1, 2.5] } }
            """);
        var task = snapshot.Snapshot.Tasks[0];
        Assert.That(snapshot.Launches[0].InputTypes, Is.EqualTo(new[] { EastType.String, EastType.Float, EastType.Integer }));
        Assert.That(task.Scatter!.Shape.Over, Is.EqualTo(new[] { 2, 1 }), "the last one that is written changes fastest");
        Assert.That(task.Definition.OutputType.ToString(), Is.EqualTo("Array<Struct<beta: Integer, alpha: Float, value: Float>>"));
        var alphas = snapshot.Snapshot.Inputs.Single(i => i.Name == "sweep.alpha");
        Assert.That(alphas.Id, Is.EqualTo(Hashing.Object(Beast2.Encode(EastType.Array(EastType.Float), new EastArray<double>([1, 2.5])))), "numbers become what the parameter takes");
        Assert.That(_repository.Objects.Contains(alphas.Id));
    }

    [Test]
    public async Task A_command_gets_what_the_list_looks_like()
    {
        var snapshot = await Build("""
            tasks:
              sweep: { runner: shell, command: "cat {inputs.n} {inputs.f} {inputs.s} {inputs.b} > {output}", output: Blob,
                       matrix: { n: [1], f: [1, 0.5], s: [a], b: [true] } }
            """);
        Assert.That(snapshot.Launches[0].InputTypes, Is.EqualTo(new[] { EastType.Integer, EastType.Float, EastType.String, EastType.Boolean }));
    }

    [Test]
    public async Task An_edge_names_both_ends_and_says_that_it_is_about_elements()
    {
        Script("f(x: Float) -> Float");
        var problem = (await Problems("""
            inputs: { xs: { value: [1], type: Array<Integer> } }
            tasks: { f: { runner: python, function: a.py#f, foreach: xs, inputs: [xs] } }
            """)).Single();
        Assert.That(problem.Message, Is.EqualTo("`f` takes `x` as Float, but each element of `xs` is Integer"));
        Assert.That((problem.Line, problem.Column), Is.EqualTo((3, 71)));
    }

    [Test]
    public async Task What_is_no_collection_cannot_be_gone_over()
    {
        Script("f(x: Integer) -> Integer");
        var problem = (await Problems("""
            inputs: { x: { value: 1, type: Integer } }
            tasks: { f: { runner: python, function: a.py#f, foreach: x, inputs: [x] } }
            """)).Single();
        Assert.That((problem.Message, problem.NextStep), Is.EqualTo((ScatterMessages.NotACollection("x", EastType.Integer), ScatterMessages.NotACollectionNext)));
        Assert.That((problem.Line, problem.Column), Is.EqualTo((3, 58)));
        problem = (await Problems("""
            inputs: { d: { value: { a: 1 }, type: "Dict<String, Integer>" } }
            tasks: { f: { runner: python, function: a.py#f, matrix: { x: d } } }
            """)).Single();
        Assert.That(problem.Message, Is.EqualTo(ScatterMessages.NotAnAxis("x", "d", EastType.Dict(EastType.String, EastType.Integer))));
    }

    [Test]
    public async Task Values_of_a_matrix_must_be_what_the_parameter_takes()
    {
        Script("f(x: Integer; y?) -> Integer");
        var problem = (await Problems("tasks: { f: { runner: python, function: a.py#f, inputs: [], matrix: { x: [1, two], y: [1] } } }")).Single();
        Assert.That((problem.Line, problem.Column), Is.EqualTo((2, 78)));
        problem = (await Problems("tasks: { f: { runner: python, function: a.py#f, inputs: [], matrix: { x: [1], y: [1, a] } } }")).Single();
        Assert.That((problem.Message, problem.NextStep), Is.EqualTo((ScatterMessages.NoAxisType("y"), ScatterMessages.AxisTypeNext)));
    }

    [Test]
    public async Task A_parameter_that_does_not_exist_is_named_with_what_was_meant()
    {
        Script("f(alpha: Integer) -> Integer");
        var problems = await Problems("tasks: { f: { runner: python, function: a.py#f, matrix: { alhpa: [1] } } }");
        Assert.That(problems.Single(p => p.Message == "`f` has no parameter `alhpa`").Suggestion, Is.EqualTo("alpha"));
    }

    [Test]
    public async Task What_is_taken_apart_is_part_of_why_a_task_runs()
    {
        Script("f(x?; y?) -> Integer");
        const string Inputs = "inputs: { a: { value: [1], type: Array<Integer> }, b: { value: [1], type: Array<Integer> } }\n";
        var first = (await Build(Inputs + "tasks: { f: { runner: python, function: a.py#f, foreach: a, inputs: [a, b] } }")).Snapshot.Tasks[0];
        var second = (await Build(Inputs + "tasks: { f: { runner: python, function: a.py#f, foreach: b, inputs: [a, b] } }")).Snapshot.Tasks[0];
        var record = new TaskRecord { Name = "f", Task = first.Id, Decision = Decision.Ran, StartedAt = default, EndedAt = default };
        Assert.That(TaskChanges.Between(record, first.Definition, second, []), Has.Member(new Reason.ProgramChanged("elements", "a", "b")));
    }

    [Test]
    public async Task A_plan_of_an_input_that_was_never_imported_counts_its_elements()
    {
        Script("f(x: Integer) -> Integer");
        _folder.Write("xs.json", "[\"1\",\"2\",\"2\"]");
        var snapshot = await Build("""
            inputs: { xs: { file: xs.json, type: Array<Integer> } }
            tasks: { f: { runner: python, function: a.py#f, foreach: xs, inputs: [xs] } }
            """, store: false);
        var task = snapshot.Snapshot.Tasks[0];
        Assert.That(_repository.Objects.Contains(snapshot.Snapshot.Inputs[0].Id), Is.False);
        var counter = new ScatterCounter(new(snapshot, (_, id) => _repository.Objects.Locate(id)), new FakeLookups());
        Assert.That(counter.Count(task, [snapshot.Snapshot.Inputs[0].Id], isForced: false), Is.EqualTo(new PlannedElements(3, 3)));
    }

    private void Script(params string[] functions) => _runtimes.Script(Path.Combine(_folder.Path, "a.py"), functions);

    private async Task<ResolvedSnapshot> Build(string text, bool store = true)
    {
        var (snapshot, problems) = await Resolve(text, store);
        Assert.That(problems, Is.Empty);
        return snapshot!;
    }

    private async Task<IReadOnlyList<ProjectProblem>> Problems(string text) => (await Resolve(text, store: true)).Problems;

    private async Task<(ResolvedSnapshot? Snapshot, IReadOnlyList<ProjectProblem> Problems)> Resolve(string text, bool store)
    {
        var graph = GraphBuilder.Build(_folder.Write("polyglot.yaml", "name: p\n" + text));
        Assert.That(graph.Problems, Is.Empty);
        var cache = DescribeCache.Load(Path.Combine(_repository.IndexFolder, "scripts.json"));
        var objects = store ? _repository.Objects : null;
        return await new SnapshotBuilder(graph.Graph!, _runtimes, new(_repository.StatCache, objects), cache, new(), objects).BuildAsync(default);
    }
}
