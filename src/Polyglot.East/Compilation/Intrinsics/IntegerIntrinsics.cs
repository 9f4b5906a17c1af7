using System.Reflection.Emit;

namespace Polyglot.East;

internal static class IntegerIntrinsics
{
    public static IEnumerable<(string Name, Intrinsic Intrinsic)> All =>
    [
        Simple("IntegerNegate", OpCodes.Neg),
        Simple("IntegerAdd", OpCodes.Add),
        Simple("IntegerSubtract", OpCodes.Sub),
        Simple("IntegerMultiply", OpCodes.Mul),
        Division("IntegerDivide", OpCodes.Div, nameof(IntegerArithmetic.Divide)),
        Division("IntegerRemainder", OpCodes.Rem, nameof(IntegerArithmetic.Remainder)),
        Intrinsic.Of("IntegerToFloat", EmitToFloat),
    ];

    private static (string, Intrinsic) Simple(string name, OpCode operation) => Intrinsic.Of(name, (code, node) =>
    {
        code.EmitOperands(node.Arguments, _ => typeof(long));
        code.Emit(operation);
        return typeof(long);
    });

    /// <summary>The machine's division, except by 0 and -1.</summary>
    private static (string, Intrinsic) Division(string name, OpCode operation, string method) => Intrinsic.Of(name, (code, node) =>
    {
        code.EmitOperands(node.Arguments, _ => typeof(long));
        if (node.Arguments[1] is ValueNode { Value: long and not (0 or -1) })
        {
            code.Emit(operation);
            return typeof(long);
        }
        var (x, y, result) = (code.Rent(typeof(long)), code.Rent(typeof(long)), code.Rent(typeof(long)));
        var (quick, end) = (code.DefineLabel(), code.DefineLabel());
        code.Emit(OpCodes.Stloc, y);
        code.Emit(OpCodes.Stloc, x);
        code.Emit(OpCodes.Ldloc, y);
        code.Emit(OpCodes.Ldc_I8, 1);
        code.Emit(OpCodes.Add);
        code.Emit(OpCodes.Ldc_I8, 1);
        code.Emit(OpCodes.Bgt_Un, quick);
        code.EmitSite(node);
        code.Emit(OpCodes.Ldloc, x);
        code.Emit(OpCodes.Ldloc, y);
        code.EmitCall(Clr.Method(typeof(IntegerArithmetic), method));
        code.Emit(OpCodes.Stloc, result);
        code.Emit(OpCodes.Br, end);
        code.MarkLabel(quick);
        code.Emit(OpCodes.Ldloc, x);
        code.Emit(OpCodes.Ldloc, y);
        code.Emit(operation);
        code.Emit(OpCodes.Stloc, result);
        code.MarkLabel(end);
        code.Emit(OpCodes.Ldloc, result);
        code.Return(x);
        code.Return(y);
        code.Return(result);
        return typeof(long);
    });

    private static Type EmitToFloat(FunctionCompiler code, BuiltinNode node)
    {
        code.Emit(node.Arguments[0], typeof(long));
        code.Emit(OpCodes.Conv_R8);
        return typeof(double);
    }
}
