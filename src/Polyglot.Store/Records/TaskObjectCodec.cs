using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// Task objects as beast2 files of the East type
/// <code>
/// Struct&lt;
///   runner: String,
///   fingerprint: Dict&lt;String, String&gt;,
///   program: Variant&lt;
///     command: Struct&lt;arguments: Array&lt;String&gt;, files: Dict&lt;String, Blob&gt;&gt;,
///     function: Struct&lt;name: String, files: Dict&lt;String, Blob&gt;&gt;,
///     ir: Struct&lt;id: Blob, platforms: Array&lt;String&gt;&gt;&gt;,
///   inputs: Array&lt;Blob&gt;,
///   output: Blob,
///   environment: Dict&lt;String, String&gt;,
///   version: Option&lt;String&gt;,
///   format: Option&lt;String&gt;&gt;
/// </code>
/// where ids are 32 bytes and types are schema bytes, as on the wire. What has no order is sorted, so equal task objects have equal bytes. The bytes
/// are the identity of every task ever run: they never change (a golden test holds them). Thread-safe.
/// </summary>
public static class TaskObjectCodec
{
    private static readonly ValueMap<TaskProgram> Program = Union.Map(
        Union.Case<TaskProgram, TaskProgram.Ir>("ir", Record.Map<TaskProgram.Ir>(fields =>
        {
            var id = fields.Add("id", StoreMaps.ObjectId, p => p.Id);
            var platforms = fields.Add("platforms", StoreMaps.Texts, p => p.Platforms);
            return row => new TaskProgram.Ir(row.Get(id), row.Get(platforms));
        })),
        Union.Case<TaskProgram, TaskProgram.Function>("function", Record.Map<TaskProgram.Function>(fields =>
        {
            var name = fields.Add("name", Map.String, p => p.Name);
            var files = fields.Add("files", StoreMaps.ObjectsByName, p => p.Files);
            return row => new TaskProgram.Function(row.Get(name), row.Get(files));
        })),
        Union.Case<TaskProgram, TaskProgram.Command>("command", Record.Map<TaskProgram.Command>(fields =>
        {
            var arguments = fields.Add("arguments", Map.List(Map.String), p => p.Arguments);
            var files = fields.Add("files", StoreMaps.ObjectsByName, p => p.Files);
            return row => new TaskProgram.Command(row.Get(arguments), row.Get(files));
        })));

    private static readonly ValueMap<TaskObject> Tasks = Record.Map<TaskObject>(fields =>
    {
        var runner = fields.Add("runner", Map.String, t => t.Runner);
        var fingerprint = fields.Add("fingerprint", Map.Dictionary(Map.String), t => t.Fingerprint);
        var program = fields.Add("program", Program, t => t.Program);
        var inputs = fields.Add("inputs", Map.List(Map.Type), t => t.InputTypes);
        var output = fields.Add("output", Map.Type, t => t.OutputType);
        var environment = fields.Add("environment", Map.Dictionary(Map.String), t => t.Environment);
        var version = fields.Add("version", Map.Optional(Map.String), t => t.Version);
        var format = fields.Add("format", Map.Optional(Map.String), t => t.Format);
        return row => new TaskObject
        {
            Runner = row.Get(runner),
            Fingerprint = row.Get(fingerprint),
            Program = row.Get(program),
            InputTypes = row.Get(inputs),
            OutputType = row.Get(output),
            Environment = row.Get(environment),
            Version = row.Get(version),
            Format = row.Get(format),
        };
    });

    /// <summary>The East type.</summary>
    public static EastType Type => Tasks.Type;

    /// <summary>The bytes whose id is the task's.</summary>
    /// <exception cref="ArgumentException">Two files of the program have the same name.</exception>
    public static byte[] Encode(TaskObject task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Tasks.Encode(task);
    }

    /// <summary>The id of a task, without storing its object.</summary>
    /// <exception cref="ArgumentException">Two files of the program have the same name.</exception>
    public static TaskId IdOf(TaskObject task) => TaskId.FromObject(Hashing.Object(Encode(task)));

    /// <summary>Reads a task object; damage is a problem that names <paramref name="path"/>.</summary>
    public static DecodedRecord<TaskObject> Decode(ReadOnlySpan<byte> bytes, string path) => StoreMaps.Decode(Tasks, "a task object", bytes, path);
}
