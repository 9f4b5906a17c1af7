using System.Text;

namespace Polyglot.East;

/// <summary>A node of a type graph with what readers of UTF-8 text look for: the names of its fields or cases as they are written.</summary>
internal sealed class ReadingPlan
{
    private ReadingPlan(TypeNode node, Func<string, string> spell)
    {
        Node = node;
        Names = node.Type switch
        {
            StructType type => [.. type.Fields.Select(f => Encoding.UTF8.GetBytes(spell(f.Name)))],
            VariantType type => [.. type.Cases.Select(c => Encoding.UTF8.GetBytes(spell(c.Name)))],
            _ => [],
        };
        Parts = new ReadingPlan[node.Parts.Length];
    }

    public TypeNode Node { get; }

    /// <summary>The names in the order of the type.</summary>
    public byte[][] Names { get; }

    public ReadingPlan[] Parts { get; }

    /// <summary>The plan of a closed type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="spell">How the format writes a name.</param>
    public static ReadingPlan Of(EastType type, Func<string, string> spell) => Of(TypeNode.Of(type), spell, []);

    private static ReadingPlan Of(TypeNode node, Func<string, string> spell, Dictionary<TypeNode, ReadingPlan> made)
    {
        if (made.TryGetValue(node, out var known)) return known;
        var plan = made[node] = new ReadingPlan(node, spell);
        for (var i = 0; i < plan.Parts.Length; i++) plan.Parts[i] = Of(node.Parts[i], spell, made);
        return plan;
    }
}
