using Polyglot.Cli.Verifying;
using Polyglot.Store;

namespace Polyglot.Cli.Tests.Verifying;

/// <summary>Every way in which a task's results can differ, and what is concluded. A letter is an output, <c>-</c> a failure of the task's, <c>!</c> one of the runtime's.</summary>
public sealed class VerificationTests
{
    [TestCase("a", "a", "", true, "Same")]
    [TestCase("a", "a", "", false, "Same")]
    [TestCase("a", "bc", "", true, "NotDeterministic")]
    [TestCase("a", "b-", "", true, "NotDeterministic")]
    [TestCase("a", "bc", "", false, "NotDeterministic")]
    [TestCase("a", "bb", "", false, "NotReproduced")]
    [TestCase("a", "bb", "b", true, "NotReproduced")]
    [TestCase("a", "bb", "a", true, "Undeclared")]
    [TestCase("a", "bb", "c", true, "NotDeterministic")]
    [TestCase("a", "-", "a", true, "Undeclared")]
    [TestCase("a", "-", "b", true, "Undeclared")]
    [TestCase("a", "-", "-", true, "Failed")]
    [TestCase("a", "-", "", false, "Failed")]
    [TestCase("a", "!", "", true, "Faulted")]
    [TestCase("-", "", "", true, "Failed")]
    [TestCase("!", "", "", true, "Faulted")]
    public async Task A_task_is_run_as_often_as_it_takes_and_no_more(string asEver, string anew, string outside, bool usesSandbox, string finding)
    {
        var left = new Dictionary<Condition, Queue<char>> { [Condition.AsEver] = new(asEver), [Condition.Anew] = new(anew), [Condition.Outside] = new(outside) };

        var verification = await Verification.OfAsync(condition => Task.FromResult(Of(left[condition].Dequeue())), usesSandbox, "/project");

        Assert.That(verification.Conclusion.ToString(), Is.EqualTo(finding));
        Assert.That(left.Values.Sum(queue => queue.Count), Is.Zero, "every run that is given was wanted");
    }

    [TestCase("exit code 1: cat: data/x.csv: No such file or directory", "data/x.csv")]
    [TestCase("[Errno 2] No such file or directory: 'data/x.csv'", "data/x.csv")]
    [TestCase("ENOENT: no such file or directory, open 'PROJECT/data/x.csv'", "data/x.csv")]
    [TestCase("Cannot find module 'PROJECT/data/x.csv'", "data/x.csv")]
    [TestCase("SystemError: opening file \"PROJECT/data/x.csv\": No such file or directory", "data/x.csv")]
    [TestCase("ls: cannot access 'data/x.csv': No such file or directory", "data/x.csv")]
    [TestCase("sh: 1: cannot open PROJECT/data/x.csv: No such file", "data/x.csv")]
    [TestCase("[Errno 2] No such file or directory: 'data/other.csv'", null)]
    [TestCase("[Errno 101] Network is unreachable", null)]
    [TestCase("division by zero", null)]
    public void The_file_that_an_error_misses_is_found_in_the_words_of_every_language(string summary, string? path)
    {
        using var project = new Polyglot.Testing.TempDirectory();
        project.Write("data/x.csv", "");

        Assert.That(MissingPath.In(Error(summary.Replace("PROJECT", project.Path, StringComparison.Ordinal)), project.Path), Is.EqualTo(path));
        Assert.That(MissingPath.In(Error("it failed") with { Cause = Error(summary.Replace("PROJECT", project.Path, StringComparison.Ordinal)) }, project.Path), Is.EqualTo(path));
    }

    private static AttemptError Error(string summary, ErrorSide side = ErrorSide.Task) => new() { Side = side, Code = "user_error", Summary = summary };

    private static Verdict Of(char result) => result switch
    {
        '-' => new(null, null, default, Error("it failed"), IsSandboxed: false),
        '!' => new(null, null, default, Error("the runtime failed", ErrorSide.Runner), IsSandboxed: false),
        _ => new(null, Hashing.Object([(byte)result]), default, null, IsSandboxed: false),
    };
}
