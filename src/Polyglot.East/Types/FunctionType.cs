using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>The type of functions, or of functions whose calls are awaited.</summary>
public sealed class FunctionType : EastType
{
    internal FunctionType(ReadOnlySpan<EastType> inputs, EastType output, bool isAsync)
        : base(isAsync ? EastTypeKind.AsyncFunction : EastTypeKind.Function, [.. inputs, output], inputs.Length)
    {
        Inputs = [.. inputs];
        Output = output;
    }

    /// <summary>The types of the parameters.</summary>
    public ImmutableArray<EastType> Inputs { get; }

    /// <summary>The type of the result.</summary>
    public EastType Output { get; }

    /// <summary>Whether calls are awaited.</summary>
    public bool IsAsync => Kind == EastTypeKind.AsyncFunction;

    private protected override bool PartsEqual(EastType other) =>
        Output.Equals(((FunctionType)other).Output) && Inputs.AsSpan().SequenceEqual(((FunctionType)other).Inputs.AsSpan());
}
