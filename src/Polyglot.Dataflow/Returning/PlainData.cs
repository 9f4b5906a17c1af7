using System.Globalization;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.East;

namespace Polyglot.Dataflow.Returning;

/// <summary>
/// What JSON can say, as an East type: texts, numbers, booleans, nothing, lists and mappings. It is what functions give that return a dataflow, so that they return
/// a plain dict or object. Pure.
/// </summary>
public static class PlainData
{
    /// <summary>The type: <c>Recursive&lt;Data = Variant&lt;array: Array&lt;Data&gt;, boolean, float, integer, null, object: Dict&lt;String, Data&gt;, string&gt;&gt;</c>.</summary>
    public static VariantType Type { get; } = EastType.Variant(
        ("array", EastType.Array(EastType.Recursive(2))),
        ("boolean", EastType.Boolean),
        ("float", EastType.Float),
        ("integer", EastType.Integer),
        ("null", EastType.Null),
        ("object", EastType.Dict(EastType.String, EastType.Recursive(2))),
        ("string", EastType.String));

    /// <summary>A value as a document; its places count its nodes, and stand for nothing by themselves.</summary>
    /// <param name="value">Of <see cref="Type"/>.</param>
    /// <param name="problem">Why there is no document: it nests too deeply.</param>
    internal static DocumentNode? ToDocument(EastVariant value, out string? problem)
    {
        var count = 0;
        problem = null;
        var root = Read(value, 1, ref count);
        if (root is null) problem = Projects.ProjectMessages.TooDeep(DocumentLimits.Depth);
        return root;
    }

    private static DocumentNode? Read(EastVariant value, int depth, ref int count)
    {
        if (depth > DocumentLimits.Depth) return null;
        var at = new SourcePosition(++count, 1);
        switch (value.Payload)
        {
            case bool truth: return new ScalarNode(at, truth ? "true" : "false", ScalarKind.Boolean);
            case long number: return new ScalarNode(at, number.ToString(CultureInfo.InvariantCulture), ScalarKind.Integer);
            case double number: return new ScalarNode(at, Text(number), ScalarKind.Float);
            case string text: return new ScalarNode(at, text, ScalarKind.String);
            case IEastArray list:
                var items = new List<DocumentNode>(list.Count);
                for (var i = 0; i < list.Count; i++)
                {
                    if (Read((EastVariant)list[i]!, depth + 1, ref count) is not { } item) return null;
                    items.Add(item);
                }
                return new ListNode(at, items);
            case IEastDict map:
                var entries = new List<MapEntry>(map.Count);
                foreach (var (key, content) in map.Entries)
                {
                    var place = new SourcePosition(++count, 1);
                    if (Read((EastVariant)content!, depth + 1, ref count) is not { } node) return null;
                    entries.Add(new((string)key!, place, node));
                }
                return new MapNode(at, entries);
            default: return new ScalarNode(at, "", ScalarKind.Null);
        }
    }

    // With a point, so that it is read as what it is.
    private static string Text(double number) =>
        double.IsNaN(number) ? ".nan"
        : double.IsInfinity(number) ? number > 0 ? ".inf" : "-.inf"
        : number.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text
        : text + ".0";
}
