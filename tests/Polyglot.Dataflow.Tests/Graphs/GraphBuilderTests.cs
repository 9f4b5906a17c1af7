using System.Text;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;

namespace Polyglot.Dataflow.Tests.Graphs;

public class GraphBuilderTests
{
    private readonly Dictionary<string, string> _files = [];

    [SetUp]
    public void Forget() => _files.Clear();

    [Test]
    public void Tasks_come_after_what_they_need_and_keep_the_order_of_the_file_otherwise()
    {
        _files["/p/polyglot.yaml"] = """
            name: p
            inputs: { i: { value: 1, type: Integer } }
            tasks:
              c: { runner: x, command: c, inputs: [b, i] }
              a: { runner: x, command: a }
              b: { runner: x, command: b, inputs: [a] }
              d: { runner: x, command: d }
            outputs: { out: c }
            """;
        var graph = Build("/p/polyglot.yaml").Graph!;
        Assert.That(graph.Tasks.Select(t => t.Name), Is.EqualTo(new[] { "a", "b", "c", "d" }));
        Assert.That(graph.Tasks[2].Sources, Is.EqualTo(new[] { new GraphSource(true, 1), new GraphSource(false, 0) }));
        Assert.That(graph.Outputs[0].Source, Is.EqualTo(new GraphSource(true, 2)));
    }

    [Test]
    public void A_chain_of_fifty_thousand_tasks_is_no_deep_recursion()
    {
        var text = new StringBuilder("name: p\ntasks:\n");
        for (var i = 50_000; i > 0; i--) text.Append($"  t{i}: {{ runner: x, command: a, inputs: [{(i == 1 ? "" : $"t{i - 1}")}] }}\n");
        _files["/p/polyglot.yaml"] = text.ToString();
        var graph = Build("/p/polyglot.yaml").Graph!;
        Assert.That(graph.Tasks, Has.Count.EqualTo(50_000));
        Assert.That(graph.Tasks[0].Name, Is.EqualTo("t1"));
    }

    [Test]
    public void An_input_can_come_from_a_task_an_output_or_an_input_of_another_file()
    {
        Chain();
        var graph = Build("/p/polyglot.yaml").Graph!;
        Assert.That(graph.Tasks.Select(t => t.Name), Is.EqualTo(new[] { "base.clean", "use" }));
        Assert.That(graph.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "base.raw" }));
        Assert.That(graph.Tasks[1].Sources, Is.EqualTo(new[] { new GraphSource(true, 0), new GraphSource(true, 0), new GraphSource(false, 0) }));
        Assert.That(graph.Tasks[0].Project.Directory, Is.EqualTo("/base"));
    }

    [Test]
    public void Only_what_is_needed_of_another_file_is_in_the_graph()
    {
        Chain();
        Assert.That(Build("/p/polyglot.yaml").Graph!.Tasks.Select(t => t.Name), Does.Not.Contain("base.unused"));
        Assert.That(Build("/base/polyglot.yaml").Graph!.Tasks.Select(t => t.Name), Does.Contain("unused"));
    }

    [Test]
    public void A_file_that_two_aliases_lead_to_is_there_once()
    {
        Chain();
        _files["/q/polyglot.yaml"] = """
            name: q
            uses: { one: ../base/polyglot.yaml, p: ../p/polyglot.yaml }
            inputs: { a: { from: one.clean }, b: { from: p.use } }
            tasks: { t: { runner: x, command: c, inputs: [a, b] } }
            """;
        var result = Build("/q/polyglot.yaml");
        Assert.That(result.Graph!.Tasks.Select(t => t.Name), Is.EqualTo(new[] { "one.clean", "p.use", "t" }));
        Assert.That(result.Files, Is.EqualTo(new[] { "/q/polyglot.yaml", "/base/polyglot.yaml", "/p/polyglot.yaml" }));
    }

    [Test]
    public void Files_that_use_each_other_in_a_circle_are_refused()
    {
        _files["/a/polyglot.yaml"] = "name: a\nuses: { b: ../b/polyglot.yaml }\n";
        _files["/b/polyglot.yaml"] = "name: b\nuses: { a: ../a/polyglot.yaml }\n";
        var problem = Build("/a/polyglot.yaml").Problems.Single();
        Assert.That(problem.Message, Is.EqualTo(GraphMessages.UsesCycle(["/a/polyglot.yaml", "/b/polyglot.yaml", "/a/polyglot.yaml"])));
        Assert.That(problem.File, Is.EqualTo("/b/polyglot.yaml"));
    }

    [Test]
    public void Problems_of_every_file_are_reported_together()
    {
        Chain();
        _files["/p/polyglot.yaml"] = "name: p\nuses: { base: ../base/polyglot.yaml, gone: ../gone.yaml }\ninputs: { a: { from: base.claen }, b: { from: bas.clean } }\n";
        _files["/base/polyglot.yaml"] += "extra: 1\n";
        var problems = Build("/p/polyglot.yaml").Problems;
        Assert.That(problems.Select(p => p.File), Is.EqualTo(new[] { "/base/polyglot.yaml", "/gone.yaml" }));
        _files["/base/polyglot.yaml"] = _files["/base/polyglot.yaml"].Replace("extra: 1\n", "", StringComparison.Ordinal);
        _files["/p/polyglot.yaml"] = _files["/p/polyglot.yaml"].Replace(", gone: ../gone.yaml", "", StringComparison.Ordinal);
        problems = Build("/p/polyglot.yaml").Problems;
        Assert.That(problems.Select(p => p.Suggestion), Is.EqualTo(new[] { "clean", "base" }));
    }

    private void Chain()
    {
        _files["/base/polyglot.yaml"] = """
            name: base
            inputs: { raw: { file: raw.csv, type: Blob }, other: { value: 1, type: Integer } }
            tasks:
              unused: { runner: x, command: u, inputs: [other] }
              clean: { runner: x, command: c, inputs: [raw] }
            outputs: { out/clean.csv: clean }

            """;
        _files["/p/polyglot.yaml"] = """
            name: p
            uses: { base: ../base/polyglot.yaml }
            inputs: { a: { from: base.clean }, b: { from: base.out/clean.csv }, c: { from: base.raw } }
            tasks: { use: { runner: x, command: c, inputs: [a, b, c] } }
            """;
    }

    private GraphResult Build(string file) => GraphBuilder.Build(file, path => _files.TryGetValue(path, out var text)
        ? ProjectReader.Read(path, Encoding.UTF8.GetBytes(text))
        : new(null, [new(path, 0, 0, "gone")]));
}
