using System.IO.Compression;
using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>The compliance suites, run: every test of every suite passes.</summary>
public sealed class SuiteRuns
{
    public static IEnumerable<string> Names => ["Array", "Blob", "Block", "Boolean", "DateTime", "Dict", "East", "Float", "Function", "Integer", "Recursive", "Ref", "Set", "String", "Struct", "Variant"];

    [TestCaseSource(nameof(Names))]
    public void Every_test_passes(string suite)
    {
        var file = Path.Combine(Repository.ConformanceOrSkip(), "suites", $"{suite}.beast2.gz");
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress)) zipped.CopyTo(bytes);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var program = IrReader.FromBeast2(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).Value;
        var read = watch.ElapsedMilliseconds;
        var report = new SuiteReport();
        EastProgram.Compile(program, report.Platform).Run([], EastLimits.None, CancellationToken.None);
        TestContext.Out.WriteLine($"{report.Tests} tests, {report.Assertions} assertions; read {read} ms, done {watch.ElapsedMilliseconds} ms");
        Assert.That(report.Failures, Is.Empty);
        Assert.That(report.Assertions, Is.GreaterThan(report.Tests));
    }
}

/// <summary>Counts what a suite does; the functions are those of the specification (6.1).</summary>
internal sealed class SuiteReport
{
    private static readonly FunctionType Body = EastType.AsyncFunction([], EastType.Null);

    private string _test = "";

    public int Tests { get; private set; }

    public int Assertions { get; private set; }

    public List<string> Failures { get; } = [];

    public PlatformFunction[] Platform =>
    [
        new("describe", [EastType.String, Body], EastType.Null, IsAsync: true, (_, arguments) => ((EastFunction)arguments[1]!).Invoke()),
        new("test", [EastType.String, Body], EastType.Null, IsAsync: true, (_, arguments) => RunTest((string)arguments[0]!, (EastFunction)arguments[1]!)),
        new("testPass", [], EastType.Null, IsAsync: false, (_, _) =>
        {
            Assertions++;
            return null;
        }),
        new("testFail", [EastType.String], EastType.Null, IsAsync: false, (_, arguments) =>
        {
            Failures.Add($"{_test}: {arguments[0]}");
            return null;
        }),
    ];

    private object? RunTest(string name, EastFunction body)
    {
        (_test, Tests) = (name, Tests + 1);
        try
        {
            body.Invoke();
        }
        catch (EastException error)
        {
            Failures.Add($"{name}: {error.Display()}");
        }
        return null;
    }
}
