using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>
/// Walks a program. Each node gives the type that its value really has, or null when that is not known because something in it is
/// wrong: what is around it is then not blamed for it.
/// </summary>
internal sealed partial class NodeChecker(PlatformSignatures platform)
{
    private readonly ImmutableArray<IrProblem>.Builder _problems = ImmutableArray.CreateBuilder<IrProblem>();
    private FunctionScope? _scope;
    private bool _tooDeep;
    private int _depth;
    private int _regions;

    public ImmutableArray<IrProblem> Problems => _problems.ToImmutable();

    private FunctionScope Scope => _scope!;

    public void CheckProgram(FunctionNode program)
    {
        if (program.Captures.Length > 0) Report(program, CheckMessages.NoEnclosingFunction);
        CheckBody(program);
    }

    private EastType? Check(IrNode node)
    {
        if (_tooDeep) return null;
        var region = node is LoopNode or TryCatchNode ? 1 : 0;
        if (_depth >= IrChecker.MaxDepth || _regions + region > IrChecker.MaxRegions || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _tooDeep = true;
            return Report(node, CheckMessages.TooDeep);
        }
        (_depth, _regions) = (_depth + 1, _regions + region);
        var type = CheckOne(node);
        (_depth, _regions) = (_depth - 1, _regions - region);
        return type;
    }

    private EastType? CheckOne(IrNode node) => node switch
    {
        ValueNode n => CheckValue(n),
        VariableNode n => CheckVariable(n),
        LetNode n => CheckLet(n),
        AssignNode n => CheckAssign(n),
        BlockNode n => CheckBlock(n),
        ConversionNode n => CheckConversion(n),
        FunctionNode n => CheckFunction(n),
        CallNode n => CheckCall(n),
        PlatformNode n => CheckPlatform(n),
        BuiltinNode n => CheckBuiltin(n),
        NewRefNode n => CheckNewRef(n),
        NewArrayNode n => CheckNewArray(n),
        NewSetNode n => CheckNewSet(n),
        NewDictNode n => CheckNewDict(n),
        StructNode n => CheckStruct(n),
        GetFieldNode n => CheckGetField(n),
        VariantNode n => CheckVariant(n),
        IfElseNode n => CheckIfElse(n),
        MatchNode n => CheckMatch(n),
        LoopNode n => CheckLoop(n),
        BreakNode n => CheckJump(n, n.Label),
        ContinueNode n => CheckJump(n, n.Label),
        ReturnNode n => CheckReturn(n),
        ErrorNode n => CheckError(n),
        _ => CheckTryCatch((TryCatchNode)node),
    };

    /// <summary>Checks a part that must be of a type. False when it is not, which has then been reported, or is not known.</summary>
    private bool Expect(IrNode node, EastType expected, string what) => Fits(node, Check(node), expected, what);

    private bool Fits(IrNode at, EastType? actual, EastType expected, string what)
    {
        if (actual is null) return false;
        if (actual.Kind == EastTypeKind.Never || actual.Equals(expected)) return true;
        Report(at, CheckMessages.Mismatch(what, expected, actual));
        return false;
    }

    /// <summary>The node's own type, when everything in it is right.</summary>
    private static EastType? Known(IrNode node, bool right) => right ? node.Type : null;

    /// <summary>The type that a node's parts make is the one that the node says.</summary>
    private bool Says(IrNode node, EastType made, string what)
    {
        if (node.Type.Equals(made)) return true;
        Report(node, CheckMessages.NodeType(what, made, node.Type));
        return false;
    }

    private EastType? Report(IrNode node, string message)
    {
        _problems.Add(new IrProblem(node.Location, message));
        return null;
    }

    /// <summary>
    /// The type with closed parts: a recursive one unfolded once. Values of both are the same, so what is made from parts or taken apart may
    /// be said to be of either.
    /// </summary>
    private static EastType Unfold(EastType type) => type.ContainsRecursion ? type.Unfold() : type;
}
