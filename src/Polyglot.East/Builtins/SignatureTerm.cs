using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>A type in the signature of a builtin, which may name type parameters.</summary>
internal abstract class SignatureTerm
{
    /// <summary>The type with the parameters replaced.</summary>
    public abstract EastType With(ImmutableArray<EastType> types);
}

/// <summary>A type parameter.</summary>
internal sealed class ParameterTerm(int index) : SignatureTerm
{
    public override EastType With(ImmutableArray<EastType> types) => types[index];
}

/// <summary>A type without parts.</summary>
internal sealed class FixedTerm(EastType type) : SignatureTerm
{
    public override EastType With(ImmutableArray<EastType> types) => type;
}

/// <summary>A type with parts, such as <c>Array&lt;T&gt;</c>.</summary>
internal sealed class ConstructedTerm(Func<EastType[], EastType> make, SignatureTerm[] parts) : SignatureTerm
{
    public override EastType With(ImmutableArray<EastType> types) => make([.. parts.Select(part => part.With(types))]);
}

/// <summary>The type of a callback, <c>(T, Integer) -> T2</c>.</summary>
internal sealed class FunctionTerm(SignatureTerm[] inputs, SignatureTerm output) : SignatureTerm
{
    public override EastType With(ImmutableArray<EastType> types) =>
        EastType.Function([.. inputs.Select(input => input.With(types))], output.With(types));
}
