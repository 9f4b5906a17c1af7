using Polyglot.Cli.Tests.Support;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary><c>polyglot conformance --suites</c>.</summary>
public sealed class SuitesTests
{
    private static readonly IrLocation Here = new("suite.ts", 1, 1);
    private static readonly FunctionType Body = EastType.AsyncFunction([], EastType.Null);

    [Test]
    public void Every_suite_that_the_reference_has_passes()
    {
        var suites = Path.Combine(Repository.ConformanceOrSkip(), "suites");
        var result = PolyglotProcess.Run(Repository.Root, "conformance", "--suites", suites);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Out, Does.Match(@"(?m)^String +\d+/\d+ tests, \d+ assertions$"));
        Assert.That(result.Out, Does.Match(@"\n\n[1-9]\d* passed, 0 failed, 0 skipped\n\z"));
    }

    [Test]
    public void What_fails_is_named_and_counted()
    {
        using var folder = new TempDirectory();
        var suite = Async(Describe("numbers", Test("good", Call("testPass"), Call("testPass")), Test("bad", Call("testPass"), Call("testFail", Text("1 is not 2"))),
            Test("raises", new ErrorNode(EastType.Never, Here, Text("oh no")))));
        folder.Write("Numbers.beast2", IrWriter.ToBeast2(suite));
        folder.Write("Other.json", Programs.Json(Async(Describe("other", Test("good", Call("testPass"))))));
        folder.Write("Broken.beast2", "no program");
        var result = PolyglotProcess.Run(folder.Path, "conformance", "--suites", ".");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Out, Is.EqualTo(
            """
            Broken   0/1 tests, 0 assertions
              failed the suite as a whole: Invalid Beast magic bytes at offset 0: expected 0x89, got 0x6e
            Numbers  1/3 tests, 3 assertions
              failed bad: 1 is not 2
              failed raises: suite.ts:1:1: oh no
            Other    1/1 tests, 1 assertions

            2 passed, 3 failed, 0 skipped

            """));
        var json = PolyglotProcess.Run(folder.Path, "conformance", "--suites", ".", "--filter", "Other", "--output", "json");
        Assert.That(json.ExitCode, Is.Zero);
        Assert.That(json.Json.GetProperty("cases")[0].GetProperty("name").GetString(), Is.EqualTo("other: good"));
    }

    [TestCase("--suites nowhere", "error: there is no folder nowhere")]
    [TestCase("--suites .", "error: there is no suite in .")]
    [TestCase("--suites . --runner shell", "error: the runner `shell` does not run East programs")]
    [TestCase("--suites . -- node worker.mjs", "error: --suites needs a runner that has a manifest")]
    public void A_wrong_command_line_is_explained(string arguments, string message)
    {
        using var folder = new TempDirectory();
        var result = PolyglotProcess.Run(folder.Path, ["conformance", .. arguments.Split(' ')]);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.StartWith(message));
    }

    private static FunctionNode Async(params IrNode[] statements) =>
        new(Body, Here, [], [], new BlockNode(EastType.Null, Here, [.. statements, new ValueNode(EastType.Null, Here, EastNull.Boxed)]));

    private static PlatformNode Describe(string name, params IrNode[] tests) => Call("describe", Text(name), Async(tests));

    private static PlatformNode Test(string name, params IrNode[] statements) => Call("test", Text(name), Async(statements));

    private static PlatformNode Call(string name, params IrNode[] arguments) => new(EastType.Null, Here, name, [.. arguments], isAsync: arguments.Length == 2);

    private static ValueNode Text(string text) => new(EastType.String, Here, text);
}
