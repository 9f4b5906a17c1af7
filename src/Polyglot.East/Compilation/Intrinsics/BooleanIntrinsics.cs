using System.Reflection.Emit;

namespace Polyglot.East;

internal static class BooleanIntrinsics
{
    public static IEnumerable<(string Name, Intrinsic Intrinsic)> All =>
    [
        Intrinsic.Of("BooleanNot", EmitNot),
        Binary("BooleanAnd", OpCodes.And),
        Binary("BooleanOr", OpCodes.Or),
        Binary("BooleanXor", OpCodes.Xor),
    ];

    private static Type EmitNot(FunctionCompiler code, BuiltinNode node)
    {
        code.Emit(node.Arguments[0], typeof(bool));
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ceq);
        return typeof(bool);
    }

    private static (string, Intrinsic) Binary(string name, OpCode operation) => Intrinsic.Of(name, (code, node) =>
    {
        code.EmitOperands(node.Arguments, _ => typeof(bool));
        code.Emit(operation);
        return typeof(bool);
    });
}
