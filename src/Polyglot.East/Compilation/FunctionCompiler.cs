using System.Reflection;
using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>
/// Writes the method of one East function. This file has what all nodes need; the nodes are in the other parts: Values, Variables,
/// Structs, Control, Loops, Calls, Closures and Errors. In every <c>Emit…</c> the value of a node is left on the evaluation stack, in the CLR
/// type that is asked for; nodes after which control does not go on leave nothing, and the code after them is never reached.
/// </summary>
internal sealed partial class FunctionCompiler
{
    private readonly ProgramCompiler _program;
    private readonly ILGenerator _il;
    private readonly FunctionNode _node;
    private readonly FunctionSurvey _survey;
    private readonly IReadOnlyList<BoundVariable> _captured;
    private readonly Dictionary<Type, Stack<LocalBuilder>> _free = [];
    private Scope _scope = new(null);
    private LocalBuilder? _run;
    private LocalBuilder? _depth;

    public FunctionCompiler(ProgramCompiler program, MethodBuilder method, FunctionNode node, IReadOnlyList<BoundVariable>? captured = null)
    {
        (_program, _node, _captured) = (program, node, captured ?? []);
        _survey = new FunctionSurvey(node.Body);
        _il = method.GetILGenerator();
        _point = _nowhere;
        _pointsNumber = program.Reserve();
    }

    /// <summary>
    /// Whether the method should be compiled with all optimizations at once. The CLR would find out by itself, but late; a function without
    /// loops and parameters hardly ever runs often.
    /// </summary>
    public bool IsWorthOptimizing => _survey.HasLoop || _node.Parameters.Length > 0;

    /// <summary>
    /// The most stack that a call takes where that is much, else 0: it is to be looked for before the call, because a method takes all of its
    /// stack at once.
    /// </summary>
    public int LargeFrame => _survey.Size > LargeFunction ? Math.Min(_survey.Size, MaxSize) * BytesPerNode : 0;

    /// <summary>Operands of a node in order, each as a CLR type, with something pushed before the first.</summary>
    public void EmitOperands(IReadOnlyList<IrNode> nodes, Func<int, Type> wanted, Action? before = null)
    {
        var last = nodes.Count - 1;
        while (last >= 0 && !_survey.NeedsEmptyStack(nodes[last])) last--;
        if (last < 0 || (last == 0 && before is null))
        {
            before?.Invoke();
            for (var i = 0; i < nodes.Count; i++) Emit(nodes[i], wanted(i));
            return;
        }
        var kept = new LocalBuilder[last + 1];
        for (var i = 0; i <= last; i++)
        {
            kept[i] = Rent(wanted(i));
            Emit(nodes[i], wanted(i));
            _il.Emit(OpCodes.Stloc, kept[i]);
        }
        before?.Invoke();
        foreach (var local in kept)
        {
            _il.Emit(OpCodes.Ldloc, local);
            Return(local);
        }
        for (var i = last + 1; i < nodes.Count; i++) Emit(nodes[i], wanted(i));
    }

    /// <summary>One of the objects that the code needs.</summary>
    public void EmitConstant(object value, Type type) => EmitConstant(_program.Constant(value), type);

    public void Emit(OpCode code) => _il.Emit(code);

    public void Emit(OpCode code, long value) => _il.Emit(code, value);

    public void Emit(OpCode code, LocalBuilder local) => _il.Emit(code, local);

    public void Emit(OpCode code, Label label) => _il.Emit(code, label);

    public void Emit(OpCode code, Type type) => _il.Emit(code, type);

    public void Emit(OpCode code, FieldInfo field) => _il.Emit(code, field);

    public void EmitCall(MethodInfo method) => _il.Emit(method.IsStatic || !method.IsVirtual || method.DeclaringType!.IsValueType ? OpCodes.Call : OpCodes.Callvirt, method);

    public Label DefineLabel() => _il.DefineLabel();

    public void MarkLabel(Label label) => _il.MarkLabel(label);

    /// <summary>A local variable for a while.</summary>
    public LocalBuilder Rent(Type type) => _free.TryGetValue(type, out var free) && free.TryPop(out var local) ? local : _il.DeclareLocal(type);

    public void Return(LocalBuilder local)
    {
        if (!_free.TryGetValue(local.LocalType, out var free)) _free[local.LocalType] = free = new Stack<LocalBuilder>();
        free.Push(local);
    }

    /// <summary>The value of a node as a CLR type.</summary>
    public void Emit(IrNode node, Type wanted)
    {
        if (wanted.IsSubclassOf(typeof(Delegate)))
        {
            EmitDelegate(node, wanted);
        }
        else if (node.Type.Kind == EastTypeKind.Never)
        {
            EmitVoid(node);
            EmitUnreachable();
        }
        else if (node.Type.Kind == EastTypeKind.Null && node is not (VariableNode or CallNode or BuiltinNode or PlatformNode or GetFieldNode))
        {
            EmitVoid(node);
            EmitNull();
            Convert(typeof(EastNull), wanted);
        }
        else
        {
            Convert(EmitValue(node), wanted);
        }
    }

    /// <summary>The effects of a node.</summary>
    public void EmitVoid(IrNode node)
    {
        if (TryEmitEndless(node)) return;
        switch (node)
        {
            case ValueNode or VariableNode: break;
            case LetNode n: EmitLet(n); break;
            case AssignNode n: EmitAssign(n); break;
            case BlockNode n: EmitBlock(n, null); break;
            case IfElseNode n: EmitIfElse(n, null); break;
            case MatchNode n: EmitMatch(n, null); break;
            case TryCatchNode n: EmitTryCatch(n, null); break;
            case WhileNode n: EmitWhile(n); break;
            case ForArrayNode n: EmitForArray(n); break;
            case ForSetNode n: EmitForSet(n); break;
            case ForDictNode n: EmitForDict(n); break;
            case BreakNode n: EmitBreak(n); break;
            case ContinueNode n: EmitContinue(n); break;
            case ReturnNode n: EmitReturn(n); break;
            case ErrorNode n: EmitError(n); break;
            case ConversionNode n: EmitVoid(n.Value); break;
            default:
                EmitValue(node);
                _il.Emit(OpCodes.Pop);
                break;
        }
    }

    /// <summary>The value of a node; tells its CLR type.</summary>
    private Type EmitValue(IrNode node)
    {
        var held = Clr.Held(node.Type);
        if (TryEmitEndless(node)) return held;
        switch (node)
        {
            case ValueNode n: EmitLiteral(n); return held;
            case VariableNode n: return EmitVariable(n);
            case BlockNode n: EmitBlock(n, held); return held;
            case IfElseNode n: EmitIfElse(n, held); return held;
            case MatchNode n: EmitMatch(n, held); return held;
            case TryCatchNode n: EmitTryCatch(n, held); return held;
            case ConversionNode n: Emit(n.Value, held); return held;
            case FunctionNode n: EmitClosure(n); return typeof(EastFunction);
            case CallNode n: return EmitCall(n);
            case BuiltinNode n: return EmitBuiltin(n);
            case PlatformNode n: EmitPlatform(n); return held;
            case NewRefNode n: return EmitNewRef(n);
            case NewArrayNode n: return EmitNewArray(n);
            case NewSetNode n: return EmitNewSet(n);
            case NewDictNode n: return EmitNewDict(n);
            case StructNode n: EmitStruct(n); return typeof(EastStruct);
            case GetFieldNode n: return EmitGetField(n);
            case VariantNode n: EmitVariant(n); return typeof(EastVariant);
            default: throw new InvalidOperationException($"{node.GetType().Name} of type {node.Type} has no value");
        }
    }

    /// <summary>What takes apart a value that is never there has no type to take it apart by: it is the effects of that part.</summary>
    private bool TryEmitEndless(IrNode node)
    {
        var taken = node switch
        {
            MatchNode n => n.Variant,
            GetFieldNode n => n.Struct,
            CallNode n => n.Function,
            ForArrayNode n => n.Array,
            ForSetNode n => n.Set,
            ForDictNode n => n.Dict,
            _ => null,
        };
        if (taken?.Type.Kind != EastTypeKind.Never) return false;
        var outer = _point;
        if (node is CallNode) SetPoint(new ErrorPoint(node.Location, PointKind.Call, outer));
        EmitVoid(taken);
        EmitUnreachable();
        SetPoint(outer);
        return true;
    }

    /// <summary>
    /// The same value as another CLR type: places that hold recursive containers differ from their class, and as Null, a value is thrown away.
    /// </summary>
    private void Convert(Type from, Type to)
    {
        if (from == to || (to == typeof(object) && !from.IsValueType)) return;
        if (to == typeof(EastNull) && from != typeof(object))
        {
            _il.Emit(OpCodes.Pop);
            EmitNull();
        }
        else if (to == typeof(object)) _il.Emit(OpCodes.Box, from);
        else if (to.IsValueType) _il.Emit(OpCodes.Unbox_Any, to);
        else _il.Emit(OpCodes.Castclass, to);
    }

    private void EmitConstant(int number, Type type)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, Clr.Field(typeof(Closure), nameof(Closure.Constants)));
        _il.Emit(OpCodes.Ldc_I4, number);
        _il.Emit(OpCodes.Ldelem_Ref);
        if (type != typeof(object)) _il.Emit(OpCodes.Call, Clr.As(type));
    }

    private LocalBuilder NullLocal => field ??= _il.DeclareLocal(typeof(EastNull));

    private void EmitNull() => _il.Emit(OpCodes.Ldloc, NullLocal);

    private void EmitUnreachable()
    {
        _il.Emit(OpCodes.Ldnull);
        _il.Emit(OpCodes.Throw);
    }
}
