using System.Reflection.Emit;

namespace Polyglot.East;

internal static class RefIntrinsics
{
    public static IEnumerable<(string Name, Intrinsic Intrinsic)> All => [Intrinsic.Of("RefGet", EmitGet)];

    private static Type EmitGet(FunctionCompiler code, BuiltinNode node)
    {
        var content = Clr.Held(node.TypeParameters[0]);
        var type = typeof(EastRef<>).MakeGenericType(content);
        code.Emit(node.Arguments[0], type);
        code.EmitCall(Clr.Getter(type, nameof(EastRef<>.Value)));
        return content;
    }
}
