using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.East;

namespace Polyglot.Dataflow.Values;

/// <summary>
/// Reads a value written in a project file. The rules are those of East's JSON mapping made friendly: numbers for Integers, a mapping
/// for a Dict, <c>case</c> or <c>{case: content}</c> for a Variant, nothing for <c>none</c>, dates with or without time and zone. What the
/// mapping itself asks for is accepted as well. Every error has its place.
/// </summary>
internal sealed class NodeValue
{
    private static readonly string[] _dateFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.f", "yyyy-MM-ddTHH:mm:ss.ff", "yyyy-MM-ddTHH:mm:ss.fff",
        "yyyy-MM-ddTHH:mm:ss.fK", "yyyy-MM-ddTHH:mm:ss.ffK", "yyyy-MM-ddTHH:mm:ss.fffK",
    ];

    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly ProblemList _problems;
    private readonly Utf8JsonWriter _json;
    private readonly List<EastType> _enclosing = [];

    private NodeValue(ProblemList problems, Utf8JsonWriter json) => (_problems, _json) = (problems, json);

    /// <summary>The beast2 file of the value, or null after reporting what is wrong.</summary>
    public static byte[]? Encode(DocumentNode node, EastType type, ProblemList problems)
    {
        var before = problems.Count;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 4096 })) new NodeValue(problems, json).Write(node, type, "");
        if (problems.Count != before) return null;
        var parsed = EastJson.Parse(type, System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan));
        if (parsed.IsSuccess) return Beast2.Encode(type, parsed.Value, Sharing.AsTree);
        problems.Add(node.Position, parsed.Error.Message);
        return null;
    }

    private void Write(DocumentNode node, EastType type, string path)
    {
        switch (type)
        {
            case RecursiveType back:
                WriteRecursive(node, back, path);
                break;
            case ArrayType array:
                WriteList(node, type, array.Element, "a list", path);
                break;
            case SetType set:
                WriteList(node, type, set.Key, "a list", path);
                break;
            case RefType cell:
                if (node is ListNode { Items.Count: 1 }) WriteList(node, type, cell.Content, "a list of one", path);
                else Wrong(node, path, "a list of one", null);
                break;
            case DictType dict:
                WriteDict(node, dict, path);
                break;
            case StructType product:
                WriteStruct(node, product, path);
                break;
            case VariantType sum:
                WriteVariant(node, sum, path);
                break;
            default:
                if (node is ScalarNode scalar) WriteScalar(scalar, type.Kind, path);
                else Wrong(node, path, Name(type.Kind), null);
                break;
        }
    }

    // A back-reference is read as the constructor that it points to, with what encloses that.
    private void WriteRecursive(DocumentNode node, RecursiveType back, string path)
    {
        var at = _enclosing.Count - back.Levels;
        var inner = _enclosing.GetRange(at, back.Levels);
        _enclosing.RemoveRange(at, back.Levels);
        Write(node, inner[0], path);
        _enclosing.AddRange(inner);
    }

    private void WriteList(DocumentNode node, EastType type, EastType element, string what, string path)
    {
        if (node is not ListNode list)
        {
            Wrong(node, path, what, null);
            return;
        }
        _enclosing.Add(type);
        _json.WriteStartArray();
        for (var i = 0; i < list.Items.Count; i++) Write(list.Items[i], element, FormattableString.Invariant($"{path}[{i}]"));
        _json.WriteEndArray();
        _enclosing.RemoveAt(_enclosing.Count - 1);
    }

    private void WriteDict(DocumentNode node, DictType type, string path)
    {
        _enclosing.Add(type);
        _json.WriteStartArray();
        if (node is MapNode map)
        {
            foreach (var entry in map.Entries)
            {
                var kind = type.Key.Kind == EastTypeKind.String ? ScalarKind.String : ScalarRules.KindOf(entry.Key);
                WriteEntry(new ScalarNode(entry.KeyPosition, entry.Key, kind), entry.Value, type, $"{path}[{ProjectMessages.Quote(entry.Key)}]");
            }
        }
        else if (node is ListNode list && list.Items.All(IsEntry))
        {
            foreach (var entry in list.Items.Cast<MapNode>())
                WriteEntry(entry.Entries.Single(e => e.Key == "key").Value, entry.Entries.Single(e => e.Key == "value").Value, type, path + "[]");
        }
        else
        {
            Wrong(node, path, "a mapping", ValueMessages.DictNext);
        }
        _json.WriteEndArray();
        _enclosing.RemoveAt(_enclosing.Count - 1);
    }

    private static bool IsEntry(DocumentNode node) =>
        node is MapNode { Entries.Count: 2 } map && map.Entries.Any(e => e.Key == "key") && map.Entries.Any(e => e.Key == "value");

    private void WriteEntry(DocumentNode key, DocumentNode value, DictType type, string path)
    {
        _json.WriteStartObject();
        _json.WritePropertyName("key");
        Write(key, type.Key, path);
        _json.WritePropertyName("value");
        Write(value, type.Value, path);
        _json.WriteEndObject();
    }

    private void WriteStruct(DocumentNode node, StructType type, string path)
    {
        if (node is not MapNode map)
        {
            Wrong(node, path, "a mapping", null);
            return;
        }
        var names = type.Fields.Select(f => f.Name).ToList();
        foreach (var entry in map.Entries)
            if (!names.Contains(entry.Key))
                _problems.Add(entry.KeyPosition, ValueMessages.UnknownField(path, entry.Key), null, DidYouMean.Among(entry.Key, names));
        _enclosing.Add(type);
        _json.WriteStartObject();
        foreach (var field in type.Fields)
        {
            var found = map.Entries.FirstOrDefault(e => e.Key == field.Name).Value;
            if (found is null)
            {
                _problems.Add(node.Position, ValueMessages.Missing(path, field.Name));
                continue;
            }
            _json.WritePropertyName(field.Name);
            Write(found, field.Type, $"{path}.{field.Name}");
        }
        _json.WriteEndObject();
        _enclosing.RemoveAt(_enclosing.Count - 1);
    }

    private void WriteVariant(DocumentNode node, VariantType type, string path)
    {
        var (name, content) = node switch
        {
            ScalarNode { Kind: ScalarKind.String } bare => (bare.Text, null),
            ScalarNode { Kind: ScalarKind.Null } when IsOption(type) => ("none", null),
            MapNode { Entries: [var only] } => (only.Key, only.Value),
            MapNode { Entries: [{ Key: "type", Value: ScalarNode named }, { Key: "value" } given] } => (named.Text, given.Value),
            _ => (null, (DocumentNode?)null),
        };
        if (name is null)
        {
            Wrong(node, path, "a case", ValueMessages.VariantNext);
            return;
        }
        var index = type.IndexOf(name);
        if (index < 0)
        {
            _problems.Add(node.Position, ValueMessages.UnknownCase(path, name), ValueMessages.VariantNext, DidYouMean.Among(name, type.Cases.Select(c => c.Name)));
            _json.WriteNullValue();
            return;
        }
        _enclosing.Add(type);
        _json.WriteStartObject();
        _json.WriteString("type", name);
        _json.WritePropertyName("value");
        Write(content ?? new ScalarNode(node.Position, "", ScalarKind.Null), type.Cases[index].Type, $"{path}.{name}");
        _json.WriteEndObject();
        _enclosing.RemoveAt(_enclosing.Count - 1);
    }

    private static bool IsOption(VariantType type) => type.Cases is [{ Name: "none", Type.Kind: EastTypeKind.Null }, { Name: "some" }];

    private void WriteScalar(ScalarNode node, EastTypeKind kind, string path)
    {
        const NumberStyles Number = NumberStyles.Float;
        switch (kind)
        {
            case EastTypeKind.Null when node.Kind == ScalarKind.Null:
                _json.WriteNullValue();
                break;
            case EastTypeKind.Boolean when node.Kind == ScalarKind.Boolean:
                _json.WriteBooleanValue(node.Text.StartsWith("t", StringComparison.OrdinalIgnoreCase));
                break;
            case EastTypeKind.Integer when node.Kind is ScalarKind.Integer or ScalarKind.String
                && long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer):
                _json.WriteStringValue(integer.ToString(CultureInfo.InvariantCulture));
                break;
            case EastTypeKind.Float when Special(node) is { } special:
                _json.WriteStringValue(special);
                break;
            case EastTypeKind.Float when node.Kind is ScalarKind.Integer or ScalarKind.Float
                && double.TryParse(node.Text, Number, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                if (number == 0 && double.IsNegative(number)) _json.WriteStringValue("-0.0");
                else _json.WriteNumberValue(number);
                break;
            case EastTypeKind.String when node.Kind == ScalarKind.String:
                _json.WriteStringValue(node.Text);
                break;
            case EastTypeKind.DateTime when node.Kind == ScalarKind.String && Date(node.Text) is { } date:
                _json.WriteStringValue(date);
                break;
            case EastTypeKind.Blob when node.Kind == ScalarKind.String && IsHex(node.Text):
                _json.WriteStringValue(node.Text);
                break;
            default:
                Wrong(node, path, Name(kind), kind switch
                {
                    EastTypeKind.String => ValueMessages.QuoteNext,
                    EastTypeKind.DateTime => ValueMessages.DateNext,
                    EastTypeKind.Blob => ValueMessages.BlobNext,
                    _ => null,
                });
                break;
        }
    }

    private static string? Special(ScalarNode node) => node.Text.TrimStart('+') switch
    {
        "NaN" or ".nan" or ".NaN" or ".NAN" => "NaN",
        "Infinity" or ".inf" or ".Inf" or ".INF" => "Infinity",
        "-Infinity" or "-.inf" or "-.Inf" or "-.INF" => "-Infinity",
        "-0.0" => "-0.0",
        _ => null,
    };

    private static string? Date(string text) =>
        DateTimeOffset.TryParseExact(text, _dateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture) + "+00:00"
            : null;

    private static bool IsHex(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && text.Length % 2 == 0 && text.AsSpan(2).IndexOfAnyExcept(_hexDigits) < 0;

    private static string Name(EastTypeKind kind) => kind switch
    {
        EastTypeKind.Null => "nothing",
        EastTypeKind.Boolean => "true or false",
        EastTypeKind.Integer => "a whole number of at most 64 bits",
        EastTypeKind.Float => "a number",
        EastTypeKind.String => "text",
        EastTypeKind.DateTime => "a date",
        EastTypeKind.Blob => "hex bytes",
        _ => "no value, because none has this type",
    };

    private void Wrong(DocumentNode node, string path, string expected, string? next)
    {
        _problems.Add(node.Position, ValueMessages.Wrong(path, expected, node.Describe()), next);
        _json.WriteNullValue();
    }
}
