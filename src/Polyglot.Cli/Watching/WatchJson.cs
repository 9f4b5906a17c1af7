using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Running;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Watching;

namespace Polyglot.Cli.Watching;

/// <summary>A cycle as one line of JSON (docs/cli.md): what changed and when things happened, and what <c>run</c> would have printed.</summary>
internal static class WatchJson
{
    /// <summary>Prints the line.</summary>
    public static void Write(Session session, string folder, WatchCycle cycle) => JsonOutput.WriteLine(session, writer =>
    {
        writer.WriteNumber("cycle", cycle.Number);
        writer.WriteStartArray("changed");
        foreach (var path in cycle.Changed) writer.WriteStringValue(WatchScreen.Shown(folder, path));
        writer.WriteEndArray();
        writer.WriteBoolean("aborted", cycle.WasAborted);
        writer.WriteStartObject("timings");
        writer.WriteMilliseconds("began", cycle.Timings.Began);
        writer.WriteMilliseconds("planned", cycle.Timings.Planned);
        writer.WriteMilliseconds("firstStarted", cycle.Timings.FirstStarted);
        writer.WriteMilliseconds("lastEnded", cycle.Timings.LastEnded);
        writer.WriteMilliseconds("ended", cycle.Timings.Ended);
        writer.WriteEndObject();
        switch (cycle.Result)
        {
            case RunResult.Refused refused:
                writer.WriteNumber("exitCode", (int)ExitCode.Usage);
                ProblemJson.Write(writer, "errors", refused.Problems.Select(Problems.Of));
                break;
            case RunResult.Completed { Summary: var summary }:
                RunJson.WriteMembers(writer, summary, RunReport.CodeOf(summary));
                break;
        }
    });

    private static void WriteMilliseconds(this Utf8JsonWriter writer, string name, TimeSpan? time)
    {
        if (time is { } known) writer.WriteNumber(name, Math.Round((decimal)known.TotalMilliseconds, 1));
        else writer.WriteNull(name);
    }
}
