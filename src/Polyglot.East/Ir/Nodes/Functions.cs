using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>Makes a closure. The root of a program is one without captures.</summary>
public sealed class FunctionNode(
    FunctionType type, IrLocation location, ImmutableArray<VariableNode> captures, ImmutableArray<VariableNode> parameters, IrNode body) : IrNode(type, location)
{
    /// <summary>The type of the function, which also says whether calls of it are awaited.</summary>
    public new FunctionType Type => (FunctionType)base.Type;

    /// <summary>Variables of the enclosing function that the body uses, those of inner functions included.</summary>
    public ImmutableArray<VariableNode> Captures => captures;

    /// <summary>The parameters; one with the name of a capture hides it.</summary>
    public ImmutableArray<VariableNode> Parameters => parameters;

    /// <summary>What a call evaluates.</summary>
    public IrNode Body => body;
}

/// <summary>Calls a function; one whose calls are awaited only where <see cref="IsAsync"/>.</summary>
public sealed class CallNode(EastType type, IrLocation location, bool isAsync, IrNode function, ImmutableArray<IrNode> arguments) : IrNode(type, location)
{
    /// <summary>The node is a <c>CallAsync</c>. The function may be an ordinary one even so.</summary>
    public bool IsAsync => isAsync;

    /// <summary>Evaluated first.</summary>
    public IrNode Function => function;

    /// <summary>Evaluated in order.</summary>
    public ImmutableArray<IrNode> Arguments => arguments;
}

/// <summary>Leaves the innermost enclosing function with a value.</summary>
public sealed class ReturnNode(EastType type, IrLocation location, IrNode value) : IrNode(type, location)
{
    /// <summary>The value of the call.</summary>
    public IrNode Value => value;
}

/// <summary>Calls one of the language's own functions (spec 5).</summary>
public sealed class BuiltinNode(
    EastType type, IrLocation location, string builtin, ImmutableArray<EastType> typeParameters, ImmutableArray<IrNode> arguments) : IrNode(type, location)
{
    /// <summary>The name, such as <c>IntegerAdd</c>.</summary>
    public string Builtin => builtin;

    /// <summary>The types it is used at, in the order of the table in the specification.</summary>
    public ImmutableArray<EastType> TypeParameters => typeParameters;

    /// <summary>How they were written where the node was read from; null in nodes made by code.</summary>
    internal SpelledList? SpelledParameters { get; init; }

    /// <summary>Evaluated in order.</summary>
    public ImmutableArray<IrNode> Arguments => arguments;
}

/// <summary>Calls native code that the host offers under a name.</summary>
public sealed class PlatformNode(EastType type, IrLocation location, string name, ImmutableArray<IrNode> arguments, bool isAsync) : IrNode(type, location)
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>Evaluated in order.</summary>
    public ImmutableArray<IrNode> Arguments => arguments;

    /// <summary>The author's tools took it for one whose calls are awaited; what the host registered decides (spec 4.3).</summary>
    public bool IsAsync => isAsync;
}
