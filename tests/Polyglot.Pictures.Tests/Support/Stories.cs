using System.Text;
using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Reports;
using Polyglot.Store;

namespace Polyglot.Pictures.Tests.Support;

/// <summary>Runs to be reported, from a few words.</summary>
internal static class Stories
{
    /// <summary>Text that tries to leave wherever it is put: content, attributes, scripts, styles, comments, frames.</summary>
    public const string Hostile = "</script></style></title></pre></textarea>--><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">\"'><svg onload=alert(1)>&lt;\u0000\u001b[31m\u202e\ud800";

    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static RunId Run { get; } = RunId.Parse("20260102-030405000-0a1b2c3d");

    /// <summary>A chain of tasks of a second each, with the same text wherever text can be.</summary>
    public static RunStory Chain(int count, Func<int, string> text, int detailed, Func<int, Decision>? decide = null, Func<int, PartsStory?>? parts = null)
    {
        var tasks = Enumerable.Range(0, count).Select(i =>
        {
            var record = Record(text(i), decide?.Invoke(i) ?? Decision.Ran, i) with
            {
                Inputs = i == 0 ? [] : [new(text(i), Id($"out{i - 1}"))],
                Files = [new(text(i), Id("file"))],
                Output = Id($"out{i}"),
                Reason = new Reason.InputChanged(text(i), text(i), text(i)),
            };
            var details = i < detailed ? new TaskDetails(text(i), text(i), new(Id($"out{i}"), text(i), 12, "<p>preview</p>")) : null;
            return new TaskStory(record, text(i), new(1, AttemptOf(record, text(i))), details) { Parts = details is null ? null : parts?.Invoke(i) };
        }).ToList();
        var picture = new Picture(
            text(0),
            [.. tasks.Select((task, i) => new PictureNode(task.Record.Name, PictureKind.Task, PictureStates.Of(task.Record.Decision)) { Runner = text(i), Note = text(i), Link = $"#t{i}" })],
            [.. Enumerable.Range(1, count - 1).Select(i => new PictureEdge(i - 1, i))]);
        var run = new RunRecord { Id = Run, Dataflow = text(0), StartedAt = Start, EndedAt = Start.AddSeconds(count), Status = RunStatus.Failed, Tasks = [.. tasks.Select(t => t.Record)] };
        return new(run, picture, tasks, [new(text(0), text(0), new(Id("out0"), text(0), 12, "<p>preview</p>"))]);
    }

    /// <summary>Elements that ran one after the other, each for as long as it says, from when their task began.</summary>
    public static PartsStory Elements(int second, params (string Name, Decision Decision, double Seconds)[] elements)
    {
        var (at, all) = (Start.AddSeconds(second), new List<PartStory>());
        foreach (var (name, decision, seconds) in elements)
        {
            var record = Record(name, decision, 0) with { StartedAt = at, EndedAt = at.AddSeconds(seconds) };
            at = record.EndedAt;
            var ran = decision is Decision.Ran or Decision.Failed;
            all.Add(new(name, decision)
            {
                Attempt = ran && seconds > 0 ? new(1, AttemptOf(record, name)) : null,
                Why = ran ? name : "",
                IsListed = all.Count < 40,
                Stdout = ran && all.Count < 40 ? name : null,
            });
        }
        var group = new ElementGroup([new(ElementCauseKind.Task, elements[0].Name, null)], all.Count, [elements[0].Name]);
        return new(PartKind.Element, new(all.Count, 0, 0, 0, 0), new(all.Count, all.Count, [group]), all);
    }

    /// <summary>That a text file changed, in one line.</summary>
    public static ExplainedLeaf Changed(string text) =>
        new(new(LeafKind.File, text, null, null, null) { OldId = Id("old"), NewId = Id("new") }, [], 0, new(text, text, null, null, $"@@ -1 +1 @@\n-{text}\n+{text}\n", [], 0));

    public static TaskRecord Record(string name, Decision decision, int second) => new()
    {
        Name = name,
        Decision = decision,
        StartedAt = Start.AddSeconds(second),
        EndedAt = Start.AddSeconds(second + 1),
    };

    public static ObjectId Id(string text) => Hashing.Object(Encoding.UTF8.GetBytes(text));

    private static Attempt AttemptOf(TaskRecord record, string text) => new()
    {
        Status = record.Decision == Decision.Failed ? AttemptStatus.Failed : AttemptStatus.Ok,
        StartedAt = record.StartedAt,
        EndedAt = record.EndedAt,
        Runner = text,
        RunnerVersion = text,
        PeakMemory = 12_000_000,
        CpuTime = TimeSpan.FromSeconds(0.5),
        Timings = new(TimeSpan.FromSeconds(0.1), TimeSpan.Zero, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(0.1)),
        Error = record.Decision != Decision.Failed ? null : new()
        {
            Side = ErrorSide.Task,
            Code = "task_failed",
            Summary = text,
            ErrorType = text,
            Details = text,
            Frames = [new(text, 3, 0, text, true)],
            Cause = new() { Side = ErrorSide.Task, Code = "task_failed", Summary = text },
        },
    };
}
