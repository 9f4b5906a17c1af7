using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Polyglot.East;

namespace Polyglot.Runners.Conformance;

/// <summary>
/// Runs compliance suites of East (spec 6) in a runtime, over the protocol: each is an East task that may call the platform package
/// <c>testing</c>, which reports every test as a line of its log. Thread-safe.
/// </summary>
/// <param name="host">Starts the runtime.</param>
/// <param name="runner">Which; of kind east.</param>
/// <param name="scratch">An existing folder for the files of suites and results.</param>
public sealed class SuiteRunner(RunnerHost host, ResolvedRunner runner, string scratch)
{
    private int _suites;

    /// <summary>The tests of one suite, in order. A suite that does not come to its end has a failed test of its own, the last.</summary>
    /// <param name="name">Of the suite.</param>
    /// <param name="suite">The program; without parameters.</param>
    /// <param name="cancellation">Ends it; what was tested so far is given.</param>
    public async Task<ImmutableArray<SuiteTest>> RunAsync(string name, IrProgram suite, CancellationToken cancellation)
    {
        var file = IrWriter.ToBeast2(suite.Root);
        var number = Interlocked.Increment(ref _suites);
        var (program, output) = (Path.Combine(scratch, $"suite{number}.beast2"), Path.Combine(scratch, $"result{number}.beast2"));
        await File.WriteAllBytesAsync(program, file, cancellation).ConfigureAwait(false);
        var events = new TestLog();
        var result = await host.ExecuteAsync(new TaskRequest
        {
            Name = name,
            Runner = runner,
            Program = new IrTaskProgram(program, Convert.ToHexStringLower(SHA256.HashData(file)), [BuiltInPackages.Testing]),
            OutputPath = output,
            OutputType = suite.Root.Type.Output,
        }, events, cancellation).ConfigureAwait(false);
        File.Delete(program);
        File.Delete(output);
        var tests = events.Tests();
        return result switch
        {
            TaskResult.Succeeded => tests,
            TaskResult.Failed failed => tests.Add(Unfinished(name, failed.Error)),
            TaskResult.Faulted faulted => tests.Add(Unfinished(name, faulted.Error)),
            TaskResult.Cancelled cancelled => tests.Add(new SuiteTest("", name, 0, [cancelled.Reason])),
            _ => throw new InvalidOperationException(result.GetType().Name),
        };
    }

    private static SuiteTest Unfinished(string name, TaskError error) =>
        new("", name, 0, [error.Details.Length > 0 ? $"{error.Summary}\n{error.Details}" : error.Summary]);

    /// <summary>Reads what the package <c>testing</c> says; lines of other loggers are not its own.</summary>
    private sealed class TestLog : ITaskEvents
    {
        private readonly Lock _gate = new();
        private readonly ImmutableArray<SuiteTest>.Builder _tests = ImmutableArray.CreateBuilder<SuiteTest>();

        public ImmutableArray<SuiteTest> Tests()
        {
            lock (_gate) return _tests.ToImmutable();
        }

        void ITaskEvents.Log(TaskLogLevel level, string message)
        {
            if (Parse(message) is not { } test) return;
            lock (_gate) _tests.Add(test);
        }

        private static SuiteTest? Parse(string line)
        {
            try
            {
                using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
                var root = json.RootElement;
                if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("test", out var test) || !root.TryGetProperty("failed", out var failed)) return null;
                ImmutableArray<string> failures = [.. root.GetProperty("failures").EnumerateArray().Select(f => f.GetString()!)];
                if (failures.IsEmpty && failed.GetInt64() > 0) failures = [RunnersMessages.FailuresNotTold];
                return new SuiteTest(root.GetProperty("suite").GetString()!, test.GetString()!, root.GetProperty("passed").GetInt32(), failures);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                return null;
            }
        }
    }
}
