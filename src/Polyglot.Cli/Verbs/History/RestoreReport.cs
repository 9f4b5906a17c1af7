using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.History;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.History;

/// <summary>What <c>checkout</c> and <c>restore</c> did, in both forms.</summary>
internal static class RestoreReport
{
    /// <summary>Prints it.</summary>
    /// <exception cref="CliFailure">Something stood in the way, and nothing was written.</exception>
    public static ExitCode Write(Session session, string folder, IReadOnlyList<(RestoredFile File, RunId Run)> files, bool written)
    {
        if (Problems(files.Select(f => f.File).ToList(), folder) is { Count: > 0 } problems) throw new CliFailure(ExitCode.Usage, problems);
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("folder", folder);
                writer.WriteBoolean("written", written);
                writer.WriteStartArray("files");
                foreach (var (file, run) in files)
                {
                    writer.WriteStartObject();
                    writer.WriteString("path", file.Path);
                    writer.WriteString("object", file.Id.ToString());
                    writer.WriteString("run", run.ToString());
                    writer.WriteString("outcome", file.Outcome == RestoreOutcome.Written ? "written" : "unchanged");
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
            return ExitCode.Ok;
        }
        foreach (var (file, run) in files)
        {
            var changed = file.Outcome == RestoreOutcome.Written;
            var word = !changed ? "unchanged" : written ? "written" : "would be written";
            session.Say($"{session.Palette.Paint(word, changed ? Tone.Good : Tone.Dim)}  {Printable.Of(file.Path)}  {session.Palette.Dim($"{file.Id.Abbreviated()} of run {run}")}");
        }
        return ExitCode.Ok;
    }

    private static List<Problem> Problems(IReadOnlyList<RestoredFile> files, string folder) =>
    [
        .. files.Where(f => f.Outcome is RestoreOutcome.Kept or RestoreOutcome.Impossible).Select(f => new Problem(
            HistoryMessages.NotPutBack(Printable.Of(f.Path), f.Problem!), Path.Combine(folder, f.Path),
            f.Outcome == RestoreOutcome.Kept ? HistoryMessages.NothingWritten : HistoryMessages.RunThenCheckOut)),
    ];
}
