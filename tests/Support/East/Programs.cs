using Polyglot.East;

namespace Polyglot.Testing;

/// <summary>Small East programs, made by hand.</summary>
internal static class Programs
{
    private static readonly EastType Integer = EastType.Integer;

    /// <summary><c>(a, b) -> a + b</c>.</summary>
    public static FunctionNode Add()
    {
        var (a, b) = (Variable("a", 1), Variable("b", 2));
        return Function([a, b], Integer, new BuiltinNode(Integer, At(3), "IntegerAdd", [], [a, b]));
    }

    /// <summary><c>(a, b) -> a + b * factor</c>.</summary>
    public static FunctionNode Add(long factor)
    {
        var (a, b) = (Variable("a", 1), Variable("b", 2));
        var times = new BuiltinNode(Integer, At(3), "IntegerMultiply", [], [b, new ValueNode(Integer, At(3), factor)]);
        return Function([a, b], Integer, new BuiltinNode(Integer, At(4), "IntegerAdd", [], [a, times]));
    }

    /// <summary>Divides by what it is given, within a function of its own.</summary>
    public static FunctionNode Divide()
    {
        var (x, inner) = (Variable("x", 1), Variable("y", 2));
        var quotient = new BuiltinNode(Integer, At(3), "IntegerDivide", [], [new ValueNode(Integer, At(3), 10L), inner]);
        var divide = new FunctionNode(EastType.Function([Integer], Integer), At(2), [], [inner], quotient);
        return Function([x], Integer, new CallNode(Integer, At(4), isAsync: false, divide, [x]));
    }

    /// <summary>Prints what it is given and gives it back.</summary>
    public static FunctionNode Say()
    {
        var text = new VariableNode(EastType.String, At(1), "text", isMutable: false, isCaptured: false);
        PlatformNode Call(string name, long line) => new(EastType.Null, At(line), name, [text], isAsync: false);
        return Function([text], EastType.String, new BlockNode(EastType.String, At(1), [Call("console_log", 2), Call("console_error", 3), Call("console_write", 4), text]));
    }

    /// <summary>Asks what time it is.</summary>
    public static FunctionNode Now() => Call("time_now", Integer);

    /// <summary>Calls a platform function without arguments, at line 2.</summary>
    public static FunctionNode Call(string name, EastType output) => Function([], output, new PlatformNode(output, At(2), name, [], isAsync: false));

    /// <summary>Goes round for ever.</summary>
    public static FunctionNode Forever() => Function([], EastType.Null, new WhileNode(
        EastType.Null, At(1), new ValueNode(EastType.Boolean, At(1), true), new IrLabel("l", At(1)), new ValueNode(EastType.Null, At(1), EastNull.Boxed)));

    /// <summary>Says that it is there and goes round for ever; takes a String that it does not use.</summary>
    public static FunctionNode SayAndGoOn() => Function(
        [new VariableNode(EastType.String, At(1), "unused", isMutable: false, isCaptured: false)], EastType.Null, new BlockNode(EastType.Null, At(1),
        [
            new PlatformNode(EastType.Null, At(2), "console_log", [new ValueNode(EastType.String, At(2), "going")], isAsync: false), Forever().Body,
        ]));

    /// <summary>Has two problems, at lines 2 and 3.</summary>
    public static FunctionNode Wrong() => Function([], Integer, new BlockNode(Integer, At(1),
    [
        new LetNode(EastType.Null, At(2), new VariableNode(EastType.String, At(2), "s", false, false), new ValueNode(Integer, At(2), 1L)),
        new VariableNode(Integer, At(3), "missing", isMutable: false, isCaptured: false),
    ]));

    /// <summary>The program in JSON.</summary>
    public static string Json(FunctionNode program) => EastJson.Print(IrTypes.Ir, IrWriter.ToValue(program));

    private static IrLocation At(long line) => new("total.ts", line, 1);

    private static VariableNode Variable(string name, long line) => new(Integer, At(line), name, isMutable: false, isCaptured: false);

    private static FunctionNode Function(VariableNode[] parameters, EastType output, IrNode body) =>
        new(EastType.Function([.. parameters.Select(p => p.Type)], output), At(1), [], [.. parameters], body);
}
