using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>Literals, conversions, containers, structs and variants.</summary>
internal sealed partial class NodeChecker
{
    private EastType? CheckValue(ValueNode node)
    {
        var type = node.Value switch
        {
            EastNull => EastType.Null,
            bool => EastType.Boolean,
            long => EastType.Integer,
            double => EastType.Float,
            string => EastType.String,
            EastDateTime => EastType.DateTime,
            _ => EastType.Blob,
        };
        return Known(node, Says(node, type, "the literal"));
    }

    /// <summary>
    /// A recursive type and the same unfolded once are often written alike, so either may stand on either side of Wrap and Unwrap.
    /// </summary>
    private EastType? CheckConversion(ConversionNode node)
    {
        if (Check(node.Value) is not { } actual) return null;
        switch (node.Kind)
        {
            case ConversionKind.As:
                return actual.IsSubtypeOf(node.Type) ? node.Type : Report(node, CheckMessages.NotSubtype(actual, node.Type));
            case ConversionKind.WrapRecursive:
                if (!TypeParts.IsBinder(node.Type)) return Report(node, CheckMessages.NotRecursive(node.Type));
                return actual.Equals(node.Type) ? node.Type : Known(node, Fits(node, actual, Unfold(node.Type), "the wrapped value"));
            default:
                if (actual.Kind == EastTypeKind.Never) return node.Type;
                if (!TypeParts.IsBinder(actual)) return Report(node, CheckMessages.NotRecursive(actual));
                return node.Type.Equals(actual) ? node.Type : Known(node, Says(node, Unfold(actual), "the unwrapped value"));
        }
    }

    private EastType? CheckNewRef(NewRefNode node)
    {
        if (Unfold(node.Type) is RefType type) return Known(node, Expect(node.Value, type.Content, "the content"));
        Check(node.Value);
        return Report(node, CheckMessages.NodeKind("NewRef", "a Ref", node.Type));
    }

    private EastType? CheckNewArray(NewArrayNode node)
    {
        if (Unfold(node.Type) is ArrayType type) return Known(node, ExpectAll(node.Values, type.Element, "the element"));
        foreach (var value in node.Values) Check(value);
        return Report(node, CheckMessages.NodeKind("NewArray", "an Array", node.Type));
    }

    private EastType? CheckNewSet(NewSetNode node)
    {
        if (node.Type is SetType type) return Known(node, ExpectAll(node.Values, type.Key, "the key"));
        foreach (var value in node.Values) Check(value);
        return Report(node, CheckMessages.NodeKind("NewSet", "a Set", node.Type));
    }

    private EastType? CheckNewDict(NewDictNode node)
    {
        var type = Unfold(node.Type) as DictType;
        var right = true;
        foreach (var entry in node.Entries)
        {
            if (type is null)
            {
                Check(entry.Key);
                Check(entry.Value);
                continue;
            }
            right &= Expect(entry.Key, type.Key, "the key");
            right &= Expect(entry.Value, type.Value, "the value");
        }
        return type is null ? Report(node, CheckMessages.NodeKind("NewDict", "a Dict", node.Type)) : Known(node, right);
    }

    private EastType? CheckStruct(StructNode node)
    {
        var type = Unfold(node.Type) as StructType;
        var right = type is not null && type.Fields.Select(f => f.Name).SequenceEqual(node.Fields.Select(f => f.Name));
        if (right)
        {
            for (var i = 0; i < node.Fields.Length; i++)
                right &= Expect(node.Fields[i].Value, type!.Fields[i].Type, $"the field '{node.Fields[i].Name}'");
            return Known(node, right);
        }
        foreach (var field in node.Fields) Check(field.Value);
        return Report(node, type is null
            ? CheckMessages.NodeKind("Struct", "a Struct", node.Type)
            : CheckMessages.Fields(type.Fields.Select(f => f.Name), node.Fields.Select(f => f.Name)));
    }

    private EastType? CheckGetField(GetFieldNode node)
    {
        var actual = Check(node.Struct);
        if (actual is null || actual.Kind == EastTypeKind.Never) return actual is null ? null : node.Type;
        if (Unfold(actual) is not StructType type) return Report(node, CheckMessages.ExpectedKind($"what has the field '{node.Name}'", "a Struct", actual));
        var index = type.IndexOf(node.Name);
        if (index < 0) return Report(node, CheckMessages.NoField(node.Name, type));
        return Known(node, Says(node, type.Fields[index].Type, $"the field '{node.Name}'"));
    }

    private EastType? CheckVariant(VariantNode node)
    {
        if (Unfold(node.Type) is not VariantType type)
        {
            Check(node.Value);
            return Report(node, CheckMessages.NodeKind("Variant", "a Variant", node.Type));
        }
        var index = type.IndexOf(node.Case);
        if (index >= 0) return Known(node, Expect(node.Value, type.Cases[index].Type, $"the payload of '{node.Case}'"));
        Check(node.Value);
        return Report(node, CheckMessages.NoCase(node.Case, type));
    }

    private bool ExpectAll(ImmutableArray<IrNode> nodes, EastType expected, string what)
    {
        var right = true;
        foreach (var node in nodes) right &= Expect(node, expected, what);
        return right;
    }
}
