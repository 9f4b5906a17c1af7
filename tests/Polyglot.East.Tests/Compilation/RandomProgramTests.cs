using Polyglot.East.Fuzz;

namespace Polyglot.East.Tests;

/// <summary>What holds for every program, on random ones: the checker agrees, and every form and every way to compile comes to the same.</summary>
public sealed class RandomProgramTests
{
    private const int Count = 200;

    [Test]
    public void Programs_come_to_the_same_in_every_form_and_however_they_are_compiled()
    {
        var (ran, errors) = (0, 0);
        for (var seed = 0; seed < Count; seed++)
        {
            var choices = new Choices(seed);
            if (Wrong(choices, out var outcome) is { } problem)
            {
                var smallest = Shrinker.Shrink(choices.Made, c => Wrong(c, out _) is not null);
                Assert.Fail($"seed {seed}: {Wrong(new Choices(smallest), out _) ?? problem}\n{Code(smallest)}");
            }
            if (outcome is null) continue;
            ran++;
            if (outcome.Error is not null) errors++;
        }
        TestContext.Out.WriteLine($"{ran} of {Count} programs ran, {errors} of them to an error");
        Assert.That(ran, Is.GreaterThan(Count * 9 / 10), "programs that were given up");
        Assert.That(errors, Is.InRange(ran / 50, ran / 2), "programs that end with an error");
    }

    /// <summary>What is wrong with the program of these choices, or null; the outcome is null when it was given up.</summary>
    private static string? Wrong(Choices choices, out ProgramOutcome? outcome)
    {
        outcome = null;
        try
        {
            return Wrong(ProgramGenerator.Make(choices), out outcome);
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private static string? Wrong(RandomProgram random, out ProgramOutcome? outcome)
    {
        outcome = null;
        var (root, inputs) = random;
        if (IrChecker.Check(root, PlatformSignatures.None) is [var problem, ..]) return $"the checker says {problem}";
        outcome = ProgramOutcome.Of(EastProgram.Compile(root, []), inputs());
        foreach (var optimize in (ReadOnlySpan<bool>)[false, true])
            if (Other(outcome, EastProgram.Compile(root, [], optimize), inputs()) is { } other) return $"optimized {optimize}: {other}";
        var file = IrWriter.ToBeast2(root);
        var read = IrReader.FromBeast2(file);
        if (!read.IsSuccess) return $"not read: {read.Error.Message}";
        if (!IrWriter.ToBeast2(read.Value.Root).AsSpan().SequenceEqual(file)) return "read and written, it is another file";
        if (Other(outcome, EastProgram.Compile(read.Value.Root, []), inputs()) is { } fromFile) return $"from a file: {fromFile}";
        var value = IrWriter.ToValue(root);
        var json = IrReader.FromJson(EastJson.Print(IrTypes.Ir, value));
        var text = IrReader.FromText(EastText.Print(IrTypes.Ir, value));
        if (!json.IsSuccess || json.Value.Id != read.Value.Id) return $"JSON gives another program: {json.Error?.Message}";
        // Text is printed with escapes that no reader of East takes (spec 9), so what has them cannot be read again.
        if (text.IsSuccess ? text.Value.Id != read.Value.Id : !text.Error.Message.Contains(EastTextMessages.StringEscape, StringComparison.Ordinal)) return $"text gives another program: {text.Error?.Message}";
        return IrPrinter.Print(root) == IrPrinter.Print(read.Value.Root) ? null : "it prints as other code when it was read";
    }

    private static string Code(IReadOnlyList<int> choices)
    {
        try
        {
            return IrPrinter.Print(ProgramGenerator.Make(new Choices(choices)).Root);
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private static string? Other(ProgramOutcome? expected, EastProgram program, object?[] inputs)
    {
        var outcome = ProgramOutcome.Of(program, inputs);
        return outcome is null || expected is null || outcome.Equals(expected) ? null : $"{outcome}\ninstead of {expected}";
    }
}
