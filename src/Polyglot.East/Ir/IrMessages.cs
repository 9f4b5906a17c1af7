namespace Polyglot.East;

/// <summary>What the readers of programs say.</summary>
internal static class IrMessages
{
    public const string UnsupportedVersion =
        $"unsupported IR version: this program was made for another version of East (here: {IrTypes.Version}); export it with that version";

    public const string HasCaptures = "not a program: the outermost function captures variables, and there is nothing around it to take them from";

    public const string CyclicList = "a list of nodes contains itself: not a program";

    public const string EmptyText = "the file is empty: a program is a beast2 file or JSON";

    public static readonly string TooLarge = $"the program has more than {IrReader.MaxNodes} nodes";

    public static string NotAProgram(EastType type) => $"not a program: the file holds a value of type {TypeSyntax.Print(type)}";

    public static string NotAFunction(IrKind kind) => $"not a program: the outermost node is {kind}, and a program is a Function or an AsyncFunction";

    public static string NotAVariable(IrKind kind, long offset) => $"Expected a Variable node, got {kind} at offset {offset}";

    public static string FunctionType(IrKind kind, EastType type, long offset) =>
        $"A node {kind} of type {TypeSyntax.Print(type)} at offset {offset}: its type is that of a {kind}";

    /// <summary>The spec's text (3.1, "Reader errors").</summary>
    public static string ExpectedFunction(IrKind expected, IrKind found, long offset) => $"Expected {expected} IR, got {found} at offset {offset}";
}
