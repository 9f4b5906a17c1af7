using Polyglot.East;

namespace Polyglot.Everywhere;

/// <summary>Programs that came to something else in some runtime once, as small as they were made.</summary>
public static class Found
{
    private static readonly EastType Integer = EastType.Integer;

    /// <summary>By what they are about.</summary>
    public static IReadOnlyList<(string What, FunctionNode Program)> All { get; } =
    [
        ("a field of what never comes", Program(new GetFieldNode(Integer, At(2), "y", Fail()))),
        ("a case of what never comes", Program(new MatchNode(Integer, At(2), Fail(), []))),
        ("a call of what never comes", Program(new CallNode(Integer, At(2), isAsync: false, Fail(), []))),
        ("half of a character in a message", Program(new BuiltinNode(Integer, At(2), "StringParseJSON", [Integer], [new ValueNode(EastType.String, At(3), "\U0001F600")]))),
    ];

    private static IrLocation At(long line) => new("p.east", line, 1);

    private static ErrorNode Fail() => new(EastType.Never, At(3), new ValueNode(EastType.String, At(4), "e"));

    private static FunctionNode Program(IrNode body) => new(EastType.Function([], Integer), At(1), [], [], new BlockNode(Integer, At(1), [body]));
}
