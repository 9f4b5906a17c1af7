using System.Text;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Tests.Projects;

public class DocumentReaderTests
{
    [TestCase("yes", ScalarKind.String)]
    [TestCase("true", ScalarKind.Boolean)]
    [TestCase("~", ScalarKind.Null)]
    [TestCase("-12", ScalarKind.Integer)]
    [TestCase("+12", ScalarKind.Integer)]
    [TestCase("1.5", ScalarKind.Float)]
    [TestCase("1.", ScalarKind.Float)]
    [TestCase(".5e-3", ScalarKind.Float)]
    [TestCase("1e5", ScalarKind.Float)]
    [TestCase("-.inf", ScalarKind.Float)]
    [TestCase(".nan", ScalarKind.Float)]
    [TestCase("1.2.3", ScalarKind.String)]
    [TestCase("-", ScalarKind.String)]
    [TestCase(".", ScalarKind.String)]
    [TestCase("e5", ScalarKind.String)]
    [TestCase("1e", ScalarKind.String)]
    [TestCase("0x10", ScalarKind.String)]
    [TestCase("2024-01-01", ScalarKind.String)]
    public void A_plain_scalar_is_what_the_core_schema_says(string text, ScalarKind kind) => Assert.That(ScalarRules.KindOf(text), Is.EqualTo(kind));

    [Test]
    public void A_quoted_scalar_is_text()
    {
        var list = (ListNode)Yaml("['1', \"true\", 1]").Root!;
        Assert.That(list.Items.Cast<ScalarNode>().Select(s => s.Kind), Is.EqualTo(new[] { ScalarKind.String, ScalarKind.String, ScalarKind.Integer }));
    }

    [Test]
    public void Json_gives_the_same_nodes_and_places_as_yaml()
    {
        const string Text = "{\n  \"a\": [1, \"ä\", {\"b\": null}],\n  \"ö\": true\n}";
        Assert.That(Dump(Json(Text).Root!), Is.EqualTo(Dump(Yaml(Text).Root!)));
        Assert.That(Dump(Json(Text).Root!), Does.Contain("2:17 {2:18 b").And.Contain("3:8"));
    }

    [TestCase("{\"a\":1,\"a\":2}", "comes twice")]
    [TestCase("{\"a\":1,}", "not valid JSON")]
    [TestCase("[1] 2", "not valid JSON")]
    [TestCase("", "not valid JSON")]
    [TestCase("{\"\\ud800\":1}", "not valid JSON")]
    public void Bad_json_is_one_problem(string text, string message) => Assert.That(Json(text).Problem!.Message, Does.Contain(message));

    [TestCase("name: e\ntasks:\n\ta: 1\n", 3, Description = "a tab")]
    [TestCase("name: e\ntasks:\n  a: { b: [c]\n  d: { e: f }\n", 4, Description = "a mapping that is not closed")]
    [TestCase("a: [1, 2\nb: 3\n", 2, Description = "a list that is not closed")]
    [TestCase("a: 'x\nb: 3\n", 3, Description = "a quote that is not closed")]
    [TestCase("a: 1\n  b: 2\n", 2, Description = "a key too far in")]
    public void Bad_yaml_is_one_problem_with_its_line_and_what_to_look_for(string text, int line)
    {
        var problem = Yaml(text).Problem!;
        Assert.That(problem.Message, Does.StartWith("not valid YAML: ").And.Not.Contain("current state"));
        Assert.That(problem.Line, Is.EqualTo(line));
        Assert.That(problem.NextStep, Is.EqualTo(ProjectMessages.BadYamlNext));
    }

    [Test]
    public void Nesting_is_limited_in_both_syntaxes()
    {
        var deep = new string('[', 100_000);
        Assert.That(Yaml(deep).Problem!.Message, Is.EqualTo(ProjectMessages.TooDeep(DocumentLimits.Depth)));
        Assert.That(Json(deep).Problem!.Message, Does.Contain("not valid JSON"));
        var allowed = new string('[', 60) + new string(']', 60);
        Assert.That(Yaml(allowed).Problem, Is.Null);
        Assert.That(Json(allowed).Problem, Is.Null);
    }

    [Test]
    public void An_alias_bomb_is_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 20; i++) text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Assert.That(Yaml(text.ToString()).Problem!.Message, Is.EqualTo(ProjectMessages.TooManyAliases(DocumentLimits.AliasedNodes)));
    }

    [Test]
    public void A_file_over_the_limit_is_refused_unread()
    {
        var result = ProjectDocument.Read("a.yaml", new byte[DocumentLimits.Bytes + 1]);
        Assert.That(result.Problem!.NextStep, Is.EqualTo(ProjectMessages.TooLargeNext));
    }

    [Test]
    public void Text_that_is_not_utf8_names_the_byte()
    {
        var result = ProjectDocument.Read("a.yaml", [(byte)'n', 0xFF]);
        Assert.That(result.Problem!.Message, Is.EqualTo(ProjectMessages.NotUtf8(1)));
    }

    [Test]
    public void A_byte_order_mark_is_skipped()
    {
        foreach (var file in new[] { "a.yaml", "a.json" })
            Assert.That(ProjectDocument.Read(file, "\uFEFF{\"name\": \"a\"}"u8).Root, Is.InstanceOf<MapNode>());
    }

    [Test]
    public void An_empty_file_holds_nothing()
    {
        Assert.That(((ScalarNode)Yaml("# nothing\n").Root!).Kind, Is.EqualTo(ScalarKind.Null));
        Assert.That(ProjectReader.Read("/p/a.yaml", default).Problems, Has.Count.EqualTo(1));
    }

    [Test]
    public void Mutated_files_give_a_project_or_problems_and_never_throw()
    {
        var random = new Random(20260101);
        var seeds = Directory.GetFiles(Path.Combine(Polyglot.Testing.Repository.Root, "tests/Polyglot.Dataflow.Tests/Projects/Samples"), "*.yaml", SearchOption.AllDirectories)
            .Select(File.ReadAllBytes).ToList();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 20_000 && clock.Elapsed < TimeSpan.FromSeconds(2); i++)
        {
            var bytes = seeds[random.Next(seeds.Count)].ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "[]{}:,&*!|>'\"#%@`- \n?~0"[random.Next(23)]);
            foreach (var file in new[] { "/p/a.yaml", "/p/a.json" })
            {
                var result = ProjectReader.Read(file, bytes);
                Assert.That(result.Project is null, Is.EqualTo(result.Problems.Count > 0), () => Encoding.UTF8.GetString(bytes));
            }
        }
    }

    [TestCase("inptus", "inputs")]
    [TestCase("Inputs", "inputs")]
    [TestCase("imput", "inputs")]
    [TestCase("zebra", null)]
    public void A_near_name_is_suggested(string given, string? expected) =>
        Assert.That(DidYouMean.Among(given, ["name", "inputs", "outputs"]), Is.EqualTo(expected));

    private static DocumentResult Yaml(string text) => ProjectDocument.Read("a.yaml", Encoding.UTF8.GetBytes(text));

    private static DocumentResult Json(string text) => ProjectDocument.Read("a.json", Encoding.UTF8.GetBytes(text));

    private static string Dump(DocumentNode node) => $"{node.Position.Line}:{node.Position.Column} " + node switch
    {
        ScalarNode s => $"{s.Kind} {s.Text}",
        ListNode l => "[" + string.Join(", ", l.Items.Select(Dump)) + "]",
        MapNode m => "{" + string.Join(", ", m.Entries.Select(e => $"{e.KeyPosition.Line}:{e.KeyPosition.Column} {e.Key}: {Dump(e.Value)}")) + "}",
        _ => "?",
    };
}
