using System.Globalization;

namespace Polyglot.East;

/// <summary>Finds the first obstacle to writing a value, after the writer has met one.</summary>
internal sealed class Unencodable(Sharing sharing)
{
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _done = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _path = [];

    /// <summary>The obstacle; <see cref="EncodeObstacle.Depth"/> at the root when nothing else is found, as stack is then what was short.</summary>
    public static EncodeError Find(TypeNode node, object? value, Sharing sharing) =>
        new Unencodable(sharing).Visit(node, value, null, 0) ?? new EncodeError(EncodeObstacle.Depth, "");

    /// <param name="node">The type.</param>
    /// <param name="value">The value.</param>
    /// <param name="opened">The Ref of whose content nothing has been written yet; meeting it here would be at distance 0.</param>
    /// <param name="depth">How many constructors are around.</param>
    private EncodeError? Visit(TypeNode node, object? value, object? opened, int depth)
    {
        if (node.Type.Kind == EastTypeKind.Never) return Error(EncodeObstacle.Never);
        if (node.Type is FunctionType) return OfFunction((EastFunction)value!);
        if (node.Parts.Length == 0) return null;
        if (depth >= Beast2.MaxDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return Error(EncodeObstacle.Depth);
        var isContainer = node.Type is RefType or ArrayType or SetType or DictType;
        if (sharing == Sharing.ByIdentity && opened is not null && ReferenceEquals(opened, value)) return Error(EncodeObstacle.SelfReference);
        if (isContainer && !_open.Add(value!)) return sharing == Sharing.AsTree ? Error(EncodeObstacle.Cycle) : null;
        if (isContainer && sharing == Sharing.ByIdentity && !_done.Add(value!)) return null;
        var error = VisitParts(node, value!, opened, depth + 1);
        if (isContainer) _open.Remove(value!);
        return error;
    }

    private EncodeError? OfFunction(EastFunction function)
    {
        if (sharing == Sharing.AsTree) return Error(EncodeObstacle.Function);
        if (function.Node is null) return Error(EncodeObstacle.HostFunction) with { Detail = Beast2Messages.HostFunction(function.Type) };
        return function.Captured is { Count: > 0 } captured
            ? Error(EncodeObstacle.Closure) with { Detail = Beast2Messages.Closure(function.Type, captured) }
            : null;
    }

    private EncodeError? VisitParts(TypeNode node, object value, object? opened, int depth)
    {
        switch (node.Type)
        {
            case RefType:
                return At("[]", node.Parts[0], ((IEastRef)value).Value, value, depth);
            case ArrayType:
                var array = (IEastArray)value;
                for (var i = 0; i < array.Count; i++)
                    if (At(Index(i), node.Parts[0], array[i], null, depth) is { } inElement) return inElement;
                return null;
            case SetType:
                foreach (var key in ((IEastSet)value).Keys)
                    if (Visit(node.Parts[0], key, null, depth) is { } inKey) return inKey;
                return null;
            case DictType type:
                foreach (var (key, item) in ((IEastDict)value).Entries)
                    if ((Visit(node.Parts[0], key, null, depth) ?? At($"[{EastText.Print(type.Key, key)}]", node.Parts[1], item, null, depth)) is { } inEntry)
                        return inEntry;
                return null;
            case StructType type:
                for (var i = 0; i < type.Fields.Length; i++)
                {
                    var step = "." + TypeText.Identifier(type.Fields[i].Name);
                    if (At(step, node.Parts[i], ((EastStruct)value)[i], opened, depth) is { } inField) return inField;
                    if (type.Fields[i].Type.FixedWidth != 0) opened = null;
                }
                return null;
            default:
                var variant = (EastVariant)value;
                return At("." + TypeText.Identifier(variant.Case), node.Parts[variant.IndexIn((VariantType)node.Type)], variant.Payload, null, depth);
        }
    }

    private EncodeError? At(string step, TypeNode node, object? value, object? opened, int depth)
    {
        _path.Add(step);
        var error = Visit(node, value, opened, depth);
        _path.RemoveAt(_path.Count - 1);
        return error;
    }

    private EncodeError Error(EncodeObstacle reason) => new(reason, string.Concat(_path));

    private static string Index(int i) => string.Create(CultureInfo.InvariantCulture, $"[{i}]");
}
