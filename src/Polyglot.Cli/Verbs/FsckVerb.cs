using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot fsck</c>.</summary>
internal sealed class FsckVerb : Verb
{
    private readonly Option<bool> _repair = new("--repair") { Description = "Move what is bad to .e3/lost/ and forget the results that named it, so that they are computed again" };

    public FsckVerb() : base("fsck", "Check the repository: every object by its content, and everything that names one") => Command.Options.Add(_repair);

    public override string Details => "Leftovers of processes that were killed only take up room; they are listed and are no error.";

    public override IReadOnlyList<Example> Examples => [new("fsck", "read everything, change nothing"), new("fsck --repair", "and repair what can be")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        using var open = Repositories.Require(session);
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var findings = Fsck.Run(open.Repository, progress: null, interrupts.Stop);
        var losses = findings.Count(f => f.IsLoss);
        var repaired = arguments.GetValue(_repair) ? Fsck.Repair(open.Repository, findings) : (int?)null;
        var isClean = losses == 0 || repaired == findings.Count;
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("repository", open.Repository.RepositoryPath);
                writer.WriteBoolean("clean", losses == 0);
                writer.WriteNumber("losses", losses);
                if (repaired is { } count) writer.WriteNumber("repaired", count);
                writer.WriteStartArray("findings");
                foreach (var finding in findings)
                {
                    writer.WriteStartObject();
                    writer.WriteString("kind", char.ToLowerInvariant(finding.Kind.ToString()[0]) + finding.Kind.ToString()[1..]);
                    writer.WriteString("path", finding.Path);
                    writer.WriteString("what", finding.What);
                    writer.WriteString("next", finding.NextStep);
                    writer.WriteBoolean("loss", finding.IsLoss);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
        }
        else
        {
            WriteText(session, findings, losses, repaired);
        }
        return Task.FromResult(isClean ? ExitCode.Ok : ExitCode.TaskFailed);
    }

    private static void WriteText(Session session, IReadOnlyList<Finding> findings, int losses, int? repaired)
    {
        foreach (var finding in findings)
        {
            session.Say($"{session.Palette.Paint(finding.IsLoss ? "damage:" : "leftover:", finding.IsLoss ? Tone.Bad : Tone.Warn)} {Printable.Of(finding.What)}");
            session.Say($"  {session.Palette.Dim("-->")} {Printable.Of(finding.Path)}");
            if (repaired is null) session.Say($"  {session.Palette.Cyan("next:")} {finding.NextStep}");
        }
        if (findings.Count == 0) session.Say("the repository is in order");
        else session.Say($"{Quantity.Count(losses, "loss", "losses")}, {Quantity.Count(findings.Count - losses, "leftover")}{(repaired is { } count ? $", {count} repaired" : "")}");
    }
}
