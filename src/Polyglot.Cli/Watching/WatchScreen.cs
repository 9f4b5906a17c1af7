using System.Globalization;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Running;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Watching;
using Polyglot.Store;

namespace Polyglot.Cli.Watching;

/// <summary>
/// Shows a watched project: a block per cycle below the ones before, with what changed, what ran and why, and how long it took. With <c>--output json</c> a
/// line per cycle. Calls come one at a time, but for <see cref="Interrupted"/>.
/// </summary>
internal sealed class WatchScreen(Session session, string folder, bool verbose, bool timings) : IWatchObserver, IDisposable
{
    private const int MostChanges = 3;

    private LiveObserver? _live;
    private PlainObserver? _plain;

    public IRunObserver CycleStarted(int number, IReadOnlyList<string> changed)
    {
        if (!session.ShowsText) return new SilentObserver();
        if (number > 1)
        {
            var clock = session.Time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            session.Out.WriteLine();
            session.Out.WriteLine($"{session.Palette.Dim(clock)}  {session.Palette.Bold(Headline(changed))}");
            session.Out.Flush();
        }
        if (session.Surface.IsTerminal) return _live = new LiveObserver(session, verbose, Glyphs.HasUnicode(Environment.GetEnvironmentVariable));
        return _plain = new PlainObserver(session, verbose) { ShowsFound = number == 1 };
    }

    public void CycleEnded(WatchCycle cycle)
    {
        var isTerminal = _live is not null;
        EndObserver();
        if (session.IsJson) WatchJson.Write(session, folder, cycle);
        else if (cycle.Result is RunResult.Refused refused) ProblemWriter.Write(session.Error, [.. refused.Problems.Select(Problems.Of)], Palette.None);
        else if (cycle.Result is RunResult.Completed completed) Report(cycle, completed.Summary, isTerminal);
        if (timings) session.Say(Times(cycle.Timings));
        if (cycle.Number == 1) session.Say(session.Palette.Dim(WatchMessages.Watching(cycle.Watched)));
        session.Out.Flush();
    }

    public void WaitingForWriter(string path)
    {
        if (session.IsJson || session.Options.Quiet) return;
        session.Error.WriteLine(WatchMessages.WaitingForWriter(Shown(path)));
    }

    /// <summary>Says what Ctrl-C does while a run goes on; on any thread.</summary>
    public void Interrupted(int count)
    {
        if (_live is null && _plain is null)
        {
            // The terminal shows ^C; the shell's prompt begins on a line of its own.
            if (session.ShowsText && session.Surface.IsTerminal && count == 1) session.Out.WriteLine();
            return;
        }
        var text = count == 1 ? CliMessages.Stopping : CliMessages.Killing;
        if (_live is { } live) live.Notice(text);
        else session.Error.WriteLine(text);
    }

    public void Dispose() => EndObserver();

    /// <summary>A path as the project's files are named.</summary>
    internal static string Shown(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        return Printable.Of(relative.StartsWith("..", StringComparison.Ordinal) ? path : relative);
    }

    private string Shown(string path) => Shown(folder, path);

    private string Headline(IReadOnlyList<string> changed) =>
        changed.Count == 0 ? WatchMessages.ManyChanged : WatchMessages.Changed([.. changed.Select(Shown)], MostChanges);

    private void Report(WatchCycle cycle, RunSummary summary, bool isTerminal)
    {
        // What was found is no news but in the first block.
        var shown = cycle.Number == 1 ? summary : summary with
        {
            Rows = [.. summary.Rows.Where(row => row.Decision != Decision.Cached)],
            Published = [.. summary.Published.Where(file => file.Written)],
        };
        if (cycle.WasAborted) session.Say(session.Palette.Paint(WatchMessages.Aborted, Tone.Warn));
        else if (session.ShowsText) RunReport.Write(session, shown, folder, withTable: isTerminal);
        else if (RunReport.CodeOf(summary.Verdict) != ExitCode.Ok) RunReport.Write(session with { Out = session.Error, Palette = Palette.None }, shown, folder, withTable: false);
    }

    private static string Times(WatchTimings times)
    {
        return string.Join(", ", Parts().Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.At.TotalMilliseconds:0.0} ms")));

        IEnumerable<(string Name, TimeSpan At)> Parts()
        {
            yield return ("at rest", times.Began);
            if (times.Planned is { } planned) yield return ("planned", planned);
            if (times.FirstStarted is { } started) yield return ("first task", started);
            if (times.LastEnded is { } ended) yield return ("last task", ended);
            yield return ("recorded", times.Ended);
        }
    }

    private void EndObserver()
    {
        _live?.Dispose();
        _plain?.Dispose();
        (_live, _plain) = (null, null);
    }
}
