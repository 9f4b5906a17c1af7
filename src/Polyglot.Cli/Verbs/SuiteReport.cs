using System.Collections.Immutable;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Files;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Runners.Conformance;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot conformance --suites</c>: runs the compliance suites of East, in this process or in a runtime, and says what came of it.</summary>
internal static class SuiteReport
{
    private static readonly string[] Extensions = [".beast2", ".beast2.gz", ".json"];

    /// <summary>Runs every suite of a folder, in order of their names.</summary>
    /// <param name="session">The verb's.</param>
    /// <param name="folder">Where they are.</param>
    /// <param name="filter">Only those whose name has this; null for all.</param>
    /// <param name="runner">The runtime, over the protocol; null for this process.</param>
    public static async Task<ExitCode> RunAsync(Session session, string folder, string? filter, ResolvedRunner? runner)
    {
        if (!Directory.Exists(folder)) throw CliFailure.Usage(ConformanceMessages.NoFolder(folder));
        var files = Directory.GetFiles(folder).Where(IsSuite).Where(f => filter is null || NameOf(f).Contains(filter, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0) throw CliFailure.Usage(ConformanceMessages.NoSuites(folder), ConformanceMessages.SuiteForms);
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var scratch = Directory.CreateTempSubdirectory("polyglot-suites-");
        try
        {
            var host = new RunnerHost(new RunnerHostOptions { ScratchDirectory = scratch.FullName, HostVersion = VersionVerb.Program, Time = session.Time });
            await using var disposal = host.ConfigureAwait(false);
            var remote = runner is null ? null : new SuiteRunner(host, runner, scratch.FullName);
            return await RunAsync(session, files, remote, interrupts.Stop).ConfigureAwait(false);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task<ExitCode> RunAsync(Session session, string[] files, SuiteRunner? remote, CancellationToken stop)
    {
        var all = new List<(string Suite, ImmutableArray<SuiteTest> Tests)>();
        var width = files.Max(f => NameOf(f).Length);
        foreach (var file in files)
        {
            var tests = await RunAsync(file, remote, stop).ConfigureAwait(false);
            all.Add((NameOf(file), tests));
            session.Say($"{NameOf(file).PadRight(width)}  {Line(tests)}");
            foreach (var test in tests.Where(t => !t.IsPassed))
                foreach (var failure in test.Failures) session.Say($"  {session.Palette.Red("failed")} {Printable.Of(test.Name)}: {Printable.Of(failure)}");
            await session.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        var passed = all.Sum(s => s.Tests.Count(t => t.IsPassed));
        var failed = all.Sum(s => s.Tests.Length) - passed;
        if (session.IsJson) WriteDocument(session, all, passed, failed);
        else session.Out.WriteLine($"\n{passed} passed, {failed} failed, 0 skipped");
        return failed == 0 && passed > 0 ? ExitCode.Ok : ExitCode.TaskFailed;
    }

    private static bool IsSuite(string file) => Extensions.Any(e => file.EndsWith(e, StringComparison.Ordinal)) && Path.GetFileName(file) != "index.json";

    private static string NameOf(string file) => Path.GetFileName(file).Split('.')[0];

    private static string Line(ImmutableArray<SuiteTest> tests) =>
        $"{tests.Count(t => t.IsPassed)}/{tests.Length} tests, {tests.Sum(t => t.Assertions)} assertions";

    /// <summary>A suite that does not run at all is a failed test of its own.</summary>
    private static async Task<ImmutableArray<SuiteTest>> RunAsync(string file, SuiteRunner? remote, CancellationToken stop)
    {
        try
        {
            if (remote is not null) return await remote.RunAsync(NameOf(file), ProgramFiles.Read(file), stop).ConfigureAwait(false);
            return ComplianceSuite.Run(ProgramFiles.Read(file), EastLimits.None, stop);
        }
        catch (CliFailure unread)
        {
            return Broken(unread.Problems[0].What);
        }
        catch (EastProgramException wrong)
        {
            return Broken(wrong.Message);
        }
        catch (EastException error)
        {
            return Broken(error.Display());
        }
    }

    private static ImmutableArray<SuiteTest> Broken(string why) => [new SuiteTest("", ConformanceMessages.WholeSuite, 0, [why])];

    private static void WriteDocument(Session session, List<(string Suite, ImmutableArray<SuiteTest> Tests)> all, int passed, int failed) => JsonOutput.Write(session, writer =>
    {
        writer.WriteNumber("passed", passed);
        writer.WriteNumber("failed", failed);
        writer.WriteNumber("skipped", 0);
        writer.WriteStartArray("cases");
        foreach (var (suite, tests) in all)
            foreach (var test in tests)
            {
                writer.WriteStartObject();
                writer.WriteString("group", suite);
                writer.WriteString("name", test.Group.Length == 0 ? test.Name : $"{test.Group}: {test.Name}");
                writer.WriteString("status", test.IsPassed ? "passed" : "failed");
                writer.WriteString("message", string.Join("; ", test.Failures));
                writer.WriteNumber("assertions", test.Assertions);
                writer.WriteEndObject();
            }
        writer.WriteEndArray();
    });
}
