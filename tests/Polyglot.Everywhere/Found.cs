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
        ("a variable that the maker of an entry assigns, by a key of another order than its bytes", Program(MakerThatAssigns())),
    ];

    private static IrLocation At(long line) => new("p.east", line, 1);

    private static ErrorNode Fail() => new(EastType.Never, At(3), new ValueNode(EastType.String, At(4), "e"));

    // let mut v = 1; DictGetOrInsert({}, 1.5, fn (k) { v = 2; 3 }); v
    private static BlockNode MakerThatAssigns()
    {
        VariableNode v = new(Integer, At(5), "v", isMutable: true, isCaptured: true);
        VariableNode k = new(EastType.Float, At(6), "k", isMutable: false, isCaptured: false);
        var type = EastType.Dict(EastType.Float, Integer);
        var made = new BlockNode(Integer, At(7), [new AssignNode(EastType.Null, At(8), v, new ValueNode(Integer, At(9), 2L)), new ValueNode(Integer, At(10), 3L)]);
        var maker = new FunctionNode(EastType.Function([EastType.Float], Integer), At(11), [v], [k], made);
        var entry = new BuiltinNode(
            Integer, At(12), "DictGetOrInsert", [EastType.Float, Integer], [new NewDictNode(type, At(13), []), new ValueNode(EastType.Float, At(14), 1.5), maker]);
        return new BlockNode(Integer, At(15), [new LetNode(EastType.Null, At(16), v, new ValueNode(Integer, At(17), 1L)), entry, v]);
    }

    private static FunctionNode Program(IrNode body) => new(EastType.Function([], Integer), At(1), [], [], new BlockNode(Integer, At(1), [body]));
}
