using System.CommandLine;
using System.Security.Cryptography;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Runners;
using Polyglot.Runners.Conformance;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot conformance</c>.</summary>
internal sealed class ConformanceVerb : Verb
{
    private readonly Option<string?> _runner = new("--runner") { Description = "Test this runner, as its manifest starts it", HelpName = "id" };
    private readonly Option<string?> _kit = new("--kit") { Description = "The runtime's conformance script; default: conformance/kit.* beside the runner", HelpName = "file" };
    private readonly Option<string?> _filter = new("--filter") { Description = "Only cases whose group or name contains this", HelpName = "text" };
    private readonly Option<string?> _suites = new("--suites") { Description = "Run the compliance suites of East in this folder, in the runner that is named or in the host's own process: .beast2, .beast2.gz, .json", HelpName = "dir" };
    private readonly Argument<string[]> _argv = new("argv") { Description = "After --: the program to start instead of a runner's", Arity = ArgumentArity.ZeroOrMore };

    public ConformanceVerb()
        : base("conformance", "Test a runtime against the runner protocol, from the outside")
    {
        Command.Options.Add(_runner);
        Command.Options.Add(_kit);
        Command.Options.Add(_filter);
        Command.Options.Add(_suites);
        Command.Arguments.Add(_argv);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("conformance --runner python", "every case, against the Python runtime"),
        new("conformance --runner node --filter cancellation", "one group"),
        new("conformance --kit my/kit.rb -- ruby my/worker.rb", "a runtime that has no manifest yet"),
        new("conformance --suites suites", "the language itself"),
        new("conformance --runner julia --suites suites", "the language as a runtime has it"),
    ];

    public override string Details =>
        "Each case starts the runtime anew and speaks the real protocol with it (ir/protocol.md); the cases are data in ir/conformance. "
        + "The last line is `N passed, N failed, N skipped`; skipped is only what needs a feature that the runtime does not announce.";

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        if (arguments.GetValue(_suites) is { } suites)
        {
            if ((arguments.GetValue(_argv) ?? []).Length > 0) throw CliFailure.Usage(ConformanceMessages.SuitesAlone);
            var runner = arguments.GetValue(_runner) is { } id ? await EastRunnerAsync(id).ConfigureAwait(false) : null;
            return await SuiteReport.RunAsync(session, suites, arguments.GetValue(_filter), runner).ConfigureAwait(false);
        }
        var scratch = Directory.CreateTempSubdirectory("polyglot-conformance-");
        try
        {
            var (argv, environment, folder) = await FindAsync(session, arguments).ConfigureAwait(false);
            var kit = FindKit(arguments.GetValue(_kit), folder);
            var options = new ConformanceKitOptions(kit, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(kit).ConfigureAwait(false))), scratch.FullName)
            {
                HostVersion = VersionVerb.Program,
                Filter = arguments.GetValue(_filter),
            };
            var target = new ConformanceTarget(argv, environment, scratch.FullName, session.Time);
            await using var disposal = target.ConfigureAwait(false);
            var cases = ConformanceCases.Load(Path.Combine(Installation.Require(), "ir", "conformance"));
            return await ReportAsync(session, new ConformanceKit(target.Start, options).RunAsync(cases)).ConfigureAwait(false);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>A runner that is to run East programs; null for the one in this process.</summary>
    private static async Task<ResolvedRunner?> EastRunnerAsync(string id)
    {
        var catalog = Installation.Runners(null);
        var manifest = catalog.Find(id) ?? throw CliFailure.Usage(catalog.UnknownRunner(id));
        if (manifest.Kind == RunnerKind.Host) return null;
        if (manifest.Kind != RunnerKind.East) throw CliFailure.Usage(ConformanceMessages.NotEast(id), ConformanceMessages.NotEastNext);
        return Require(await new RunnerResolver().ResolveAsync(manifest, Directory.GetCurrentDirectory(), []).ConfigureAwait(false));
    }

    private static ResolvedRunner Require(RunnerResolution resolution) => resolution switch
    {
        RunnerResolution.Found found => found.Runner,
        RunnerResolution.NotFound missing => throw new CliFailure(ExitCode.Fault, new Problem(missing.Message, Next: ConformanceMessages.SeeDoctor)),
        var other => throw new InvalidOperationException(other.GetType().Name),
    };

    private readonly record struct Target(IReadOnlyList<string> Argv, IReadOnlyList<KeyValuePair<string, string>> Environment, string? Folder);

    /// <summary>The program to start, its environment, and where its script for the cases is.</summary>
    private async Task<Target> FindAsync(Session session, ParseResult arguments)
    {
        var argv = arguments.GetValue(_argv) ?? [];
        var id = arguments.GetValue(_runner);
        if ((id is null) == (argv.Length == 0)) throw CliFailure.Usage(ConformanceMessages.RunnerOrProgram, ConformanceMessages.RunnerOrProgramExample);
        if (id is null)
        {
            var program = ExecutableSearch.Find(argv[0], Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable("PATH") ?? "")
                ?? throw CliFailure.Usage(ConformanceMessages.NoProgram(argv[0]), ConformanceMessages.NoProgramNext);
            var inherited = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>();
            return new Target([program, .. argv[1..]], [.. inherited.Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""))], null);
        }
        var catalog = Installation.Runners(null);
        var manifest = catalog.Find(id) ?? throw CliFailure.Usage(catalog.UnknownRunner(id));
        if (manifest.Kind is RunnerKind.Command or RunnerKind.Host) throw CliFailure.Usage(ConformanceMessages.NotAWorker(id), ConformanceMessages.NotAWorkerNext);
        var found = Require(await new RunnerResolver().ResolveAsync(manifest, Directory.GetCurrentDirectory(), []).ConfigureAwait(false));
        return new Target(found.Argv, found.Environment, KitScript.FolderOf(manifest));
    }

    /// <summary>The script whose functions the cases call.</summary>
    private static string FindKit(string? named, string? folder)
    {
        if (named is not null) return File.Exists(named) ? Path.GetFullPath(named) : throw CliFailure.Usage(ConformanceMessages.NoKit(named));
        if (folder is null) throw CliFailure.Usage(ConformanceMessages.KitNeeded, ConformanceMessages.KitNext);
        return KitScript.Find(folder) ?? throw CliFailure.Usage(ConformanceMessages.NoKit(Path.Combine(folder, KitScript.Pattern)), ConformanceMessages.KitNext);
    }

    private static async Task<ExitCode> ReportAsync(Session session, IAsyncEnumerable<ConformanceResult> results)
    {
        var all = new List<ConformanceResult>();
        var group = "";
        await foreach (var result in results.ConfigureAwait(false))
        {
            all.Add(result);
            if (result.Group != group) session.Say(session.Palette.Bold(group = result.Group));
            var mark = result.Status switch
            {
                ConformanceStatus.Passed => session.Palette.Green("passed "),
                ConformanceStatus.Failed => session.Palette.Red("failed "),
                _ => session.Palette.Dim("skipped"),
            };
            session.Say($"  {mark} {result.Name}{(result.Message.Length == 0 ? "" : $": {result.Message}")}");
            await session.Out.FlushAsync().ConfigureAwait(false);
        }
        int Count(ConformanceStatus status) => all.Count(r => r.Status == status);
        var (passed, failed, skipped) = (Count(ConformanceStatus.Passed), Count(ConformanceStatus.Failed), Count(ConformanceStatus.Skipped));
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteNumber("passed", passed);
                writer.WriteNumber("failed", failed);
                writer.WriteNumber("skipped", skipped);
                writer.WriteStartArray("cases");
                foreach (var result in all)
                {
                    writer.WriteStartObject();
                    writer.WriteString("group", result.Group);
                    writer.WriteString("name", result.Name);
                    writer.WriteString("status", result.Status.ToString().ToLowerInvariant());
                    writer.WriteString("message", result.Message);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
        }
        else
        {
            session.Out.WriteLine();
            session.Out.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        }
        return failed == 0 && passed > 0 ? ExitCode.Ok : ExitCode.TaskFailed;
    }
}
