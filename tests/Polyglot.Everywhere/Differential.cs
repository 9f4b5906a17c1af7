using System.Security.Cryptography;
using Polyglot.East;
using Polyglot.East.Fuzz;
using Polyglot.Runners;

namespace Polyglot.Everywhere;

/// <summary>A program that comes to something else in a runtime than in .NET.</summary>
/// <param name="Runner">The runtime.</param>
/// <param name="Expected">What it comes to in .NET.</param>
/// <param name="Actual">What it comes to there.</param>
/// <param name="Code">The program.</param>
/// <param name="Choices">What makes it.</param>
public sealed record Difference(string Runner, string Expected, string Actual, string Code, IReadOnlyList<int> Choices);

/// <summary>
/// Runs random programs in runtimes, over the protocol, and compares what they come to with what they come to in .NET: the bytes of the result, or
/// the error's text and its places. Not thread-safe.
/// </summary>
/// <param name="host">Starts the runtimes.</param>
/// <param name="runners">Those to compare; of kind east.</param>
/// <param name="scratch">An existing folder for files.</param>
public sealed class Differential(RunnerHost host, IReadOnlyList<ResolvedRunner> runners, string scratch)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private int _files;

    /// <summary>Programs that were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Of these, programs that end with an error.</summary>
    public int Errors { get; private set; }

    /// <summary>The first difference in the program of a seed, made as small as possible; null when all agree, or when .NET gave the program up.</summary>
    public async Task<Difference?> CompareAsync(int seed)
    {
        var choices = new Choices(seed);
        if (await FirstAsync(choices, runners, isCounted: true).ConfigureAwait(false) is not { } difference) return null;
        var runner = runners.Where(r => r.Id == difference.Runner).ToArray();
        var best = difference;
        // Waiting for replies here would keep from reading the very thread that brought the last one.
        await Task.Run(() => Shrinker.Shrink(difference.Choices, smaller =>
        {
            if (FirstAsync(smaller, runner, isCounted: false).GetAwaiter().GetResult() is not { } found) return false;
            best = found;
            return true;
        }, tries: 400)).ConfigureAwait(false);
        return best;
    }

    /// <summary>The first difference in a program without parameters; null when all agree.</summary>
    public Task<Difference?> CompareAsync(FunctionNode root) => FirstAsync(new RandomProgram(root, () => []), [], runners, isCounted: true);

    private Task<Difference?> FirstAsync(Choices choices, IReadOnlyList<ResolvedRunner> among, bool isCounted)
    {
        var program = ProgramGenerator.Make(choices);
        return FirstAsync(program, choices.Made, among, isCounted);
    }

    private async Task<Difference?> FirstAsync(RandomProgram random, IReadOnlyList<int> made, IReadOnlyList<ResolvedRunner> among, bool isCounted)
    {
        var (root, inputs) = random;
        if (!IrChecker.Check(root, PlatformSignatures.None).IsEmpty) return null;
        var expected = ProgramOutcome.Of(EastProgram.Compile(root, []), inputs());
        if (expected is null || expected.Error?.StartsWith("not written", StringComparison.Ordinal) == true) return null;
        if (isCounted) (Compared, Errors) = (Compared + 1, Errors + (expected.Error is null ? 0 : 1));
        var file = IrWriter.ToBeast2(root);
        var program = Write(file);
        var given = inputs().Select((value, i) =>
        {
            var bytes = Beast2.Encode(root.Type.Inputs[i], value);
            return new TaskInput($"input{i}", IdOf(bytes), Write(bytes), root.Type.Inputs[i]);
        }).ToArray();
        var outcomes = await Task.WhenAll(among.Select(r => RunAsync(r, root, new IrTaskProgram(program, IdOf(file), []), given))).ConfigureAwait(false);
        foreach (var path in given.Select(g => g.Path).Append(program)) File.Delete(path);
        for (var i = 0; i < outcomes.Length; i++)
            if (!outcomes[i].Equals(expected)) return new(among[i].Id, expected.ToString(), outcomes[i].ToString(), IrPrinter.Print(root), made);
        return null;
    }

    private async Task<ProgramOutcome> RunAsync(ResolvedRunner runner, FunctionNode root, IrTaskProgram program, TaskInput[] inputs)
    {
        var output = NextPath();
        var result = await host.ExecuteAsync(new TaskRequest
        {
            Name = "random",
            Runner = runner,
            Program = program,
            Inputs = inputs,
            OutputPath = output,
            OutputType = root.Type.Output,
            Timeout = Longest,
        }).ConfigureAwait(false);
        switch (result)
        {
            case TaskResult.Succeeded:
                var bytes = await File.ReadAllBytesAsync(output).ConfigureAwait(false);
                File.Delete(output);
                return new ProgramOutcome(bytes, null);
            case TaskResult.Failed { Error: { Code: "user_error" } error }:
                return ProgramOutcome.OfError(MessageOf(error), error.Location.Select(l => new IrLocation(l.File, l.Line, l.Column).ToString()));
            case TaskResult.Failed { Error: var error }:
                return new ProgramOutcome(null, $"{error.Code}: {error.Summary}\n{error.Details}");
            case TaskResult.Faulted { Error: var error }:
                return new ProgramOutcome(null, $"{error.Side} {error.Code}: {error.Summary}\n{error.Details}");
            default:
                return new ProgramOutcome(null, result.ToString());
        }
    }

    /// <summary>The whole message: the summary is its first line, the details have it between the first place and the others.</summary>
    private static string MessageOf(TaskError error)
    {
        if (error.Location.Count == 0) return error.Details.Length > 0 ? error.Details : error.Summary;
        var first = error.Location[0];
        var prefix = $"{new IrLocation(first.File, first.Line, first.Column)}: ";
        var text = error.Details.StartsWith(prefix, StringComparison.Ordinal) ? error.Details[prefix.Length..] : error.Details;
        var trace = error.Location.Count > 1 ? text.LastIndexOf("\nStack trace:", StringComparison.Ordinal) : -1;
        return trace < 0 ? text : text[..trace];
    }

    private string Write(byte[] bytes)
    {
        var path = NextPath();
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string NextPath() => Path.Combine(scratch, $"{Interlocked.Increment(ref _files)}.beast2");

    private static string IdOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
