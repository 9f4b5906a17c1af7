using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>Makes the functions inside values that belong to no run: each can be called at any time, without limits but those of the machine.</summary>
/// <param name="platform">What the functions may call.</param>
public sealed class FreeFunctions(IEnumerable<PlatformFunction> platform) : IFunctionMaker
{
    private readonly RunFunctions _functions = new(new EastRun(EastLimits.None, CancellationToken.None), [.. platform]);

    /// <inheritdoc/>
    public bool TryMake(FunctionNode node, [NotNullWhen(true)] out EastFunction? function, [NotNullWhen(false)] out string? problem) =>
        _functions.TryMake(node, out function, out problem);
}
