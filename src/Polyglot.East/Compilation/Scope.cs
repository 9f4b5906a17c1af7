using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Where the value of a variable is.</summary>
internal enum Storage
{
    /// <summary>In a local variable of the method.</summary>
    Local,

    /// <summary>In an argument of the method.</summary>
    Argument,

    /// <summary>In a field of the closure.</summary>
    Captured,
}

/// <summary>A variable in scope.</summary>
/// <param name="Type">The CLR type of its values.</param>
/// <param name="Storage">Where the value is, or the cell that has it.</param>
/// <param name="IsCell">The place holds a <see cref="Cell{T}"/>, which closures share.</param>
/// <param name="Local">Set for <see cref="Storage.Local"/>.</param>
/// <param name="Index">The number of the argument or of the captured variable.</param>
internal sealed record BoundVariable(Type Type, Storage Storage, bool IsCell, LocalBuilder? Local = null, int Index = 0);

/// <summary>The variables of a scope, and of those around it.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, BoundVariable> _bindings = new(StringComparer.Ordinal);

    public Scope? Outer => outer;

    public IEnumerable<BoundVariable> Own => _bindings.Values;

    public void Bind(string name, BoundVariable binding) => _bindings[name] = binding;

    /// <exception cref="InvalidOperationException">There is none; a checked program has it.</exception>
    public BoundVariable Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope._bindings.TryGetValue(name, out var binding)) return binding;
        throw new InvalidOperationException($"no variable '{name}' in scope");
    }
}
