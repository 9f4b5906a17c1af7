using System.Collections.Immutable;
using System.Reflection;

namespace Polyglot.East;

/// <summary>A builtin (spec 5): what it is called, what it takes and gives, and the method that does it. Immutable.</summary>
public sealed class BuiltinDefinition
{
    private readonly SignatureTerm[] _inputs;
    private readonly SignatureTerm _output;

    internal BuiltinDefinition(BuiltinAttribute mark, MethodInfo method)
    {
        (TypeParameters, _inputs, _output) = new SignatureReader(mark.Signature).ReadAll();
        (Name, Text, Method, IsInfallible) = (mark.Name, mark.Signature, method, mark.IsInfallible);
        var parameters = method.GetParameters();
        TakesSite = parameters.Length > 0 && parameters[0].ParameterType == typeof(BuiltinSite);
        TakesFunctions = _inputs.Any(input => input is FunctionTerm);
        if (parameters.Length != _inputs.Length + (TakesSite ? 1 : 0) || method.GetGenericArguments().Length != TypeParameters.Length)
            throw new InvalidOperationException($"the method of builtin {Name} does not fit its signature {Text}");
    }

    /// <summary>The name in programs, such as <c>ArrayMap</c>.</summary>
    public string Name { get; }

    /// <summary>The signature as text, such as <c>&lt;T&gt;(Array&lt;T&gt;) -> Integer</c>.</summary>
    public string Text { get; }

    /// <summary>The names of the type parameters, in order.</summary>
    public ImmutableArray<string> TypeParameters { get; }

    /// <summary>How many arguments it takes.</summary>
    public int Arity => _inputs.Length;

    /// <summary>An argument is a callback: an error may come out of it.</summary>
    public bool TakesFunctions { get; }

    /// <summary>What does it; generic in the CLR types of the type parameters.</summary>
    internal MethodInfo Method { get; }

    /// <summary>The first parameter of the method is the site.</summary>
    internal bool TakesSite { get; }

    /// <inheritdoc cref="BuiltinAttribute.IsInfallible"/>
    internal bool IsInfallible { get; }

    /// <summary>The types of the arguments and of the result.</summary>
    /// <param name="types">One closed type per type parameter.</param>
    /// <exception cref="ArgumentException">The number of types is wrong, or one cannot stand where it would (a key that is not immutable data).</exception>
    public BuiltinSignature Signature(ImmutableArray<EastType> types) => types.Length != TypeParameters.Length
        ? throw new ArgumentException(BuiltinMessages.TypeParameterCount(Name, TypeParameters.Length, types.Length), nameof(types))
        : new BuiltinSignature([.. _inputs.Select(input => input.With(types))], _output.With(types));
}

/// <summary>What a builtin takes and gives at given types.</summary>
/// <param name="Inputs">The types of the arguments.</param>
/// <param name="Output">The type of the result.</param>
public sealed record BuiltinSignature(ImmutableArray<EastType> Inputs, EastType Output);
