using System.Text;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Support;

/// <summary>Builds snapshots in a few words; everything that a task's identity has can be changed leaf by leaf.</summary>
internal sealed class TestDataflow
{
    private readonly List<SnapshotInput> _inputs = [];
    private readonly List<SnapshotTask> _tasks = [];
    private readonly List<SnapshotOutput> _outputs = [];

    public static ObjectId Id(string content) => Hashing.Object(Encoding.UTF8.GetBytes(content));

    public TestDataflow Input(string name, string content)
    {
        _inputs.Add(new(name, Id(content), EastType.Integer));
        return this;
    }

    /// <summary>A task that needs inputs or tasks by name; <paramref name="code"/> is the content of its script.</summary>
    public TestDataflow Task(string name, string[] needs, string code = "code", Func<TaskObject, TaskObject>? change = null)
    {
        var files = new[] { new NamedObject("src/a.py", Id(code)) };
        var definition = new TaskObject
        {
            Runner = "python",
            Fingerprint = new Dictionary<string, string> { ["version"] = "3.11" },
            Program = new TaskProgram.Function(name, files),
            InputTypes = needs.Select(_ => EastType.Integer).ToArray(),
            OutputType = EastType.Integer,
            Environment = new Dictionary<string, string> { ["LANG"] = "C" },
        };
        if (change is not null) definition = change(definition);
        var sources = needs.Select(Find).ToArray();
        var named = definition.Program is TaskProgram.Function f ? f.Files.ToArray() : files;
        _tasks.Add(new(_tasks.Count, name, TaskObjectCodec.IdOf(definition), definition, sources, needs, named));
        return this;
    }

    public Snapshot Build() => new("test", [.. _inputs], [.. _tasks], [.. _outputs]);

    private GraphSource Find(string name)
    {
        var task = _tasks.FindIndex(t => t.Name == name);
        return task >= 0 ? new(true, task) : new(false, _inputs.FindIndex(i => i.Name == name));
    }
}
