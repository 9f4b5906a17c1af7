using Polyglot.Cli.CommandLine;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary>A command line is read by the grammar of its verb alone where that says the same as the whole one.</summary>
public sealed class GrammarTests
{
    private static IEnumerable<string> CommandLines => Grammar.Build().All.SelectMany(verb => verb.Examples.Select(example => example.CommandLine).Append(verb.Name)).Distinct();

    [TestCaseSource(nameof(CommandLines))]
    public void One_verb_reads_what_all_of_them_read(string line)
    {
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var whole = Grammar.Build();
        var expected = whole.Command.Parse(Grammar.Normalize(args), Grammar.Parsing);
        var (grammar, parsed) = Grammar.Read(args);
        Assert.That(grammar.VerbOf(parsed)?.Name, Is.EqualTo(whole.VerbOf(expected)?.Name));
        Assert.That(parsed.Tokens.Select(token => (token.Type, token.Value)), Is.EqualTo(expected.Tokens.Select(token => (token.Type, token.Value))));
        Assert.That(parsed.Errors.Select(error => error.Message), Is.EqualTo(expected.Errors.Select(error => error.Message)));
    }

    [Test]
    public void A_good_command_line_needs_no_other_verb() => Assert.That(Grammar.Read(["run", "examples/co2-outlook", "-j", "2"]).Grammar.Verbs, Has.Count.EqualTo(1));

    [Test]
    public void What_needs_an_explanation_is_read_by_the_whole_grammar()
    {
        foreach (var args in new string[][] { [], ["runn"], ["--version"], ["-C", "x", "run"], ["run", "--jobs"], ["run", "-j", "none"], ["cat"] })
            Assert.That(Grammar.Read(args).Grammar.Verbs, Has.Count.GreaterThan(1), string.Join(' ', args));
    }
}
