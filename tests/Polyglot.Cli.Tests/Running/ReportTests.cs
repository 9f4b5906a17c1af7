using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Running;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow;
using Polyglot.Store;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Running;

public sealed class ReportTests
{
    private static readonly AttemptError Error = new()
    {
        Side = ErrorSide.Task,
        Code = "user_error",
        Summary = "could not convert string to float: 'n/a'",
        ErrorType = "ValueError",
        Frames = [new ErrorFrame("/usr/lib/python3/float.py", 9, 0, "parse", false), new ErrorFrame("src/a.py", 2, 5, "cluster", true)],
        Cause = new AttemptError { Side = ErrorSide.Task, Code = "user_error", Summary = "KeyError: 'x'", ErrorType = "KeyError" },
    };

    private static TaskRow Row(string name, Decision decision, Reason? reason = null, double seconds = 0, AttemptError? error = null) =>
        new(name, decision, reason, TimeSpan.FromSeconds(seconds), null, null, null, error);

    private static string Report(string folder, bool withTable, params TaskRow[] rows)
    {
        using var to = new StringWriter { NewLine = "\n" };
        var session = new Session(new GlobalOptions(null, OutputFormat.Text, false, false, false), to, to, Surface.Plain, Palette.None, "run");
        var counts = new RunCounts(
            rows.Count(r => r.Decision == Decision.Ran), rows.Count(r => r.Decision == Decision.Cached), 0,
            rows.Count(r => r.Decision == Decision.Failed), rows.Count(r => r.Decision == Decision.Blocked), 0);
        var id = RunId.Parse("20260101-000000000-00000000");
        var summary = new RunSummary(id, "demo", RunVerdict.Succeeded, TimeSpan.FromSeconds(3.1), counts, rows, [new PublishedFile("out/a.txt", "a", default, true), new PublishedFile("out/b.txt", "b", default, false)], []);
        RunReport.Write(session, summary, folder, withTable);
        return to.ToString();
    }

    [Test]
    public void A_failure_shows_the_users_line_the_message_and_what_to_do()
    {
        using var folder = new TempDirectory();
        folder.Write("src/a.py", "def cluster(x):\n    return float(x)\n");
        var shown = Report(folder.Path, withTable: true, Row("clean", Decision.Cached), Row("cluster", Decision.Failed, new Reason.InputChanged("clean", "1", "2"), 0.4, Error), Row("page", Decision.Blocked));
        Assert.That(shown, Is.EqualTo(
            """
            task     result     time  why
            clean    cached
            cluster  failed   0.40 s  input clean changed
            page     blocked

            failed: cluster: ValueError: could not convert string to float: 'n/a'
              --> src/a.py:2:5 in cluster
                 2 |     return float(x)
                   |     ^
              because: KeyError: 'x'
              next: `polyglot log cluster` shows what it printed and the whole error

            1 failed, 1 blocked, 1 cached in 3.10 s
            outputs: out/a.txt, out/b.txt (unchanged)

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void When_all_was_found_it_says_so() =>
        Assert.That(Report("/", withTable: false, Row("clean", Decision.Cached)), Does.StartWith("1 cached in 3.10 s; everything is up to date\n"));

    [Test]
    public void Many_cached_tasks_are_counted_and_not_listed()
    {
        var rows = Enumerable.Range(0, 100).Select(i => Row($"t{i}", Decision.Cached)).Append(Row("new", Decision.Ran, new Reason.NeverRan(), 1)).ToArray();
        Assert.That(Report("/", withTable: true, rows), Does.StartWith("task  result    time  why\nnew   ran     1.00 s  never ran\n1 ran, 100 cached in 3.10 s\n"));
    }

    [TestCase(Decision.Ran, 0.31, "clean  ran          0.31 s  (never ran)")]
    [TestCase(Decision.Blocked, 0, "clean  blocked              (never ran)")]
    [TestCase(Decision.Failed, 12.5, "clean  failed       12.5 s  (never ran)")]
    public void A_line_per_task_is_aligned(Decision decision, double seconds, string line) =>
        Assert.That(TaskLine.Of(Row("clean", decision, new Reason.NeverRan(), seconds), 5, Palette.None), Is.EqualTo(line));

    [Test]
    public void Every_reason_has_words()
    {
        Reason[] reasons =
        [
            new Reason.NeverRan(), new Reason.InputChanged("a", "1", "2"), new Reason.InputChanged("a", null, "2"), new Reason.ProgramChanged("f.py", "1", null),
            new Reason.TypeChanged("output", "Integer", "Float"), new Reason.RunnerChanged("version", "3.11", "3.12"), new Reason.EnvironmentChanged("TZ", null, "UTC"),
            new Reason.Forced(), new Reason.PreviousFailed(), new Reason.OutputMissing(ObjectId.Parse(new string('a', 64))),
        ];
        Assert.That(reasons.Select(ReasonText.Of), Is.EqualTo(new[]
        {
            "never ran", "input a changed", "input a is new", "f.py is gone", "type of output changed: Integer -> Float", "runner version changed: 3.11 -> 3.12",
            "variable TZ is new: UTC", "forced", "did not succeed before", "its output aaaaaaaaaaaa is gone or damaged",
        }));
    }

    [TestCase(RunVerdict.Succeeded, 0)]
    [TestCase(RunVerdict.TasksFailed, 1)]
    [TestCase(RunVerdict.Faulted, 3)]
    [TestCase(RunVerdict.Cancelled, 130)]
    public void Every_verdict_has_its_exit_code(RunVerdict verdict, int code) => Assert.That((int)RunReport.CodeOf(verdict), Is.EqualTo(code));
}
