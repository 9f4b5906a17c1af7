using System.Text;
using NJsonSchema;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.Testing;

namespace Polyglot.Dataflow.Tests.Projects;

/// <summary>One tiny file per rule: the JSON schema and the reader give the same verdict, in YAML and in JSON.</summary>
public class ProjectSamplesTests
{
    private static readonly string _folder = Path.Combine(Repository.Root, "tests", "Polyglot.Dataflow.Tests", "Projects", "Samples");
    private static readonly Lazy<JsonSchema> _schema = new(() =>
        JsonSchema.FromJsonAsync(File.ReadAllText(Path.Combine(Repository.Root, "ir", "schema", "project.schema.json"))).GetAwaiter().GetResult());

    public static IEnumerable<string> Valid => Names("valid");

    public static IEnumerable<string> Invalid => Names("invalid");

    public static IEnumerable<string> BeyondTheSchema => Names("names");

    [TestCaseSource(nameof(Valid))]
    public void A_valid_file_is_accepted_by_reader_and_schema(string name)
    {
        var yaml = Load("valid", name);
        Assert.That(ProjectReader.Read($"/p/{name}", yaml).Problems, Is.Empty);
        Assert.That(SchemaErrors(name, yaml), Is.Empty);
        var json = AsJson(name, yaml);
        Assert.That(ProjectReader.Read("/p/polyglot.json", json).Problems, Is.Empty);
    }

    [TestCaseSource(nameof(Invalid))]
    public void An_invalid_file_is_refused_by_reader_and_schema(string name)
    {
        var yaml = Load("invalid", name);
        var problems = ProjectReader.Read($"/p/{name}", yaml).Problems;
        Assert.That(problems.Select(p => p.ToString()), Has.Some.Contains(Expected(yaml)));
        Assert.That(problems, Has.All.Property(nameof(ProjectProblem.Line)).GreaterThan(1), "the place is known and not the comment's");
        Assert.That(SchemaErrors(name, yaml), Is.Not.Empty);
        Assert.That(ProjectReader.Read("/p/polyglot.json", AsJson(name, yaml)).Problems.Select(p => p.Message),
            Is.EquivalentTo(problems.Select(p => p.Message)), "JSON of the same content has the same problems");
    }

    [TestCaseSource(nameof(BeyondTheSchema))]
    public void A_file_that_breaks_a_rule_no_schema_can_say_is_refused(string name)
    {
        var yaml = Load("names", name);
        var problems = GraphBuilder.Build($"/p/{name}", file => ProjectReader.Read(file, yaml)).Problems;
        Assert.That(problems.Select(p => p.ToString()), Has.Some.Contains(Expected(yaml)));
        Assert.That(problems[0].Line, Is.GreaterThan(1));
    }

    [Test]
    public void Every_problem_of_a_file_is_reported_at_once_in_file_order()
    {
        var text = "name: 1\ninputs:\n  x: { type: Intgr, value: 1 }\n  y: {}\ntasks:\n  t: { runer: x, function: a }\n";
        var problems = ProjectReader.Read("/p/polyglot.yaml", Encoding.UTF8.GetBytes(text)).Problems;
        Assert.That(problems.Select(p => p.Line), Is.EqualTo(new[] { 1, 3, 4, 4, 6, 6, 6 }));
        Assert.That(problems[^2].Suggestion ?? problems[^1].Suggestion ?? problems[^3].Suggestion, Is.EqualTo("runner"));
    }

    [Test]
    public void Of_very_many_problems_the_first_hundred_are_shown_and_the_rest_counted()
    {
        var text = new StringBuilder("name: a\ninputs:\n");
        for (var i = 0; i < 150; i++) text.Append($"  x{i}: 1\n");
        var problems = ProjectReader.Read("/p/polyglot.yaml", Encoding.UTF8.GetBytes(text.ToString())).Problems;
        Assert.That(problems, Has.Count.EqualTo(101));
        Assert.That(problems[^1].Message, Is.EqualTo(ProjectMessages.MoreProblems(50)));
    }

    [Test]
    public void A_problem_prints_place_message_suggestion_and_next_step()
    {
        var problem = new ProjectProblem("a.yaml", 3, 5, "unknown key `x`", "y", "Do this.");
        Assert.That(problem.ToString(), Is.EqualTo("a.yaml:3:5: unknown key `x`. Did you mean `y`? Do this."));
        Assert.That(new ProjectProblem("a.yaml", 0, 0, "gone").ToString(), Is.EqualTo("a.yaml: gone."));
    }

    [Test]
    public void The_model_holds_what_was_written()
    {
        var project = ProjectReader.Read("/p/everything.yaml", Load("valid", "everything.yaml")).Project!;
        var f = project.Tasks[0];
        Assert.Multiple(() =>
        {
            Assert.That(project.Name, Is.EqualTo("co2-outlook"));
            Assert.That(project.Directory, Is.EqualTo("/p"));
            Assert.That(project.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "weekly", "text", "table", "horizon", "shape", "cleaned" }));
            Assert.That(((FileSource)project.Inputs[0].Source).Format, Is.EqualTo(FileFormat.Raw));
            Assert.That(((FromSource)project.Inputs[5].Source).Name, Is.EqualTo("clean"));
            Assert.That(f.Program, Is.EqualTo(new FunctionReference("src/clean.mjs", "clean", f.Program.Position)));
            Assert.That(f.Settings.Environment, Is.EqualTo(new KeyValuePair<string, string>[] { new("A", "1"), new("B", "yes"), new("C", "true") }));
            Assert.That(f.Settings.Timeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(project.Tasks[1].InputsNamed, Is.True);
            Assert.That(project.Tasks[2].Settings.Timeout, Is.EqualTo(TimeSpan.FromSeconds(2.5)));
            Assert.That(project.Outputs[1].Path, Is.EqualTo("b.bin"));
            Assert.That(project.Runners!.ToJsonString(), Is.EqualTo("""{"mine":{"kind":"command"}}"""));
            Assert.That((project.Inputs[0].Position.Line, project.Inputs[0].Position.Column), Is.EqualTo((6, 3)));
        });
    }

    private static IEnumerable<string> Names(string kind) => Directory.GetFiles(Path.Combine(_folder, kind)).Select(f => Path.GetFileName(f)).Order();

    private static byte[] Load(string kind, string name) => File.ReadAllBytes(Path.Combine(_folder, kind, name));

    private static string Expected(byte[] yaml) => Encoding.UTF8.GetString(yaml).Split('\n')[0]["# expect: ".Length..];

    private static byte[] AsJson(string name, byte[] yaml) =>
        Encoding.UTF8.GetBytes(NodeJson.Convert(ProjectDocument.Read(name, yaml).Root!)!.ToJsonString());

    private static List<string> SchemaErrors(string name, byte[] yaml) =>
        _schema.Value.Validate(Encoding.UTF8.GetString(AsJson(name, yaml))).Select(e => e.ToString()).ToList();
}
