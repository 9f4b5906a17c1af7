namespace Polyglot.East;

/// <summary>Reads a variable; also stands where a variable is bound (parameters, captures, loops, matches).</summary>
/// <param name="type">The type of the variable.</param>
/// <param name="location">Where.</param>
/// <param name="name">The name; the innermost binding in scope is meant.</param>
/// <param name="isMutable">It is assigned somewhere, so that closures share its cell.</param>
/// <param name="isCaptured">An inner function captures it.</param>
public sealed class VariableNode(EastType type, IrLocation location, string name, bool isMutable, bool isCaptured) : IrNode(type, location)
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>It is assigned somewhere, so that closures share its cell.</summary>
    public bool IsMutable => isMutable;

    /// <summary>An inner function captures it. Only a hint (spec 4.2).</summary>
    public bool IsCaptured => isCaptured;
}

/// <summary>Binds a name in the innermost scope; its own value is null.</summary>
public sealed class LetNode(EastType type, IrLocation location, VariableNode variable, IrNode value) : IrNode(type, location)
{
    /// <summary>What is bound.</summary>
    public VariableNode Variable => variable;

    /// <summary>Evaluated before the name is bound.</summary>
    public IrNode Value => value;
}

/// <summary>Overwrites a mutable variable; its own value is null.</summary>
public sealed class AssignNode(EastType type, IrLocation location, VariableNode variable, IrNode value) : IrNode(type, location)
{
    /// <summary>What is overwritten.</summary>
    public VariableNode Variable => variable;

    /// <summary>The new value.</summary>
    public IrNode Value => value;
}
