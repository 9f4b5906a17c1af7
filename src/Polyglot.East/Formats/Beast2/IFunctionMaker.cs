using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>
/// Makes functions of the program text that comes inside a value. What a function may do besides, the functions of its platform, is the
/// maker's business: for <c>BlobDecodeBeast2</c> it is that of the running program. Thread-safe.
/// </summary>
public interface IFunctionMaker
{
    /// <summary>Makes a function that can be called.</summary>
    /// <param name="node">Its text; without captures.</param>
    /// <param name="function">The function, with <see cref="EastFunction.Node"/> being <paramref name="node"/>.</param>
    /// <param name="problem">Why it cannot be called, in one line, when that gives false.</param>
    bool TryMake(FunctionNode node, [NotNullWhen(true)] out EastFunction? function, [NotNullWhen(false)] out string? problem);
}
