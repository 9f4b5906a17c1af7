namespace Polyglot.East.Tests;

/// <summary>Runs programs made of nodes.</summary>
internal static class Programs
{
    public static object? Run(FunctionNode root, params object?[] arguments) => Run(root, EastLimits.None, [], arguments);

    public static object? Run(FunctionNode root, EastLimits limits, PlatformFunction[] platform, params object?[] arguments) =>
        EastProgram.Compile(root, platform).Run(arguments, limits, CancellationToken.None);

    /// <summary>What a program without parameters logs, with its result or error last.</summary>
    public static string Log(FunctionNode root)
    {
        var log = new List<string>();
        try
        {
            var result = Run(root, EastLimits.None, VectorPlatform.Logging(log));
            log.Add($"= {EastText.Print(root.Type.Output, result)}");
        }
        catch (EastException error)
        {
            log.Add($"! {error.Message}");
        }
        return string.Join(' ', log);
    }
}
