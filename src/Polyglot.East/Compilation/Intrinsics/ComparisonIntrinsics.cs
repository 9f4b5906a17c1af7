using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Comparisons of Booleans, Integers, Floats, Strings and DateTimes.</summary>
internal static class ComparisonIntrinsics
{
    public static IEnumerable<(string Name, Intrinsic Intrinsic)> All =>
    [
        Comparison("Equal", OpCodes.Ceq, isNegated: false),
        Comparison("NotEqual", OpCodes.Ceq, isNegated: true),
        Comparison("Less", OpCodes.Clt, isNegated: false),
        Comparison("LessEqual", OpCodes.Cgt, isNegated: true),
        Comparison("Greater", OpCodes.Cgt, isNegated: false),
        Comparison("GreaterEqual", OpCodes.Clt, isNegated: true),
    ];

    private static (string, Intrinsic) Comparison(string name, OpCode operation, bool isNegated) =>
        (name, new Intrinsic(IsScalar, (code, node) => Emit(code, node, operation, isNegated)));

    private static bool IsScalar(BuiltinNode node) => node.TypeParameters is
        [{ Kind: EastTypeKind.Boolean or EastTypeKind.Integer or EastTypeKind.Float or EastTypeKind.String or EastTypeKind.DateTime }];

    private static Type Emit(FunctionCompiler code, BuiltinNode node, OpCode operation, bool isNegated)
    {
        switch (node.TypeParameters[0].Kind)
        {
            case EastTypeKind.Float: EmitFloats(code, node, operation); break;
            case EastTypeKind.String:
                code.EmitOperands(node.Arguments, _ => typeof(string));
                if (operation == OpCodes.Ceq)
                {
                    code.EmitCall(typeof(string).GetMethod(nameof(string.Equals), [typeof(string), typeof(string)])!);
                    break;
                }
                code.EmitCall(typeof(string).GetMethod(nameof(string.CompareOrdinal), [typeof(string), typeof(string)])!);
                code.Emit(OpCodes.Ldc_I4_0);
                code.Emit(operation);
                break;
            case EastTypeKind.DateTime:
                code.EmitOperands(node.Arguments, _ => typeof(EastDateTime));
                code.EmitCall(Clr.Method(typeof(ScalarComparison), nameof(ScalarComparison.CompareDateTimes)));
                code.Emit(OpCodes.Ldc_I4_0);
                code.Emit(operation);
                break;
            default:
                code.EmitOperands(node.Arguments, _ => Clr.Held(node.TypeParameters[0]));
                code.Emit(operation);
                break;
        }
        if (isNegated)
        {
            code.Emit(OpCodes.Ldc_I4_0);
            code.Emit(OpCodes.Ceq);
        }
        return typeof(bool);
    }

    /// <summary>
    /// The East order tells -0.0 from 0.0 and has NaN as the greatest number (spec 1.5). Against a number that is neither, the machine's
    /// comparison says the same, if NaN counts as greater.
    /// </summary>
    private static void EmitFloats(FunctionCompiler code, BuiltinNode node, OpCode operation)
    {
        code.EmitOperands(node.Arguments, _ => typeof(double));
        if (node.Arguments[1] is ValueNode { Value: double and not (0 or double.NaN) })
            code.Emit(operation == OpCodes.Cgt ? OpCodes.Cgt_Un : operation);
        else
            code.EmitCall(Clr.Method(typeof(ScalarComparison), operation == OpCodes.Ceq ? nameof(ScalarComparison.FloatsEqual)
                : operation == OpCodes.Clt ? nameof(ScalarComparison.FloatLess) : nameof(ScalarComparison.FloatGreater)));
    }
}

/// <summary>What comparisons in code call.</summary>
internal static class ScalarComparison
{
    public static int CompareDateTimes(EastDateTime x, EastDateTime y) => x.CompareTo(y);

    public static bool FloatLess(double x, double y) => x < y || (!(x > y) && FloatOrder.CompareFloats(x, y) < 0);

    public static bool FloatGreater(double x, double y) => x > y || (!(x < y) && FloatOrder.CompareFloats(x, y) > 0);

    public static bool FloatsEqual(double x, double y) =>
        BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y) || (double.IsNaN(x) && double.IsNaN(y));
}
