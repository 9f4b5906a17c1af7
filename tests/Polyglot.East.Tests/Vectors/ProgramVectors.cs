using System.Text.Json;

namespace Polyglot.East.Tests;

/// <summary>The vectors that are programs: what they give, print, log and raise.</summary>
public sealed class ProgramVectors
{
    [Test]
    public void Programs_do_what_they_do_in_the_reference() => RunAll("ir.json", _ => true);

    [Test]
    public void Builtins_do_what_they_do_in_the_reference() => RunAll("builtins.json", _ => true);

    private static void RunAll(string file, Func<JsonElement, bool> filter) =>
        Vector.RunAll(Vector.Load(file).GetProperty("cases").EnumerateArray().Where(filter), Run);

    private static string? Run(JsonElement item)
    {
        var program = IrReader.FromValue(Convert.FromBase64String(item.GetProperty("irb").GetString()!));
        if (!program.IsSuccess) return program.Error.Message;
        var log = new List<string>();
        var outcome = Outcome.Of(WithSurrogate(program.Value, item.GetProperty("name").GetString()!), VectorPlatform.Logging(log));
        if (item.TryGetProperty("referenceBug", out _)) return Intended(item.GetProperty("name").GetString()!, outcome);
        return Vector.Expect("error", Vector.Text(item, "error"), outcome.Error?.Message)
            ?? Vector.Expect("stack", item.TryGetProperty("stack", out var stack) ? stack.GetRawText().Replace(" ", "", StringComparison.Ordinal) : null, Lines(outcome))
            ?? (outcome.Error is null ? Vector.Expect("text", Vector.Text(item, "text"), EastText.Print(program.Value.Root.Type.Output, outcome.Value)) : null)
            ?? Vector.Expect("log", item.TryGetProperty("log", out var logged) ? string.Join("\n", logged.EnumerateArray().Select(Vector.Text)) : "", string.Join("\n", log));
    }

    private static string? Lines(Outcome outcome) => outcome.Error is null ? null : $"[{string.Join(',', outcome.Error.Locations.Select(l => l.Line))}]";

    /// <summary>Where the reference is wrong (quirks 1, 2 and 6), what is meant.</summary>
    private static string? Intended(string name, Outcome outcome) => name switch
    {
        "native IntegerDivide by zero" or "IntegerRemainder 5,0" or "IntegerDivide 1,0" =>
            Vector.Expect("error", IntegerMessages.DivisionByZero, outcome.Error?.Message),
        "native IntegerDivide overflow" => Vector.Expect("value", $"{long.MinValue}", $"{outcome.Value}"),
        _ => $"no intended result is known, got {outcome.Error?.Display() ?? outcome.Value}",
    };

    /// <summary>
    /// The reference drops unpaired surrogates when it writes programs, though not when it runs them: the text of a case whose name has one
    /// lacks it, and gets it back here.
    /// </summary>
    private static IrProgram WithSurrogate(IrProgram program, string name)
    {
        if (!name.EndsWith("\"a\\ud800b\"", StringComparison.Ordinal)) return program;
        var (root, builtin) = (program.Root, (BuiltinNode)program.Root.Body);
        var literal = new ValueNode(EastType.String, builtin.Arguments[0].Location, "a\ud800b");
        return IrProgram.Of(new FunctionNode(root.Type, root.Location, [], [],
            new BuiltinNode(builtin.Type, builtin.Location, builtin.Builtin, builtin.TypeParameters, [literal])));
    }
}
