using System.Collections;
using System.Reflection;

namespace Polyglot.East.Tests;

/// <summary>Which kinds of nodes a program has.</summary>
internal static class NodeKinds
{
    public static HashSet<IrKind> Of(IrNode root)
    {
        var kinds = new HashSet<IrKind>();
        Visit(root, kinds);
        return kinds;
    }

    private static void Visit(object part, HashSet<IrKind> kinds)
    {
        if (part is IrNode node) kinds.Add(IrKinds.Of(node));
        foreach (var property in part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.Name is nameof(IrNode.Location) or "EqualityContract" || typeof(EastType).IsAssignableFrom(property.PropertyType)) continue;
            var value = property.GetValue(part);
            if (IsPart(value)) Visit(value!, kinds);
            else if (value is IEnumerable items and not string)
                foreach (var item in items)
                    if (IsPart(item)) Visit(item, kinds);
        }
    }

    private static bool IsPart(object? value) => value is IrNode or IfBranch or MatchCase or DictEntry or StructPart;
}
