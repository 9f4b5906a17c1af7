namespace Polyglot.East;

/// <summary>What is to be known about a function before its code is written.</summary>
internal sealed class FunctionSurvey
{
    private readonly HashSet<IrNode> _needsEmptyStack = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);

    public FunctionSurvey(IrNode body) => Visit(body);

    /// <summary>There is a While, ForArray, ForSet or ForDict.</summary>
    public bool HasLoop { get; private set; }

    /// <summary>There is a TryCatch.</summary>
    public bool HasTry { get; private set; }

    /// <summary>East functions are called: by Call nodes, by builtins with callbacks, or by platform functions.</summary>
    public bool Calls { get; private set; }

    /// <summary>Something in it needs an <see cref="ErrorPoint"/>.</summary>
    public bool HasPoints { get; private set; }

    /// <summary>How many nodes, those of inner functions not counted.</summary>
    public int Size { get; private set; }

    /// <summary>
    /// Whether the node contains jumps or protected regions. These want nothing on the evaluation stack, so operands before such a node
    /// are kept in locals.
    /// </summary>
    public bool NeedsEmptyStack(IrNode node) => _needsEmptyStack.Contains(node);

    /// <summary>Whether a variable of that name may be captured by an inner function.</summary>
    public bool IsShared(string name) => _shared.Contains(name);

    private bool Visit(IrNode node)
    {
        Size++;
        var needs = node is LoopNode or TryCatchNode or BreakNode or ContinueNode or ReturnNode;
        HasLoop |= node is LoopNode;
        HasTry |= node is TryCatchNode;
        switch (node)
        {
            case CallNode or PlatformNode:
                Calls = HasPoints = true;
                break;
            case BuiltinNode builtin when !Intrinsic.IsKnown(builtin):
                HasPoints = true;
                Calls |= !BuiltinTable.TryGet(builtin.Builtin, out var definition) || definition.TakesFunctions;
                break;
            case FunctionNode function:
                foreach (var capture in function.Captures) _shared.Add(capture.Name);
                break;
        }
        foreach (var part in NodeParts.Of(node)) needs |= Visit(part);
        if (needs) _needsEmptyStack.Add(node);
        return needs;
    }
}
