using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>Statements in order, in a scope of their own; the value is that of the last one, null when there is none.</summary>
public sealed class BlockNode(EastType type, IrLocation location, ImmutableArray<IrNode> statements) : IrNode(type, location)
{
    /// <summary>The statements.</summary>
    public ImmutableArray<IrNode> Statements => statements;
}

/// <summary>The body of the first branch whose predicate holds, otherwise <see cref="Else"/>.</summary>
public sealed class IfElseNode(EastType type, IrLocation location, ImmutableArray<IfBranch> branches, IrNode @else) : IrNode(type, location)
{
    /// <summary>The branches, in the order in which they are tried.</summary>
    public ImmutableArray<IfBranch> Branches => branches;

    /// <summary>What is evaluated when no predicate holds.</summary>
    public IrNode Else => @else;
}

/// <summary>A branch of an <see cref="IfElseNode"/>.</summary>
public sealed record IfBranch(IrNode Predicate, IrNode Body);

/// <summary>The body of the case that a Variant has; every case is listed.</summary>
public sealed class MatchNode(EastType type, IrLocation location, IrNode variant, ImmutableArray<MatchCase> cases) : IrNode(type, location)
{
    /// <summary>What is looked at.</summary>
    public IrNode Variant => variant;

    /// <summary>The cases, in any order.</summary>
    public ImmutableArray<MatchCase> Cases => cases;
}

/// <summary>A case of a <see cref="MatchNode"/>; the payload is bound to the variable also when it is null.</summary>
public sealed record MatchCase(string Case, VariableNode Variable, IrNode Body);

/// <summary>Raises an East error.</summary>
public sealed class ErrorNode(EastType type, IrLocation location, IrNode message) : IrNode(type, location)
{
    /// <summary>A String.</summary>
    public IrNode Message => message;
}

/// <summary>Catches East errors and, in every case, runs <see cref="Finally"/> last (spec 4.5).</summary>
public sealed class TryCatchNode(
    EastType type, IrLocation location, IrNode @try, IrNode @catch, VariableNode message, VariableNode stack, IrNode @finally) : IrNode(type, location)
{
    /// <summary>What may fail.</summary>
    public IrNode Try => @try;

    /// <summary>What is evaluated after an East error.</summary>
    public IrNode Catch => @catch;

    /// <summary>Bound to the message, a String, within <see cref="Catch"/>.</summary>
    public VariableNode Message => message;

    /// <summary>Bound to the locations, innermost first, within <see cref="Catch"/>.</summary>
    public VariableNode Stack => stack;

    /// <summary>Run last, its value ignored; a <see cref="ValueNode"/> means that there is none.</summary>
    public IrNode Finally => @finally;
}
