using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Completion;

namespace Polyglot.Cli.Tests.Completion;

public sealed class CompleterTests
{
    [TestCase("re", "report restore refs")]
    [TestCase("comp", "completion")]
    [TestCase("east ", "run check show")]
    [TestCase("east s", "show")]
    [TestCase("run --fa", "--fail-fast")]
    [TestCase("run --output ", "text json")]
    [TestCase("run --output=j", "--output=json")]
    [TestCase("graph -f s", "svg")]
    [TestCase("completion ", "bash zsh fish powershell")]
    [TestCase("run ", "Tasks Outputs Files :files")]
    [TestCase("run a b ", "Tasks Outputs Files :files")]
    [TestCase("run --force=", "--force=Tasks")]
    [TestCase("run --force ", "Tasks Outputs Files :files")]
    [TestCase("run -j ", "")]
    [TestCase("run -j 4 ", "Tasks Outputs Files :files")]
    [TestCase("run --runner ", "Runners")]
    [TestCase("log ", "Tasks")]
    [TestCase("log clean ", "")]
    [TestCase("log -", "--attempt --stdout --stderr --project --output --debug --no-color --quiet --help")]
    [TestCase("log -- -", "")]
    [TestCase("cat ", "Tasks Inputs Outputs Refs Files :files")]
    [TestCase("report ", "Runs")]
    [TestCase("graph --run ", "Runs")]
    [TestCase("checkout la", "")]
    [TestCase("refs ", "Refs")]
    [TestCase("help rep", "report")]
    [TestCase("nonsense ", "")]
    public void What_may_follow_is_known(string line, string candidates)
    {
        var found = Complete(line).Select(candidate => candidate.Text).Where(text => text != "--version");
        Assert.That(string.Join(' ', found), Is.EqualTo(candidates));
    }

    [Test]
    public void Names_are_those_of_the_project_that_is_named()
    {
        var asked = new List<string?>();
        var completer = new Completer(Grammar.Build(), project =>
        {
            asked.Add(project);
            return new Kinds();
        });
        completer.Complete(["log", "-C", "else/where", ""]);
        completer.Complete(["--project=there", "log", ""]);
        completer.Complete(["log", ""]);
        Assert.That(asked, Is.EqualTo(new[] { "else/where", "there", null }));
    }

    [Test]
    public void Every_verb_and_option_has_its_meaning_beside_it_and_hidden_ones_are_left_out()
    {
        Assert.That(Complete("").Select(candidate => candidate.Description), Has.All.Not.Empty);
        Assert.That(Complete("").Select(candidate => candidate.Text), Does.Contain("run").And.Not.Contain("complete"));
        Assert.That(Complete("run -").Select(candidate => candidate.Description), Has.All.Not.Empty);
    }

    // The kinds of names that are asked for, instead of names.
    private static IReadOnlyList<Candidate> Complete(string line) => new Completer(Grammar.Build(), _ => new Kinds()).Complete(line.Split(' '));

    private sealed class Kinds : IKnownNames
    {
        public IEnumerable<Candidate> Find(Wanted wanted, string prefix) =>
            Enum.GetValues<Wanted>().Where(kind => kind != Wanted.None && wanted.HasFlag(kind)).OrderBy(kind => kind == Wanted.Files).Select(kind => new Candidate(kind.ToString()));
    }
}
