using System.Globalization;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>Prints expressions. Statements, branches and loops are in the other part.</summary>
internal sealed partial class CodePrinter
{
    private const string TooDeep = "…";

    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);

    private int _depth;

    public Code Print(IrNode node)
    {
        if (_depth >= IrPrinter.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return new Code(TooDeep);
        _depth++;
        var code = PrintOne(node);
        _depth--;
        return code;
    }

    private Code PrintOne(IrNode node) => node switch
    {
        ValueNode n => Literal(n),
        VariableNode n => new Code(Name(n.Name)),
        ConversionNode { Kind: ConversionKind.As } n => new Code($"{Print(n.Value).AtLeast(Strength.As)} as {n.Type}", Strength.As),
        ConversionNode n => new Code($"{(n.Kind == ConversionKind.WrapRecursive ? "wrap" : "unwrap")}({Print(n.Value).Text})"),
        FunctionNode n => Function(n),
        CallNode n => Call((n.IsAsync ? "await " : "") + Print(n.Function).AtLeast(Strength.Postfix), n.Arguments, n.IsAsync),
        PlatformNode n => Call((n.IsAsync ? "await @" : "@") + Name(n.Name), n.Arguments, n.IsAsync),
        BuiltinNode n => Builtin(n),
        NewRefNode n => new Code(Code.List("Ref(", [Print(n.Value).Text], ")")),
        NewArrayNode n => n.Values.IsEmpty ? new Code($"{n.Type} []") : new Code(Code.List("[", All(n.Values), "]")),
        NewSetNode n => n.Values.IsEmpty ? new Code($"{n.Type} {{}}") : new Code(Code.List("Set {", All(n.Values), "}")),
        NewDictNode n => n.Entries.IsEmpty ? new Code($"{n.Type} {{}}") : new Code(Code.List("Dict {", [.. n.Entries.Select(Entry)], "}")),
        StructNode n => new Code(Code.List("(", [.. n.Fields.Select(f => $"{Name(f.Name)} = {Print(f.Value).Text}")], ")")),
        GetFieldNode n => new Code($"{Print(n.Struct).AtLeast(Strength.Postfix)}.{Name(n.Name)}", Strength.Postfix),
        VariantNode { Value: ValueNode { Value: EastNull } } n => new Code("." + Name(n.Case)),
        VariantNode n => new Code(Code.List($".{Name(n.Case)}(", [Print(n.Value).Text], ")")),
        _ => Control(node),
    };

    private static Code Literal(ValueNode node)
    {
        var text = node.Value switch
        {
            string s => QuotedText.Of(s),
            EastNull => "null",
            bool b => b ? "true" : "false",
            long n => n.ToString(CultureInfo.InvariantCulture),
            double n => EastText.Print(EastType.Float, n),
            var other => other.ToString()!,
        };
        return new Code(text, text[0] == '-' ? Strength.Prefix : Strength.Whole);
    }

    private Code Function(FunctionNode node)
    {
        var captures = node.Captures.IsEmpty ? "" : $"[{string.Join(", ", node.Captures.Select(c => Name(c.Name)))}]";
        var head = Code.List("(", [.. node.Parameters.Select(Declaration)], ")");
        return new Code($"{(node.Type.IsAsync ? "async " : "")}fn{captures} {head} -> {node.Type.Output} {Body(node.Body)}");
    }

    private Code Call(string callee, IEnumerable<IrNode> arguments, bool isAwaited = false) =>
        new(Code.List(callee + "(", All(arguments), ")"), isAwaited ? Strength.Prefix : Strength.Postfix);

    private Code Builtin(BuiltinNode node)
    {
        var arguments = node.Arguments;
        if (arguments.Length == 2 && Operators.Binary.TryGetValue(node.Builtin, out var binary)) return Operator(binary.Sign, binary.Strength, arguments[0], arguments[1]);
        if (arguments.Length == 1 && Operators.Prefix.TryGetValue(node.Builtin, out var sign))
            return new Code(sign + Print(arguments[0]).AtLeast(Strength.Postfix), Strength.Prefix);
        if (arguments.Length == 2 && Operators.Index.Contains(node.Builtin))
            return new Code($"{Print(arguments[0]).AtLeast(Strength.Postfix)}[{Print(arguments[1]).Text}]", Strength.Postfix);
        var types = Operators.Typed.Contains(node.Builtin) && node.TypeParameters.Length > 0 ? $"<{node.TypeParameters[0]}>" : "";
        return Call(node.Builtin + types, arguments);
    }

    /// <summary>
    /// Operators group to the left, powers not at all. Operands on several lines are put into lines of their own.
    /// </summary>
    private Code Operator(string sign, Strength strength, IrNode left, IrNode right)
    {
        var (a, b) = (Print(left).AtLeast(strength is Strength.Power or Strength.Compare ? strength + 1 : strength), Print(right).AtLeast(strength + 1));
        return new Code($"{a} {sign} {b}", strength);
    }

    private string Entry(DictEntry entry) => $"{Print(entry.Key).Text}: {Print(entry.Value).Text}";

    private string[] All(IEnumerable<IrNode> nodes) => [.. nodes.Select(n => Print(n).Text)];

    private static string Declaration(VariableNode variable) => $"{(variable.IsMutable ? "mut " : "")}{Name(variable.Name)}: {variable.Type}";

    private static string Name(string name) => TypeText.Identifier(name);
}
