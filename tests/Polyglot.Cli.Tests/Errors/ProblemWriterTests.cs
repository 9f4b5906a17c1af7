using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Errors;

public sealed class ProblemWriterTests
{
    private static string Show(params Problem[] problems)
    {
        using var to = new StringWriter { NewLine = "\n" };
        ProblemWriter.Write(to, problems, Palette.None);
        return to.ToString();
    }

    [Test]
    public void A_problem_says_what_where_and_what_next_with_a_caret_under_the_place()
    {
        using var folder = new TempDirectory();
        var file = folder.Write("polyglot.yaml", "name: x\ntasks:\n  clean: { runner: nod }\n");
        var problem = new Problem("there is no runner `nod`", file, "list them with `polyglot runners`") { Line = 3, Column = 20, Suggestion = "node" };
        Assert.That(Show(problem), Is.EqualTo(
            $"""
            error: there is no runner `nod`; did you mean `node`?
              --> {file}:3:20
                 3 |   clean: {"{"} runner: nod {"}"}
                   |                    ^
              next: list them with `polyglot runners`

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void A_file_that_is_gone_has_no_snippet() =>
        Assert.That(Show(new Problem("bad", "/no/such/file") { Line = 3, Column = 1 }), Is.EqualTo("error: bad\n  --> /no/such/file:3:1\n"));

    [Test]
    public void Long_lines_are_cut_around_the_place()
    {
        var lines = SourceSnippet.Show(new string('a', 300) + "X" + new string('b', 300), 7, 301, Palette.None);
        Assert.That(lines[0], Has.Length.EqualTo("   7 | ".Length + 120));
        Assert.That(lines[0][lines[1].IndexOf('^', StringComparison.Ordinal)], Is.EqualTo('X'));
    }

    [Test]
    public void Escapes_in_a_source_line_are_shown()
    {
        var lines = SourceSnippet.Show("a\tb\e[31m", 1, 3, Palette.None);
        Assert.That(lines[0], Is.EqualTo("   1 | a b\\x1b[31m"));
        Assert.That(lines[1], Is.EqualTo("     |   ^"));
    }

    [Test]
    public void After_twenty_problems_the_rest_is_counted()
    {
        var shown = Show([.. Enumerable.Range(0, 25).Select(i => new Problem($"p{i}"))]);
        Assert.That(shown, Does.Contain("error: p19\nand 5 more\n").And.Not.Contain("p20"));
    }

    [TestCase("rnu", "run")]
    [TestCase("statsu", "status")]
    [TestCase("doktor", "doctor")]
    [TestCase("zzz", null)]
    public void The_nearest_name_is_suggested(string word, string? expected) =>
        Assert.That(NearestNames.Of(word, ["run", "plan", "status", "doctor"]), Is.EqualTo(expected));
}
