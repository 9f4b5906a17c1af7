using System.Reflection.Emit;

namespace Polyglot.East;

internal static class FloatIntrinsics
{
    public static IEnumerable<(string Name, Intrinsic Intrinsic)> All =>
    [
        Simple("FloatNegate", OpCodes.Neg),
        Simple("FloatAdd", OpCodes.Add),
        Simple("FloatSubtract", OpCodes.Sub),
        Simple("FloatMultiply", OpCodes.Mul),
        Simple("FloatDivide", OpCodes.Div),
    ];

    private static (string, Intrinsic) Simple(string name, OpCode operation) => Intrinsic.Of(name, (code, node) =>
    {
        code.EmitOperands(node.Arguments, _ => typeof(double));
        code.Emit(operation);
        return typeof(double);
    });
}
