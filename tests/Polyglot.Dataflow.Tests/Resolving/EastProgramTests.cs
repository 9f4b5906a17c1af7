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

/// <summary>Tasks with <c>ir:</c>.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EastProgramTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;
    private readonly FakeRuntimes _runtimes = new();

    public EastProgramTests() => _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_program_says_its_types_and_is_stored_under_its_id()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Add()));
        var snapshot = await Build("inputs: [n, m]");
        var launch = snapshot.Launches[0];
        var id = ObjectId.Parse(IrProgram.Of(Programs.Add()).Id);
        Assert.That(launch.Ir, Is.EqualTo(id));
        Assert.That(launch.OutputType, Is.EqualTo(EastType.Integer));
        Assert.That(((IrTaskProgram)launch.Program).Id, Is.EqualTo(id.ToString()));
        Assert.That(_repository.Objects.Contains(id), Is.True);
        Assert.That(snapshot.Snapshot.Tasks[0].Definition.Program, Is.InstanceOf<TaskProgram.Ir>().With.Property("Id").EqualTo(id));
    }

    [Test]
    public async Task Inputs_go_to_parameters_by_name_too()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Add()));
        var snapshot = await Build("inputs: { b: n, a: m }");
        Assert.That(snapshot.Launches[0].InputNames, Is.EqualTo(new[] { "a", "b" }));
        Assert.That((await Problems("inputs: { c: n, a: m }")).Select(p => p.Message), Has.Member(ResolveMessages.UnknownParameter("add.beast2", "c")));
        Assert.That((await Problems("inputs: [n]")).Single().Message, Is.EqualTo(ResolveMessages.MissingInput("add.beast2", "b")));
    }

    [Test]
    public async Task The_same_program_in_another_form_is_the_same_task()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Add()));
        var plain = (await Build("inputs: [n, m]")).Snapshot.Tasks[0].Id;
        _folder.Write("add.json", Programs.Json(Programs.Add()));
        Assert.That((await Build("inputs: [n, m]", file: "add.json")).Snapshot.Tasks[0].Id, Is.EqualTo(plain));
        _runtimes.Runners["dotnet"] = FakeRuntimes.Runner("dotnet", RunnerKind.Host, ("code", "2"));
        Assert.That((await Build("inputs: [n, m]")).Snapshot.Tasks[0].Id, Is.Not.EqualTo(plain));
    }

    [Test]
    public async Task What_is_wrong_with_a_program_is_a_problem_of_the_plan_with_its_place()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Wrong()));
        var problems = await Problems("timeout: 3");
        Assert.That(problems.Select(p => p.Message), Is.EqualTo(new[]
        {
            ResolveMessages.Program("add.beast2", "total.ts:2:1: the value of 's' must be String, got Integer"),
            ResolveMessages.Program("add.beast2", "total.ts:3:1: there is no variable 'missing' here"),
        }));
        Assert.That(problems.Select(p => p.Line), Is.All.EqualTo(4));
    }

    [TestCase("gone.beast2", "there is no file")]
    [TestCase("other.beast2", "Data too short")]
    [TestCase("other.json", "Failed to parse JSON")]
    public async Task A_file_that_is_no_program_is_a_problem(string file, string message)
    {
        _folder.Write("other.beast2", "x");
        _folder.Write("other.json", "x");
        Assert.That((await Problems("timeout: 3", file)).Single().Message, Does.StartWith($"the East program {file} cannot be run: {message}"));
    }

    [Test]
    public async Task The_types_of_edges_are_checked_and_platform_packages_are_known()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Say()));
        Assert.That((await Problems("inputs: [n]")).Single().Message, Does.StartWith("`t` takes `text` as String, but `n` is Integer"));
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Add()));
        Assert.That(await Problems("inputs: [n, m], platforms: [std, time]"), Is.Empty);
        Assert.That((await Problems("inputs: [n, m], platforms: [stats]")).Single().Message,
            Is.EqualTo(ResolveMessages.Program("add.beast2", ResolveMessages.NoPlatform("dotnet", "stats", HostPlatform.Packages))));
    }

    [TestCase("dotnet")]
    [TestCase("julia")]
    public async Task A_program_calls_only_what_its_packages_offer(string runner)
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Now()));
        Assert.That((await Problems("timeout: 3", runner: runner)).Single().Message, Does.Contain("time_now"));
        Assert.That(await Problems("platforms: [time]", runner: runner), Is.Empty);
    }

    [Test]
    public async Task What_a_runtime_offers_is_checked_with_its_types_before_anything_runs()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Now()));
        _runtimes.Functions.RemoveAll(f => f.Name == "time_now");
        Assert.That((await Problems("platforms: [time]", runner: "julia")).Single().Message, Does.Contain("total.ts:2:1: this host offers no platform function 'time_now'"));
    }

    [Test]
    public async Task A_plugins_package_belongs_to_the_runner_and_its_code_to_the_task()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Call("fit", EastType.Float)));
        var module = _folder.Write("stats/functions.py", "one");
        _runtimes.Functions.Add(new("fit", [], EastType.Float, IsAsync: false));
        var julia = FakeRuntimes.Runner("julia", RunnerKind.East);
        _runtimes.Runners["julia"] = new(julia.Manifest with { Platforms = [new("stats", "julia", module, "/plugin.json")] }, julia.Argv, "/p", [], "1.0", []);
        Assert.That((await Problems("timeout: 3", runner: "julia")).Single().Message, Does.Contain("'fit'"));
        Assert.That((await Problems("platforms: [stat]", runner: "julia")).Single().Message, Does.Contain("has no platform package `stat`"));
        var first = (await Build("platforms: [stats]", runner: "julia")).Snapshot.Tasks[0];
        Assert.That(first.Definition.Fingerprint.Keys, Has.Member("platform:stats"));
        _folder.Write("stats/functions.py", "and more");
        Assert.That((await Build("platforms: [stats]", runner: "julia")).Snapshot.Tasks[0].Id, Is.Not.EqualTo(first.Id));
    }

    [Test]
    public async Task An_up_to_date_plan_asks_no_runtime_and_reads_no_program()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Add()));
        var cache = DescribeCache.Load(Path.Combine(_repository.IndexFolder, "scripts.json"));
        var first = (await Resolve("inputs: [n, m]", "add.beast2", "julia", cache)).Snapshot!;
        cache.Save(_repository.Temp);
        var again = DescribeCache.Load(Path.Combine(_repository.IndexFolder, "scripts.json"));
        Assert.That(again.FindVerdict("nothing"), Is.Null);
        var second = (await Resolve("inputs: [n, m]", "add.beast2", "julia", again)).Snapshot!;
        Assert.That(second.Snapshot.Tasks[0].Id, Is.EqualTo(first.Snapshot.Tasks[0].Id));
        Assert.That(_runtimes.Announcements, Is.EqualTo(1));
        // The same file with a verdict of another program in the cache: it is the cache that was asked.
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Wrong()));
        Assert.That((await Resolve("inputs: [n, m]", "add.beast2", "julia", again)).Problems, Is.Not.Empty);
    }

    [Test]
    public async Task A_runtime_of_another_version_of_East_is_refused_by_name()
    {
        _folder.Write("add.beast2", IrWriter.ToBeast2(Programs.Add()));
        _runtimes.IrVersions[0] = "0.0.2";
        Assert.That((await Problems("inputs: [n, m]", runner: "julia")).Single().Message, Does.Contain("runs East programs of version 0.0.2 and not of 0.0.1-beta.25"));
    }

    [Test]
    public void Another_runner_is_given_to_East_programs_alone()
    {
        var graph = GraphBuilder.Build(_folder.Write("polyglot.yaml", """
            name: p
            tasks:
              a: { runner: dotnet, ir: a.json }
              b: { runner: dotnet, ir: b.json }
              c: { runner: shell, command: "true", output: Blob }
            """)).Graph!;
        List<ProjectProblem> problems = [];
        string[] Runners(params string[] targets) => [.. RunnerOverride.Apply(graph, "julia", targets, problems).Tasks.OrderBy(t => t.Name).Select(t => t.Declared.Runner)];
        Assert.That(Runners(), Is.EqualTo(new[] { "julia", "julia", "shell" }));
        Assert.That(Runners("b"), Is.EqualTo(new[] { "dotnet", "julia", "shell" }));
        Assert.That(problems, Is.Empty);
        Runners("c");
        Assert.That(problems.Single().Message, Is.EqualTo(ResolveMessages.NotAProgram("c")));
    }

    private async Task<ResolvedSnapshot> Build(string body, string file = "add.beast2", string runner = "dotnet")
    {
        var (snapshot, problems) = await Resolve(body, file, runner);
        Assert.That(problems, Is.Empty);
        return snapshot!;
    }

    private async Task<IReadOnlyList<ProjectProblem>> Problems(string body, string file = "add.beast2", string runner = "dotnet") => (await Resolve(body, file, runner)).Problems;

    private async Task<(ResolvedSnapshot? Snapshot, IReadOnlyList<ProjectProblem> Problems)> Resolve(string body, string file, string runner = "dotnet", DescribeCache? cache = null)
    {
        var graph = GraphBuilder.Build(_folder.Write("polyglot.yaml", $$"""
            name: p
            inputs: { n: { value: 3, type: Integer }, m: { value: 4, type: Integer } }
            tasks:
              t: { runner: {{runner}}, ir: {{file}}, {{body}} }
            """));
        Assert.That(graph.Problems, Is.Empty);
        cache ??= DescribeCache.Load(Path.Combine(_repository.IndexFolder, "none.json"));
        return await new SnapshotBuilder(graph.Graph!, _runtimes, new(_repository.StatCache, _repository.Objects), cache, new CodeIds(), _repository.Objects).BuildAsync(default);
    }
}
