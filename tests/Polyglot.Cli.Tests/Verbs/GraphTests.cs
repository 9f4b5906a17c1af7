using System.Xml.Linq;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Tests.Support;
using Polyglot.Cli.Verbs.Pictures;
using Polyglot.Pictures.Graphs;

namespace Polyglot.Cli.Tests.Verbs;

public sealed class GraphTests
{
    [Test]
    public void A_dataflow_is_drawn_with_what_a_run_would_do()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("graph").Out, Is.EqualTo(
            """
            ○  words   input
            ●  sorted  runs   shell  never ran
            ●  count   waits  shell  for sorted, gives out/count.txt

            """.ReplaceLineEndings("\n")));
        Assert.That(File.Exists(project.PathOf("out/count.txt")), Is.False, "nothing is run");
        Assert.That(PolyglotProcess.Run(project.Folder, [("LANG", "C")], "graph").Out, Does.StartWith("o  words   input\n*  sorted  runs "));
    }

    [Test]
    public void A_past_run_is_drawn_as_it_was_also_where_it_was_blocked()
    {
        using var project = new ShellProject(Failing("exit 1"));
        Assert.That(project.Polyglot("run").ExitCode, Is.EqualTo(1));
        // The project has changed since: what was blocked needs something else now.
        project.Write("polyglot.yaml", Failing("exit 1").Replace(", inputs: { a: a }", "", StringComparison.Ordinal).Replace("{inputs.a}", "/dev/null", StringComparison.Ordinal));
        Assert.That(Normal.Text(project.Polyglot("graph", "--run", "last").Out, project.Folder), Is.EqualTo("●  a  failed   shell TIME, never ran\n●  b  blocked  shell\n"));
        var edges = project.Polyglot("graph", "--run", "last", "--output", "json").Json.GetProperty("edges");
        Assert.That(edges.GetArrayLength(), Is.EqualTo(1));
        Assert.That(project.Polyglot("graph", "--output", "json").Json.GetProperty("edges").GetArrayLength(), Is.Zero);
    }

    [Test]
    public void Files_have_the_format_of_their_extension()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("graph", "-o", "g.svg").Out, Is.EqualTo("wrote g.svg\n"));
        Assert.That(XDocument.Parse(project.Read("g.svg")).Root!.Name.LocalName, Is.EqualTo("svg"));
        project.Polyglot("graph", "-o", "g.dot");
        Assert.That(project.Read("g.dot"), Does.StartWith("digraph \"words\" {\n"));
        project.Polyglot("graph", "-o", "g.mmd");
        Assert.That(project.Read("g.mmd"), Does.StartWith("flowchart LR\n"));
        Assert.That(project.Polyglot("graph", "-f", "sgv").Error, Does.StartWith("error: there is no format `sgv`; did you mean `svg`?\n"));
        Assert.That(project.Polyglot("graph", "count", "--run", "last").Error, Does.StartWith("error: the argument `count` is one too many\n"));
    }

    [Test]
    public void Scripts_get_nodes_and_edges()
    {
        using var project = ShellProject.Words();
        var graph = project.Polyglot("graph", "sorted", "--output", "json").Json;
        Assert.That(graph.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()), Is.EqualTo(new[] { "words", "sorted" }));
        Assert.That(graph.GetProperty("edges").ToString(), Does.Match(@"^\[\s*\[\s*0,\s*1\s*\]\s*\]$"));
    }

    [Test]
    public void A_drawing_is_as_wide_as_the_terminal_and_folds_are_counted()
    {
        var nodes = Enumerable.Range(0, 40).Select(i => new PictureNode($"a-rather-long-name-{i}", PictureKind.Task, PictureState.Runs) { Runner = "python", Note = "input weekly changed, and much more" }).ToList();
        var edges = Enumerable.Range(1, 39).Select(i => new PictureEdge(i / 3, i)).Where(e => e.From != e.To).ToList();
        using var text = new StringWriter { NewLine = "\n" };
        GraphVerb.WriteText(text, new("p", nodes, edges), Palette.None, width: 60, unicode: true);
        Assert.That(text.ToString().Split('\n').Max(line => line.Length), Is.LessThanOrEqualTo(60));
        using var folded = new StringWriter { NewLine = "\n" };
        GraphVerb.WriteText(folded, Folding.Fold(new("p", nodes, [])), Palette.None, width: 80, unicode: false);
        Assert.That(folded.ToString(), Is.EqualTo("#  a-rather-long-name-* x40  runs  python  40 runs\n"));
    }

    private static string Failing(string command) =>
        $$"""
        name: blocked
        tasks:
          a: { runner: shell, command: "{{command}}", output: String }
          b: { runner: shell, command: "cat < {inputs.a} > {output}", inputs: { a: a }, output: String }
        """;
}
