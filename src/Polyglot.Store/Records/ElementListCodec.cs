using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// Element lists as beast2 files of the East type
/// <code>
/// Struct&lt;
///   task: Blob,
///   elements: Array&lt;Struct&lt;
///     key: String, inputs: Array&lt;Blob&gt;, execution: Blob,
///     decision: Variant&lt;cached, cancelled, failed, joined, ran&gt;, output: Option&lt;Blob&gt;&gt;&gt;&gt;
/// </code>
/// where ids are 32 bytes. Thread-safe.
/// </summary>
public static class ElementListCodec
{
    private static readonly ValueMap<Element> Element = Record.Map<Element>(fields =>
    {
        var key = fields.Add("key", Map.String, e => e.Key);
        var inputs = fields.Add("inputs", Map.List(StoreMaps.ObjectId), e => e.Inputs);
        var execution = fields.Add("execution", StoreMaps.ExecutionId, e => e.Execution);
        var decision = fields.Add("decision", Map.Enum(
            ("ran", Decision.Ran), ("cached", Decision.Cached), ("joined", Decision.Joined), ("failed", Decision.Failed), ("cancelled", Decision.Cancelled)), e => e.Decision);
        var output = fields.Add("output", Map.OptionalValue(StoreMaps.ObjectId), e => e.Output);
        return row => new Element(row.Get(key), row.Get(inputs), row.Get(execution), row.Get(decision), row.Get(output));
    });

    private static readonly ValueMap<ElementList> Lists = Record.Map<ElementList>(fields =>
    {
        var task = fields.Add("task", StoreMaps.TaskId, l => l.Task);
        var elements = fields.Add("elements", Map.List(Element), l => l.Elements);
        return row => new ElementList(row.Get(task), row.Get(elements));
    });

    /// <summary>The East type.</summary>
    public static EastType Type => Lists.Type;

    /// <summary>The bytes of a list.</summary>
    public static byte[] Encode(ElementList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return Lists.Encode(list);
    }

    /// <summary>Reads a list; damage is a problem that names <paramref name="path"/>.</summary>
    public static DecodedRecord<ElementList> Decode(ReadOnlySpan<byte> bytes, string path) => StoreMaps.Decode(Lists, "a list of elements", bytes, path);
}
