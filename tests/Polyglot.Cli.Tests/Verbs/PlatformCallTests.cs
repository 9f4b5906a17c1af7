using Polyglot.Cli.Tests.Support;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary>Native functions of a project's own plugin, called by East programs in every runtime that offers such functions.</summary>
public sealed class PlatformCallTests
{
    private static readonly ArrayType Rows = EastType.Array(EastType.Float);

    /// <summary>fn (n: Integer, rows: Array&lt;Float&gt;) -> Float { @steepest(rows) }</summary>
    private static readonly FunctionNode Steepest = Made();

    [TestCase("python", "ValueError: two rows at least, not 1", "tools.py")]
    [TestCase("node", "RangeError: two rows at least, not 1", "tools.mjs")]
    [TestCase("julia", "DomainError with 1: two rows at least", "tools.jl")]
    public void A_failed_call_shows_the_librarys_own_error_the_place_in_East_and_the_input(string runner, string message, string file)
    {
        Runtimes.Require(runner);
        using var project = Project(runner, "[1.5]");

        var result = project.Polyglot("run");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Error + result.Out, Does.Contain(message).And.Contain("--> rows.ts:3:9").And.Contain("input 2 is at fault").And.Contain(file));
        var error = project.Polyglot("run", "--output", "json").Json.GetProperty("tasks")[0].GetProperty("error");
        Assert.That(error.GetProperty("summary").GetString(), Does.StartWith(message));
        Assert.That(error.GetProperty("argument").GetInt32(), Is.EqualTo(1));
    }

    [TestCase("python")]
    [TestCase("node")]
    [TestCase("julia")]
    public void A_call_gets_and_gives_values_of_the_language(string runner)
    {
        Runtimes.Require(runner);
        using var project = Project(runner, "[1.5, 2.0, 4.5]");

        var result = project.Polyglot("run");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(project.Read("out/steepest.json").Trim(), Is.EqualTo("2.5"));
    }

    private static ShellProject Project(string runner, string rows)
    {
        var project = new ShellProject(
            $$"""
            name: steepest
            inputs:
              n: { value: 7, type: Integer }
              rows: { value: {{rows}}, type: "Array<Float>" }
            tasks:
              steepest: { runner: {{runner}}, ir: rows.json, inputs: [n, rows], platforms: [tools] }
            outputs:
              out/steepest.json: steepest
            """);
        project.Write("rows.json", Programs.Json(Steepest));
        project.Write("plugins/tools/plugin.json",
            """
            { "schemaVersion": 1,
              "platforms": [
                { "id": "tools", "runner": "python", "module": "tools.py" },
                { "id": "tools", "runner": "node", "module": "tools.mjs" },
                { "id": "tools", "runner": "julia", "module": "tools.jl" }] }
            """);
        project.Write("plugins/tools/tools.py",
            """
            import polyglot

            @polyglot.platform("steepest", "(Array<Float>) -> Float")
            def steepest(rows):
                if len(rows) < 2:
                    raise ValueError("two rows at least, not %d" % len(rows))
                return max(b - a for a, b in zip(rows, rows[1:]))
            """);
        project.Write("plugins/tools/tools.mjs",
            """
            export const platform = {
              steepest: {
                type: '(Array<Float>) -> Float',
                run(rows) {
                  if (rows.length < 2) throw new RangeError(`two rows at least, not ${rows.length}`);
                  return Math.max(...[...rows].slice(1).map((row, index) => row - rows[index]));
                },
              },
            };
            """);
        project.Write("plugins/tools/tools.jl",
            """
            import Polyglot

            function steepest(rows)
                length(rows) < 2 && throw(DomainError(length(rows), "two rows at least"))
                return maximum(diff(rows))
            end

            const platform = [Polyglot.platform("steepest", "(Array<Float>) -> Float", steepest)]
            """);
        return project;
    }

    private static FunctionNode Made()
    {
        VariableNode n = new(EastType.Integer, new IrLocation("rows.ts", 1, 1), "n", isMutable: false, isCaptured: false);
        VariableNode rows = new(Rows, new IrLocation("rows.ts", 1, 4), "rows", isMutable: false, isCaptured: false);
        PlatformNode call = new(EastType.Float, new IrLocation("rows.ts", 3, 9), "steepest", [rows], isAsync: false);
        return new FunctionNode(EastType.Function([EastType.Integer, Rows], EastType.Float), new IrLocation("rows.ts", 1, 1), [], [n, rows], call);
    }
}
