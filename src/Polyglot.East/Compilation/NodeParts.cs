namespace Polyglot.East;

/// <summary>The nodes directly inside a node that are evaluated in the same function.</summary>
internal static class NodeParts
{
    /// <summary>In order of evaluation. Variables that are bound or assigned are not evaluated; the body of a function belongs to that function.</summary>
    public static IEnumerable<IrNode> Of(IrNode node) => node switch
    {
        LetNode n => [n.Value],
        AssignNode n => [n.Value],
        BlockNode n => n.Statements,
        IfElseNode n => [.. n.Branches.SelectMany(branch => new[] { branch.Predicate, branch.Body }), n.Else],
        MatchNode n => [n.Variant, .. n.Cases.Select(c => c.Body)],
        ErrorNode n => [n.Message],
        TryCatchNode n => [n.Try, n.Catch, n.Finally],
        CallNode n => [n.Function, .. n.Arguments],
        ReturnNode n => [n.Value],
        BuiltinNode n => n.Arguments,
        PlatformNode n => n.Arguments,
        WhileNode n => [n.Predicate, n.Body],
        ForArrayNode n => [n.Array, n.Body],
        ForSetNode n => [n.Set, n.Body],
        ForDictNode n => [n.Dict, n.Body],
        ConversionNode n => [n.Value],
        NewRefNode n => [n.Value],
        NewArrayNode n => n.Values,
        NewSetNode n => n.Values,
        NewDictNode n => n.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
        StructNode n => n.Fields.Select(field => field.Value),
        GetFieldNode n => [n.Struct],
        VariantNode n => [n.Value],
        _ => [],
    };
}
