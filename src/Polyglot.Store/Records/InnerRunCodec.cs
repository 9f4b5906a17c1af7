using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// Runs of returned dataflows as beast2 files of the East type
/// <code>
/// Struct&lt;program: Task, shape: Option&lt;Blob&gt;, tasks: Array&lt;Task&gt;&gt;
/// </code>
/// where a task is what a run's record has (<see cref="RunRecordCodec"/>) and ids are 32 bytes. Thread-safe.
/// </summary>
public static class InnerRunCodec
{
    private static readonly ValueMap<InnerRun> Runs = Record.Map<InnerRun>(fields =>
    {
        var program = fields.Add("program", RunRecordCodec.Task, r => r.Program);
        var shape = fields.Add("shape", Map.OptionalValue(StoreMaps.ObjectId), r => r.Shape);
        var tasks = fields.Add("tasks", Map.List(RunRecordCodec.Task), r => r.Tasks);
        return row => new InnerRun(row.Get(program), row.Get(shape), row.Get(tasks));
    });

    /// <summary>The East type.</summary>
    public static EastType Type => Runs.Type;

    /// <summary>The bytes of a run.</summary>
    public static byte[] Encode(InnerRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Runs.Encode(run);
    }

    /// <summary>Reads a run; damage is a problem that names <paramref name="path"/>.</summary>
    public static DecodedRecord<InnerRun> Decode(ReadOnlySpan<byte> bytes, string path) => StoreMaps.Decode(Runs, "a run of a returned dataflow", bytes, path);
}
