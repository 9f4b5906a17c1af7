using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// Runs as beast2 files of the East type
/// <code>
/// Struct&lt;
///   id: String, dataflow: String, dataflowId: Option&lt;Blob&gt;, project: String,
///   started: DateTime, ended: DateTime,
///   status: Variant&lt;cancelled, failed, succeeded&gt;,
///   inputs: Array&lt;Named&gt;,
///   tasks: Array&lt;Struct&lt;
///     name: String, task: Option&lt;Blob&gt;, execution: Option&lt;Blob&gt;,
///     inputs: Array&lt;Named&gt;, files: Array&lt;Named&gt;,
///     decision: Variant&lt;blocked, cached, cancelled, failed, joined, ran&gt;,
///     reason: Option&lt;Reason&gt;, output: Option&lt;Blob&gt;,
///     started: DateTime, ended: DateTime, attempt: Option&lt;Integer&gt;&gt;&gt;,
///   outputs: Array&lt;Struct&lt;path: String, task: String, id: Blob&gt;&gt;&gt;
/// Named = Struct&lt;name: String, id: Blob&gt;
/// Reason = Variant&lt;environmentChanged: Change, forced, inputChanged: Change, neverRan, outputMissing: Blob, previousFailed,
///   programChanged: Change, runnerChanged: Change, typeChanged: Change&gt;
/// Change = Struct&lt;what: String, old: Option&lt;String&gt;, new: Option&lt;String&gt;&gt;
/// </code>
/// where ids are 32 bytes. Thread-safe.
/// </summary>
public static class RunRecordCodec
{
    private static readonly ValueMap<PublishedOutput> Output = Record.Map<PublishedOutput>(fields =>
    {
        var path = fields.Add("path", Map.String, o => o.Path);
        var task = fields.Add("task", Map.String, o => o.Task);
        var id = fields.Add("id", StoreMaps.ObjectId, o => o.Id);
        return row => new PublishedOutput(row.Get(path), row.Get(task), row.Get(id));
    });

    /// <summary>What was decided of a task.</summary>
    internal static readonly ValueMap<TaskRecord> Task = Record.Map<TaskRecord>(fields =>
    {
        var name = fields.Add("name", Map.String, t => t.Name);
        var task = fields.Add("task", Map.OptionalValue(StoreMaps.TaskId), t => t.Task);
        var execution = fields.Add("execution", Map.OptionalValue(StoreMaps.ExecutionId), t => t.Execution);
        var inputs = fields.Add("inputs", Map.List(StoreMaps.NamedObject), t => t.Inputs);
        var files = fields.Add("files", Map.List(StoreMaps.NamedObject), t => t.Files);
        var decision = fields.Add("decision", Map.Enum(
            ("ran", Decision.Ran), ("cached", Decision.Cached), ("joined", Decision.Joined),
            ("failed", Decision.Failed), ("blocked", Decision.Blocked), ("cancelled", Decision.Cancelled)), t => t.Decision);
        var reason = fields.Add("reason", Map.Optional(ReasonCodec.Reasons), t => t.Reason);
        var output = fields.Add("output", Map.OptionalValue(StoreMaps.ObjectId), t => t.Output);
        var started = fields.Add("started", Map.Instant, t => t.StartedAt);
        var ended = fields.Add("ended", Map.Instant, t => t.EndedAt);
        var attempt = fields.Add("attempt", Map.OptionalValue(Map.Int32), t => t.Attempt);
        return row => new TaskRecord
        {
            Name = row.Get(name),
            Task = row.Get(task),
            Execution = row.Get(execution),
            Inputs = row.Get(inputs),
            Files = row.Get(files),
            Decision = row.Get(decision),
            Reason = row.Get(reason),
            Output = row.Get(output),
            StartedAt = row.Get(started),
            EndedAt = row.Get(ended),
            Attempt = row.Get(attempt),
        };
    });

    private static readonly ValueMap<RunRecord> Runs = Record.Map<RunRecord>(fields =>
    {
        var id = fields.Add("id", StoreMaps.RunId, r => r.Id);
        var dataflow = fields.Add("dataflow", Map.String, r => r.Dataflow);
        var dataflowId = fields.Add("dataflowId", Map.OptionalValue(StoreMaps.ObjectId), r => r.DataflowId);
        var project = fields.Add("project", Map.String, r => r.ProjectDirectory);
        var started = fields.Add("started", Map.Instant, r => r.StartedAt);
        var ended = fields.Add("ended", Map.Instant, r => r.EndedAt);
        var status = fields.Add("status", Map.Enum(
            ("succeeded", RunStatus.Succeeded), ("failed", RunStatus.Failed), ("cancelled", RunStatus.Cancelled)), r => r.Status);
        var inputs = fields.Add("inputs", Map.List(StoreMaps.NamedObject), r => r.Inputs);
        var tasks = fields.Add("tasks", Map.List(Task), r => r.Tasks);
        var outputs = fields.Add("outputs", Map.List(Output), r => r.Outputs);
        return row => new RunRecord
        {
            Id = row.Get(id),
            Dataflow = row.Get(dataflow),
            DataflowId = row.Get(dataflowId),
            ProjectDirectory = row.Get(project),
            StartedAt = row.Get(started),
            EndedAt = row.Get(ended),
            Status = row.Get(status),
            Inputs = row.Get(inputs),
            Tasks = row.Get(tasks),
            Outputs = row.Get(outputs),
        };
    });

    /// <summary>The East type.</summary>
    public static EastType Type => Runs.Type;

    /// <summary>The bytes of a run.</summary>
    public static byte[] Encode(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return RunRecordWriter.Encode(run);
    }

    /// <summary>As <see cref="Encode"/>, by the map: slower, and what says which bytes are right.</summary>
    internal static byte[] EncodeByMap(RunRecord run) => Runs.Encode(run);

    /// <summary>Reads a run; damage is a problem that names <paramref name="path"/>.</summary>
    public static DecodedRecord<RunRecord> Decode(ReadOnlySpan<byte> bytes, string path) => StoreMaps.Decode(Runs, "a run", bytes, path);
}
