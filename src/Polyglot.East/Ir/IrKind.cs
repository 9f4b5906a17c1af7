namespace Polyglot.East;

/// <summary>
/// The kinds of nodes as beast2 numbers them: the cases of <see cref="IrTypes.Ir"/>, which are the kinds' names in sorted order.
/// </summary>
internal enum IrKind
{
    As,
    Assign,
    AsyncFunction,
    Block,
    Break,
    Builtin,
    Call,
    CallAsync,
    Continue,
    Error,
    ForArray,
    ForDict,
    ForSet,
    Function,
    GetField,
    IfElse,
    Let,
    Match,
    NewArray,
    NewDict,
    NewRef,
    NewSet,
    Platform,
    Return,
    Struct,
    TryCatch,
    UnwrapRecursive,
    Value,
    Variable,
    Variant,
    While,
    WrapRecursive,
}

/// <summary>Which kind a node is.</summary>
internal static class IrKinds
{
    public const int Count = (int)IrKind.WrapRecursive + 1;

    public static IrKind Of(IrNode node) => node switch
    {
        ConversionNode { Kind: ConversionKind.As } => IrKind.As,
        ConversionNode { Kind: ConversionKind.WrapRecursive } => IrKind.WrapRecursive,
        ConversionNode => IrKind.UnwrapRecursive,
        AssignNode => IrKind.Assign,
        FunctionNode { Type.IsAsync: true } => IrKind.AsyncFunction,
        FunctionNode => IrKind.Function,
        BlockNode => IrKind.Block,
        BreakNode => IrKind.Break,
        BuiltinNode => IrKind.Builtin,
        CallNode { IsAsync: true } => IrKind.CallAsync,
        CallNode => IrKind.Call,
        ContinueNode => IrKind.Continue,
        ErrorNode => IrKind.Error,
        ForArrayNode => IrKind.ForArray,
        ForDictNode => IrKind.ForDict,
        ForSetNode => IrKind.ForSet,
        GetFieldNode => IrKind.GetField,
        IfElseNode => IrKind.IfElse,
        LetNode => IrKind.Let,
        MatchNode => IrKind.Match,
        NewArrayNode => IrKind.NewArray,
        NewDictNode => IrKind.NewDict,
        NewRefNode => IrKind.NewRef,
        NewSetNode => IrKind.NewSet,
        PlatformNode => IrKind.Platform,
        ReturnNode => IrKind.Return,
        StructNode => IrKind.Struct,
        TryCatchNode => IrKind.TryCatch,
        ValueNode => IrKind.Value,
        VariableNode => IrKind.Variable,
        VariantNode => IrKind.Variant,
        _ => IrKind.While,
    };
}
