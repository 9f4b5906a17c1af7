using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>Native code that programs call by name (spec 7.4). Immutable; whether it is thread-safe is for the code to say.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The types of the arguments.</param>
/// <param name="Output">The type of the result.</param>
/// <param name="IsAsync">Programs await it. Programs run blocking, so it makes no difference to them.</param>
/// <param name="Call">
/// Gets the arguments as <see cref="ClrTypes"/> says, containers by reference and functions as <see cref="EastFunction"/>, and gives the
/// result likewise; null stands for Null too. An <see cref="EastException"/> is what programs can catch; of any other exception they see an
/// error located at the call.
/// </param>
public sealed record PlatformFunction(
    string Name, ImmutableArray<EastType> Inputs, EastType Output, bool IsAsync, Func<PlatformCall, object?[], object?> Call)
{
    /// <summary>An asynchronous one; the program waits for the result.</summary>
    public static PlatformFunction Async(
        string name, ImmutableArray<EastType> inputs, EastType output, Func<PlatformCall, object?[], ValueTask<object?>> call) =>
        new(name, inputs, output, IsAsync: true, (at, arguments) => call(at, arguments).AsTask().GetAwaiter().GetResult());

    internal PlatformSignature Signature => new(Name, Inputs, Output, IsAsync);

    /// <summary>Why a call that fitted another platform does not fit, or null when it does.</summary>
    internal string? Problem(PlatformNode node, bool isInAsync)
    {
        if (node.Arguments.Length != Inputs.Length) return CheckMessages.ArgumentCount(Name, Inputs.Length, node.Arguments.Length);
        for (var i = 0; i < Inputs.Length; i++)
            if (!node.Arguments[i].Type.IsSubtypeOf(Inputs[i])) return CheckMessages.Mismatch($"argument {i + 1} of {Name}", Inputs[i], node.Arguments[i].Type);
        if (IsAsync && !isInAsync) return CheckMessages.AsyncInFunction($"the platform function '{Name}'");
        return Output.IsSubtypeOf(node.Type) ? null : CheckMessages.NodeType($"the result of {Name}", Output, node.Type);
    }
}

/// <summary>One call of a platform function.</summary>
/// <param name="Location">Where the program calls it.</param>
/// <param name="Cancellation">Cancelled when nobody wants the result of the run any more.</param>
public readonly record struct PlatformCall(IrLocation Location, CancellationToken Cancellation);
