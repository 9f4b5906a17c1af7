using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Disk;

/// <summary><c>polyglot gc</c>.</summary>
internal sealed class GcVerb : Verb
{
    private readonly Option<int?> _runs = NumberOption.Make(1, "Keep the newest N runs of each dataflow", "--keep-runs");
    private readonly Option<int?> _days = NumberOption.Make(0, "Keep what is younger than N days", "--keep-days");
    private readonly Option<long?> _budget = SizeOption.Make("Make the repository no larger than this, as 500MB or 2GiB", "--budget");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be removed, and remove nothing" };

    public GcVerb() : base("gc", "Remove what nothing needs any more")
    {
        foreach (var option in new Option[] { _runs, _days, _budget, _dryRun }) Command.Options.Add(option);
    }

    public override string Details =>
        """
        Without options every run is kept, and only what none of them names goes. With --keep-runs or --keep-days older runs go, with the
        results that only they need; with both, a run stays that either keeps. The newest run of each dataflow, and what refs, tags and
        processes at work need, always stays; gc may run beside them.

        For a --budget, results are dropped whose records stay: the largest intermediate ones first, then outputs of older runs. A
        dropped result is computed again when a task or an output needs its bytes, and compared with the record. Where that is not
        enough, whole runs go, the oldest first. Exit code 1: the budget cannot be met.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("gc", "what no run names"),
        new("gc --keep-runs 20 --keep-days 30 --dry-run", "what would go"),
        new("gc --budget 2GB", "drop large intermediate results until it fits"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        using var open = Repositories.Require(session);
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var policy = new GcPolicy
        {
            KeepRuns = arguments.GetValue(_runs),
            KeepFor = arguments.GetValue(_days) is { } days ? TimeSpan.FromDays(days) : null,
            Budget = arguments.GetValue(_budget),
        };
        var dryRun = arguments.GetValue(_dryRun);
        var report = Gc.Run(open.Repository, policy, dryRun, interrupts.Stop);
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, report, dryRun));
        else WriteText(session, report, dryRun);
        if (report.WithinBudget) return Task.FromResult(ExitCode.Ok);
        if (!session.IsJson)
            ProblemWriter.Write(session.Error, [new Problem(DiskMessages.OverBudget(Quantity.Size(report.After), Quantity.Size(policy.Budget!.Value)), Next: DiskMessages.BudgetNext)], Palette.None);
        return Task.FromResult(ExitCode.TaskFailed);
    }

    private static void WriteText(Session session, GcReport report, bool dryRun)
    {
        var table = new TextTable(new Column(""), new Column("", Right: true), new Column("", Right: true));
        if (report.Runs.Count > 0) table.Add("runs", $"{report.Runs.Count}", "");
        if (report.Executions > 0) table.Add("executions forgotten", $"{report.Executions}", "");
        if (report.Unreachable.Objects > 0) table.Add("objects that nothing names", $"{report.Unreachable.Objects}", Quantity.Size(report.Unreachable.Bytes));
        if (report.Dropped.Objects > 0) table.Add("results dropped, records kept", $"{report.Dropped.Objects}", Quantity.Size(report.Dropped.Bytes));
        if (table.Count == 0)
        {
            session.Say($"there is nothing to remove ({Quantity.Size(report.After)})");
            return;
        }
        session.Say(dryRun ? "would be removed:" : "removed:");
        if (session.ShowsText) table.Write(session.Out, session.Palette, session.Surface.Width, indent: "  ");
        if (report.InUse > 0) session.Say(session.Palette.Dim($"  left alone, because processes at work use it: {report.InUse}"));
        session.Say($"{Quantity.Size(report.Before)} before, {Quantity.Size(report.After)} {(dryRun ? "then" : "now")}");
    }

    private static void WriteJson(Utf8JsonWriter writer, GcReport report, bool dryRun)
    {
        writer.WriteBoolean("dryRun", dryRun);
        writer.WriteNumber("before", report.Before);
        writer.WriteNumber("after", report.After);
        writer.WriteBoolean("withinBudget", report.WithinBudget);
        DuVerb.Write(writer, "unreachable", report.Unreachable);
        DuVerb.Write(writer, "dropped", report.Dropped);
        writer.WriteNumber("executions", report.Executions);
        writer.WriteNumber("inUse", report.InUse);
        writer.WriteStartArray("runs");
        foreach (var run in report.Runs) writer.WriteStringValue(run.ToString());
        writer.WriteEndArray();
    }
}
