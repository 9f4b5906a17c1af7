using System.Text;

namespace Polyglot.East.Fuzz;

/// <summary>A value that inputs are made from.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Value">The value.</param>
internal sealed record Seed(EastType Type, object Value);

/// <summary>The committed seeds, a type and a text on each line of <c>seeds.txt</c>, and a program.</summary>
internal static class Seeds
{
    public static Seed[] Values { get; } = [.. Lines().Select(line => line.Split('\t')).Select(parts =>
    {
        var type = TypeSyntax.Parse(parts[0]).Value;
        return new Seed(type, EastText.Parse(type, parts[1]).Value);
    })];

    /// <summary>A loop with a condition, a match, a catch and a function inside a function: most kinds of node.</summary>
    public static FunctionNode Program { get; } = MakeProgram();

    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(typeof(Seeds).Assembly.GetManifestResourceStream("seeds.txt")!, Encoding.UTF8);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static FunctionNode MakeProgram()
    {
        var here = new IrLocation("seed.east", 3, 5);
        VariableNode Variable(string name, EastType type, bool isMutable = false) => new(type, here, name, isMutable, isCaptured: false);
        ValueNode Literal(EastType type, object value) => new(type, here, value);
        var (x, sum) = (Variable("x", EastType.Integer), Variable("sum", EastType.Integer, isMutable: true));
        var option = EastType.Option(EastType.Integer);
        var inner = EastType.Function([EastType.Integer], EastType.Integer);
        BuiltinNode Add(IrNode a, IrNode b) => new(EastType.Integer, here, "IntegerAdd", [], [a, b]);
        IrNode body = new BlockNode(EastType.Integer, here,
        [
            new LetNode(EastType.Null, here, sum, Literal(EastType.Integer, 1L)),
            new AssignNode(EastType.Null, here, sum, Add(sum, x)),
            new IfElseNode(EastType.Null, here, [new IfBranch(Literal(EastType.Boolean, true), Literal(EastType.Null, EastNull.Boxed))], Literal(EastType.Null, EastNull.Boxed)),
            new NewArrayNode(EastType.Array(EastType.Float), here, [Literal(EastType.Float, double.NaN)]),
            new NewDictNode(EastType.Dict(EastType.String, EastType.Blob), here, [new DictEntry(Literal(EastType.String, "k"), Literal(EastType.Blob, EastBlob.Empty))]),
            new StructNode(EastType.Struct(("a", EastType.Integer)), here, [new StructPart("a", x)]),
            new MatchNode(EastType.Integer, here, new VariantNode(option, here, "some", x),
                [new MatchCase("none", Variable("_", EastType.Null), sum), new MatchCase("some", Variable("p", EastType.Integer), Variable("p", EastType.Integer))]),
            new CallNode(EastType.Integer, here, isAsync: false, new FunctionNode(inner, here, [sum], [x], Add(sum, x)), [x]),
        ]);
        return new FunctionNode(inner, here, [], [x], body);
    }
}
