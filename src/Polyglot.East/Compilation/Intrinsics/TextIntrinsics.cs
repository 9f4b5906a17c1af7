using System.Globalization;

namespace Polyglot.East;

/// <summary>The text of numbers, without a printer.</summary>
internal static class TextIntrinsics
{
    public static IEnumerable<(string Name, Intrinsic Intrinsic)> All =>
        [("Print", new Intrinsic(node => node.TypeParameters is [{ Kind: EastTypeKind.Integer or EastTypeKind.Float }], EmitPrint))];

    private static Type EmitPrint(FunctionCompiler code, BuiltinNode node)
    {
        var type = Clr.Held(node.TypeParameters[0]);
        code.Emit(node.Arguments[0], type);
        code.EmitCall(Clr.Method(typeof(NumberText), type == typeof(long) ? nameof(NumberText.OfInteger) : nameof(NumberText.OfFloat)));
        return typeof(string);
    }
}

/// <summary>What code that prints numbers calls.</summary>
internal static class NumberText
{
    public static string OfInteger(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string OfFloat(double value) => FloatText.East(value, stackalloc char[FloatText.MaxLength]).ToString();
}
