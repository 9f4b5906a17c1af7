namespace Polyglot.East.Tests;

/// <summary>How a run ended: with a value or with an East error.</summary>
internal sealed record Outcome(object? Value, EastException? Error)
{
    public static Outcome Of(IrProgram program, IEnumerable<PlatformFunction> platform, params object?[] arguments)
    {
        try
        {
            return new Outcome(EastProgram.Compile(program, platform).Run(arguments, EastLimits.None, CancellationToken.None), null);
        }
        catch (EastException error)
        {
            return new Outcome(null, error);
        }
    }
}

/// <summary>The functions that the vectors' programs call.</summary>
internal static class VectorPlatform
{
    public static PlatformFunction[] Logging(List<string> log) =>
    [
        new("log", [EastType.String], EastType.Null, IsAsync: false, (_, arguments) =>
        {
            log.Add((string)arguments[0]!);
            return null;
        }),
        new("fail", [EastType.String], EastType.Integer, IsAsync: false, (_, arguments) =>
            throw new EastException((string)arguments[0]!, new IrLocation("platform", 0, 0))),
        PlatformFunction.Async("later", [EastType.Integer], EastType.Integer, async (_, arguments) =>
        {
            await Task.Yield();
            return 2 * (long)arguments[0]!;
        }),
    ];
}
