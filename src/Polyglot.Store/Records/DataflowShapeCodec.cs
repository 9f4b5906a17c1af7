using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// Shapes of dataflows as beast2 files of the East type
/// <code>
/// Struct&lt;
///   inputs: Array&lt;String&gt;,
///   tasks: Array&lt;Struct&lt;name: String, runner: String, sources: Array&lt;Integer&gt;&gt;&gt;,
///   outputs: Array&lt;Struct&lt;path: String, source: Integer&gt;&gt;&gt;
/// </code>
/// Thread-safe.
/// </summary>
public static class DataflowShapeCodec
{
    private static readonly ValueMap<ShapeTask> Task = Record.Map<ShapeTask>(fields =>
    {
        var name = fields.Add("name", Map.String, t => t.Name);
        var runner = fields.Add("runner", Map.String, t => t.Runner);
        var sources = fields.Add("sources", Map.List(Map.Int32), t => t.Sources);
        return row => new ShapeTask(row.Get(name), row.Get(runner), row.Get(sources));
    });

    private static readonly ValueMap<ShapeOutput> Output = Record.Map<ShapeOutput>(fields =>
    {
        var path = fields.Add("path", Map.String, o => o.Path);
        var source = fields.Add("source", Map.Int32, o => o.Source);
        return row => new ShapeOutput(row.Get(path), row.Get(source));
    });

    private static readonly ValueMap<DataflowShape> Shapes = Record.Map<DataflowShape>(fields =>
    {
        var inputs = fields.Add("inputs", Map.List(Map.String), s => s.Inputs);
        var tasks = fields.Add("tasks", Map.List(Task), s => s.Tasks);
        var outputs = fields.Add("outputs", Map.List(Output), s => s.Outputs);
        return row => Checked(new(row.Get(inputs), row.Get(tasks), row.Get(outputs)));
    });

    /// <summary>The East type.</summary>
    public static EastType Type => Shapes.Type;

    /// <summary>The bytes of a shape.</summary>
    public static byte[] Encode(DataflowShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Shapes.Encode(shape);
    }

    /// <summary>
    /// Reads a shape; damage is a problem that names <paramref name="path"/>. Every source of what is read is there, and before the task that
    /// takes it: there are no cycles.
    /// </summary>
    public static DecodedRecord<DataflowShape> Decode(ReadOnlySpan<byte> bytes, string path) => StoreMaps.Decode(Shapes, "the shape of a dataflow", bytes, path);

    private static DataflowShape Checked(DataflowShape shape)
    {
        for (var i = 0; i < shape.Tasks.Count; i++)
            foreach (var source in shape.Tasks[i].Sources) Check(source, shape.Inputs.Count + i);
        foreach (var output in shape.Outputs) Check(output.Source, shape.Inputs.Count + shape.Tasks.Count);
        return shape;
    }

    private static void Check(int source, int end)
    {
        if (source < 0 || source >= end) throw new FormatException(StoreMessages.BadSource(source));
    }
}
