using System.Reflection.Emit;

namespace Polyglot.East;

internal static class ArrayIntrinsics
{
    public static IEnumerable<(string Name, Intrinsic Intrinsic)> All =>
    [
        Intrinsic.Of("ArraySize", EmitSize),
        Intrinsic.Of("ArrayGet", EmitGet),
    ];

    private static Type EmitSize(FunctionCompiler code, BuiltinNode node)
    {
        var type = ArrayOf(node, out _);
        code.Emit(node.Arguments[0], type);
        code.EmitCall(Clr.Getter(type, nameof(EastArray<>.Count)));
        code.Emit(OpCodes.Conv_I8);
        return typeof(long);
    }

    /// <summary>A load where the index is in range; else the builtin itself, which raises the error.</summary>
    private static Type EmitGet(FunctionCompiler code, BuiltinNode node)
    {
        var type = ArrayOf(node, out var element);
        var (array, index, result) = (code.Rent(type), code.Rent(typeof(long)), code.Rent(element));
        var (slow, end) = (code.DefineLabel(), code.DefineLabel());
        code.EmitOperands(node.Arguments, i => i == 0 ? type : typeof(long));
        code.Emit(OpCodes.Stloc, index);
        code.Emit(OpCodes.Stloc, array);
        code.Emit(OpCodes.Ldloc, index);
        code.Emit(OpCodes.Ldloc, array);
        code.EmitCall(Clr.Getter(type, nameof(EastArray<>.Count)));
        code.Emit(OpCodes.Conv_I8);
        code.Emit(OpCodes.Bge_Un, slow);
        code.Emit(OpCodes.Ldloc, array);
        code.Emit(OpCodes.Ldfld, Clr.Field(type, "_items"));
        code.Emit(OpCodes.Ldloc, index);
        code.Emit(OpCodes.Conv_I);
        code.Emit(OpCodes.Ldelem, element);
        code.Emit(OpCodes.Stloc, result);
        code.Emit(OpCodes.Br, end);
        code.MarkLabel(slow);
        code.EmitSite(node);
        code.Emit(OpCodes.Ldloc, array);
        code.Emit(OpCodes.Ldloc, index);
        code.EmitCall(Clr.Generic(typeof(ArrayElements), nameof(ArrayElements.Get), element));
        code.Emit(OpCodes.Stloc, result);
        code.MarkLabel(end);
        code.Emit(OpCodes.Ldloc, result);
        code.Return(array);
        code.Return(index);
        code.Return(result);
        return element;
    }

    private static Type ArrayOf(BuiltinNode node, out Type element)
    {
        element = Clr.Held(node.TypeParameters[0]);
        return typeof(EastArray<>).MakeGenericType(element);
    }
}
