using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>Prints statements, branches, loops and errors.</summary>
internal sealed partial class CodePrinter
{
    private Code Control(IrNode node) => node switch
    {
        LetNode { Value: FunctionNode } n => Statement($"let {(n.Variable.IsMutable ? "mut " : "")}{Name(n.Variable.Name)} = ", n.Value),
        LetNode n => Statement($"let {Declaration(n.Variable)} = ", n.Value),
        AssignNode n => Statement($"{Name(n.Variable.Name)} = ", n.Value),
        BlockNode n => new Code(Code.Braces(Statements(n.Statements), mayInline: false)),
        IfElseNode n => IfElse(n),
        MatchNode n => Match(n),
        LoopNode n => Loop(n),
        BreakNode n => Jump("break", n.Label),
        ContinueNode n => Jump("continue", n.Label),
        ReturnNode n => Statement("return ", n.Value),
        ErrorNode n => Statement("throw ", n.Message),
        TryCatchNode n => TryCatch(n),
        _ => throw new ArgumentException($"a node of an unknown kind: {node.GetType().Name}", nameof(node)),
    };

    private Code Statement(string head, IrNode value) => new(head + Print(value).Text, Strength.Statement);

    private Code Jump(string word, IrLabel label)
    {
        _labels.Add(label.Name);
        return new Code($"{word} {Name(label.Name)}", Strength.Statement);
    }

    /// <summary>One statement a line; all but the last one, whose value is the block's, and those that end in a brace end in a semicolon.</summary>
    private string Statements(ImmutableArray<IrNode> statements)
    {
        var lines = new string[statements.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = Print(statements[i]).Text;
            if (i < lines.Length - 1 && statements[i] is not (BlockNode or IfElseNode or MatchNode or LoopNode or TryCatchNode)) lines[i] += ";";
        }
        return string.Join('\n', lines);
    }

    /// <summary>A body in braces; a block needs none of its own.</summary>
    private string Body(IrNode node, bool mayInline = false) =>
        Code.Braces(node is BlockNode block ? Statements(block.Statements) : IsNothing(node) && !mayInline ? "" : Print(node).Text, mayInline && node is not BlockNode);

    private static bool IsNothing(IrNode node) => node is ValueNode { Value: EastNull };

    private Code IfElse(IfElseNode node)
    {
        var inline = node.Branches.Length == 1 && !IsNothing(node.Else);
        var parts = node.Branches.Select(b => $"if {Print(b.Predicate).Text} {Body(b.Body, inline)}").ToList();
        if (!IsNothing(node.Else)) parts.Add(node.Else is IfElseNode ? Print(node.Else).Text : Body(node.Else, inline));
        return new Code(string.Join(" else ", parts), Strength.Statement);
    }

    private Code Match(MatchNode node)
    {
        var cases = node.Cases.Select(c =>
        {
            var payload = c.Variable.Type.Kind == EastTypeKind.Null ? "" : $"({Name(c.Variable.Name)})";
            return $".{Name(c.Case)}{payload} => {(c.Body is BlockNode ? Body(c.Body) : Print(c.Body).Text)},";
        });
        return new Code($"match {Print(node.Variant).Text} {Code.Braces(string.Join('\n', cases), mayInline: false)}", Strength.Statement);
    }

    private Code Loop(LoopNode node)
    {
        var head = node switch
        {
            WhileNode n => $"while {Print(n.Predicate).Text}",
            ForArrayNode n => $"for ({Name(n.Key.Name)}, {Name(n.Value.Name)}) in {Print(n.Array).Text}",
            ForDictNode n => $"for ({Name(n.Key.Name)}, {Name(n.Value.Name)}) in {Print(n.Dict).Text}",
            ForSetNode n => $"for {Name(n.Key.Name)} in {Print(n.Set).Text}",
            _ => throw new ArgumentException($"a loop of an unknown kind: {node.GetType().Name}", nameof(node)),
        };
        var outer = _labels.Remove(node.Label.Name);
        var body = Body(node.Body);
        var label = _labels.Remove(node.Label.Name) ? Name(node.Label.Name) + ": " : "";
        if (outer) _labels.Add(node.Label.Name);
        return new Code($"{label}{head} {body}", Strength.Statement);
    }

    private Code TryCatch(TryCatchNode node)
    {
        var text = $"try {Body(node.Try)} catch ({Name(node.Message.Name)}, {Name(node.Stack.Name)}) {Body(node.Catch)}";
        return new Code(node.Finally is ValueNode ? text : $"{text} finally {Body(node.Finally)}", Strength.Statement);
    }
}
