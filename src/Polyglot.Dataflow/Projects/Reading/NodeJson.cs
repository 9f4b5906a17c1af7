using System.Globalization;
using System.Text.Json.Nodes;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>A document as JSON, for readers that know JSON only (runner manifests, the JSON schema).</summary>
internal static class NodeJson
{
    public static JsonNode? Convert(DocumentNode node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, Convert(e.Value)))),
        ListNode list => new JsonArray(list.Items.Select(Convert).ToArray()),
        ScalarNode scalar => Convert(scalar),
        _ => throw new ArgumentException("unknown kind of node", nameof(node)),
    };

    private static JsonValue? Convert(ScalarNode scalar) => scalar.Kind switch
    {
        ScalarKind.Null => null,
        ScalarKind.Boolean => JsonValue.Create(scalar.Text.StartsWith("t", StringComparison.OrdinalIgnoreCase)),
        ScalarKind.Integer when long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            => JsonValue.Create(number),
        ScalarKind.Integer or ScalarKind.Float when double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Text),
    };
}
