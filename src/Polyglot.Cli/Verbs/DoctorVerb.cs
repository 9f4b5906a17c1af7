using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Doctor;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot doctor</c>.</summary>
internal sealed class DoctorVerb() : Verb("doctor", "Say which runtimes and libraries are there, which were tried and why, how to get what is missing, and whether sandboxes and memory limits work")
{
    public override string Details => "Exit code 1 when something that the project here needs is missing.";

    public override IReadOnlyList<Example> Examples => [new("doctor", "this machine, and the project here"), new("doctor -C examples/co2-outlook", "for a project elsewhere")];

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var reading = ProjectLocator.Find(session.Options.Project) is { } file ? ProjectReader.ReadFile(file) : null;
        var project = reading?.Project;
        var catalog = Installation.Runners(project);
        var reports = await RunnerReport.MakeAsync(catalog, project, project?.Directory ?? Directory.GetCurrentDirectory(), interrupts.Stop).ConfigureAwait(false);
        using var open = Repositories.Find(session);
        var health = open is null ? null : StoreHealth.Look(open.Repository);
        var sandbox = await Sandboxes.TryAsync(interrupts.Stop).ConfigureAwait(false);
        IReadOnlyList<Problem> problems = [.. (reading?.Problems ?? []).Select(Problems.Of), .. catalog.Problems.Select(Problems.Of)];
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, reports, project, health, sandbox, problems));
        else if (session.ShowsText) WriteText(session, reports, project, health, sandbox, problems);
        return problems.Count > 0 ? ExitCode.Usage : reports.Any(r => r is { IsNeeded: true, IsGood: false }) ? ExitCode.TaskFailed : ExitCode.Ok;
    }

    private static void WriteText(Session session, IReadOnlyList<RunnerReport> reports, Project? project, StoreHealth? health, SandboxStatus sandbox, IReadOnlyList<Problem> problems)
    {
        var facts = new TextTable(new Column(""), new Column(""));
        facts.Add(new Cell("polyglot", Tone.Dim), $"{VersionVerb.Program}, runners of {Installation.Require()}");
        facts.Add(new Cell("system", Tone.Dim), $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}, {Quantity.Count(Environment.ProcessorCount, "processor")}");
        facts.Add(new Cell(".NET", Tone.Dim), RuntimeInformation.FrameworkDescription);
        facts.Add(new Cell("project", Tone.Dim), project is null ? "none here" : $"{project.Name}, {project.File}");
        facts.Add(new Cell("repository", Tone.Dim), health is null ? "none here" : $"{Quantity.Count(health.Objects, "object")} ({Quantity.Size(health.Bytes)}), {Quantity.Count(health.Runs, "run")}; `polyglot fsck` reads them all");
        facts.Add(new Cell("sandbox", Tone.Dim), sandbox.Problem is { } why ? new Cell(Printable.Of($"none: {why.Reason}"), Tone.Warn) : sandbox.Name);
        if (sandbox.Problem is { } lack) facts.Add("", lack.Next);
        var memory = MemoryLimitStatus.OfThisMachine();
        facts.Add(new Cell("memory limits", Tone.Dim), new Cell(memory.How, memory.Works ? Tone.Plain : Tone.Warn));
        facts.Write(session.Out, session.Palette);
        foreach (var report in reports) WriteRunner(session, report);
        session.Say();
        if (problems.Count > 0) ProblemWriter.Write(session.Out, problems, session.Palette);
        var missing = reports.Where(r => r is { IsNeeded: true, IsGood: false }).Select(r => r.Manifest.Id).ToList();
        session.Say(
            missing.Count > 0 ? session.Palette.Red($"this project needs what is missing: {string.Join(", ", missing)}")
            : project is not null ? session.Palette.Green("everything this project needs is there")
            : $"{reports.Count(r => r.IsGood)} of {Quantity.Count(reports.Count, "runner")} can be used");
    }

    private static void WriteRunner(Session session, RunnerReport report)
    {
        var palette = session.Palette;
        session.Say();
        var found = report.Resolution as RunnerResolution.Found;
        var state = found is null ? palette.Yellow("missing") : palette.Green(found.Runner.Version.Length > 0 ? found.Runner.Version : "there");
        session.Say($"{palette.Bold(report.Manifest.Id)}  {state}  {palette.Dim(report.Manifest.Metadata.Description)}".TrimEnd());
        WriteTried(session, report.Resolution);
        if (found is null) WriteInstall(session, report.Manifest.Metadata.Install, InstallHints.ForRuntime(report.Manifest));
        if (found is not null && InstallHints.ForFasterStart(found.Runner) is { } faster) session.Say($"  {palette.Cyan("starts faster after:")} {Printable.Of(faster)} {palette.Dim("(once; some minutes)")}");
        foreach (var need in report.Needs.Where(n => n.Libraries.Count > 0))
        {
            var names = $"{string.Join(", ", need.Libraries)} (for {string.Join(", ", need.Tasks)})";
            if (need.Resolution is RunnerResolution.Found with)
            {
                session.Say($"  {palette.Green("has")} {names}: {string.Join(' ', with.Runner.Argv.Take(1))}");
                continue;
            }
            session.Say($"  {palette.Red("lacks")} {names}");
            WriteTried(session, need.Resolution);
            if (found is null) continue;
            foreach (var library in need.Libraries) WriteInstall(session, report.Manifest.Requires?.Hint?.Replace("{requirement}", library, StringComparison.Ordinal) ?? "", InstallHints.ForLibrary(report.Manifest, library));
        }
    }

    private static void WriteTried(Session session, RunnerResolution resolution)
    {
        var refused = resolution switch
        {
            RunnerResolution.Found found => found.Refused,
            RunnerResolution.NotFound notFound => notFound.Refused,
            _ => [],
        };
        foreach (var alternative in refused) session.Say($"  {session.Palette.Dim("tried")} {Printable.Of(string.Join(' ', alternative.Argv))}: {Printable.Of(alternative.Reason)}");
        if (resolution is RunnerResolution.Found { Runner.Argv.Count: > 0 } chosen) session.Say($"  {session.Palette.Dim("uses")} {Printable.Of(string.Join(' ', chosen.Runner.Argv))}");
    }

    private static void WriteInstall(Session session, string advice, IReadOnlyList<InstallCommand> commands)
    {
        foreach (var command in commands) session.Say($"  {session.Palette.Cyan($"install ({command.Manager}):")} {command.Command}");
        if (commands.Count == 0 && advice.Length > 0) session.Say($"  {session.Palette.Cyan("install:")} {Printable.Of(advice)}");
    }

    private static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<RunnerReport> reports, Project? project, StoreHealth? health, SandboxStatus sandbox, IReadOnlyList<Problem> problems)
    {
        writer.WriteString("version", VersionVerb.Program);
        writer.WriteString("system", RuntimeInformation.OSDescription);
        writer.WriteString("architecture", RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());
        writer.WriteString("dotnet", RuntimeInformation.FrameworkDescription);
        writer.WriteNumber("processors", Environment.ProcessorCount);
        writer.WriteString("home", Installation.Require());
        writer.WriteOptional("project", project?.File);
        if (health is null)
        {
            writer.WriteNull("repository");
        }
        else
        {
            writer.WriteStartObject("repository");
            writer.WriteString("path", health.Path);
            writer.WriteNumber("objects", health.Objects);
            writer.WriteNumber("bytes", health.Bytes);
            writer.WriteNumber("runs", health.Runs);
            writer.WriteEndObject();
        }
        writer.WriteStartObject("sandbox");
        writer.WriteOptional("name", sandbox.Name.Length > 0 ? sandbox.Name : null);
        writer.WriteBoolean("works", sandbox.Problem is null);
        writer.WriteOptional("reason", sandbox.Problem?.Reason);
        writer.WriteOptional("next", sandbox.Problem?.Next);
        writer.WriteEndObject();
        var memory = MemoryLimitStatus.OfThisMachine();
        writer.WriteStartObject("memoryLimits");
        writer.WriteBoolean("works", memory.Works);
        writer.WriteString("how", memory.How);
        writer.WriteEndObject();
        writer.WriteStartArray("runners");
        foreach (var report in reports)
        {
            writer.WriteStartObject();
            writer.WriteString("id", report.Manifest.Id);
            writer.WriteBoolean("needed", report.IsNeeded);
            writer.WriteOptional("fasterStart", report.Resolution is RunnerResolution.Found found ? InstallHints.ForFasterStart(found.Runner) : null);
            WriteResolution(writer, report.Resolution);
            WriteInstall(writer, report.Resolution is RunnerResolution.Found ? [] : InstallHints.ForRuntime(report.Manifest));
            writer.WriteStartArray("needs");
            foreach (var need in report.Needs)
            {
                writer.WriteStartObject();
                WriteTexts(writer, "libraries", need.Libraries);
                WriteTexts(writer, "tasks", need.Tasks);
                WriteResolution(writer, need.Resolution);
                WriteInstall(writer, need.Resolution is RunnerResolution.Found ? [] : [.. need.Libraries.SelectMany(l => InstallHints.ForLibrary(report.Manifest, l))]);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        ProblemJson.Write(writer, "errors", problems);
    }

    private static void WriteResolution(Utf8JsonWriter writer, RunnerResolution resolution)
    {
        var found = resolution as RunnerResolution.Found;
        writer.WriteBoolean("available", found is not null);
        writer.WriteOptional("version", found?.Runner.Version);
        WriteTexts(writer, "argv", found?.Runner.Argv ?? []);
        writer.WriteStartArray("tried");
        foreach (var alternative in found?.Refused ?? (resolution as RunnerResolution.NotFound)?.Refused ?? [])
        {
            writer.WriteStartObject();
            WriteTexts(writer, "argv", alternative.Argv);
            writer.WriteString("reason", alternative.Reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteInstall(Utf8JsonWriter writer, IReadOnlyList<InstallCommand> commands)
    {
        writer.WriteStartArray("install");
        foreach (var command in commands)
        {
            writer.WriteStartObject();
            writer.WriteString("manager", command.Manager);
            writer.WriteString("command", command.Command);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
