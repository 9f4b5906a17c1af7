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
/// and, only for tasks that are run for every element of inputs, the further field <c>scatter: Struct&lt;over: Array&lt;Integer&gt;, names: Array&lt;String&gt;&gt;</c>,
/// or, only for tasks whose programs return a dataflow, <c>returns: Blob</c>; where ids are 32 bytes and types are schema bytes, as on the wire. What has no order is sorted, so equal task objects have equal bytes. The bytes
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

    private static readonly ValueMap<TaskScatter> Scatter = Record.Map<TaskScatter>(fields =>
    {
        var over = fields.Add("over", Map.List(Map.Int32), s => s.Over);
        var names = fields.Add("names", Map.List(Map.String), s => s.Names);
        return row => new TaskScatter(row.Get(over), row.Get(names));
    });

    private static readonly ValueMap<TaskObject> Tasks = Define();

    // Types of their own, so that the bytes of all other tasks stay what they are.
    private static readonly ValueMap<TaskObject> ScatteredTasks = Define(scatters: true);

    private static readonly ValueMap<TaskObject> ReturningTasks = Define(returns: true);

    private static ValueMap<TaskObject> Define(bool scatters = false, bool returns = false) => Record.Map<TaskObject>(fields =>
    {
        var runner = fields.Add("runner", Map.String, t => t.Runner);
        var fingerprint = fields.Add("fingerprint", Map.Dictionary(Map.String), t => t.Fingerprint);
        var program = fields.Add("program", Program, t => t.Program);
        var inputs = fields.Add("inputs", Map.List(Map.Type), t => t.InputTypes);
        var output = fields.Add("output", Map.Type, t => t.OutputType);
        var environment = fields.Add("environment", Map.Dictionary(Map.String), t => t.Environment);
        var version = fields.Add("version", Map.Optional(Map.String), t => t.Version);
        var format = fields.Add("format", Map.Optional(Map.String), t => t.Format);
        var scatter = scatters ? fields.Add("scatter", Scatter, t => t.Scatter!) : null;
        var returned = returns ? fields.Add("returns", Map.Type, t => t.Returns!) : null;
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
            Scatter = scatter is null ? null : row.Get(scatter),
            Returns = returned is null ? null : row.Get(returned),
        };
    });

    /// <summary>The East type of tasks that are run once.</summary>
    public static EastType Type => Tasks.Type;

    /// <summary>The East type of tasks that are run for every element of inputs.</summary>
    public static EastType ScatteredType => ScatteredTasks.Type;

    /// <summary>The East type of tasks whose programs return a dataflow.</summary>
    public static EastType ReturningType => ReturningTasks.Type;

    /// <summary>The bytes whose id is the task's.</summary>
    /// <exception cref="ArgumentException">Two files of the program have the same name.</exception>
    public static byte[] Encode(TaskObject task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return (task.Scatter is not null ? ScatteredTasks : task.Returns is not null ? ReturningTasks : Tasks).Encode(task);
    }

    /// <summary>The id of a task, without storing its object.</summary>
    /// <exception cref="ArgumentException">Two files of the program have the same name.</exception>
    public static TaskId IdOf(TaskObject task) => TaskId.FromObject(Hashing.Object(Encode(task)));

    /// <summary>Reads a task object; damage is a problem that names <paramref name="path"/>.</summary>
    public static DecodedRecord<TaskObject> Decode(ReadOnlySpan<byte> bytes, string path) =>
        StoreMaps.Decode(
            bytes.StartsWith(Beast2.Header(ScatteredType)) ? ScatteredTasks : bytes.StartsWith(Beast2.Header(ReturningType)) ? ReturningTasks : Tasks, "a task object", bytes, path);
}
