using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Scattering;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Support;

/// <summary>Snapshots whose one task multiplies every element by its factor, with real values, so that what is gathered can be read.</summary>
internal sealed class ScatterFlow
{
    private readonly DriverHarness _harness;
    private readonly List<SnapshotInput> _inputs = [];
    private readonly List<SnapshotTask> _tasks = [];

    public ScatterFlow(DriverHarness harness)
    {
        _harness = harness;
        harness.Executor.Decide = (request, _) => Multiply(request);
    }

    /// <summary>Elements with these values fail.</summary>
    public HashSet<long> Failing { get; } = [];

    /// <summary>The elements that were run, by name.</summary>
    public IEnumerable<string> Ran => _harness.Executor.Ran;

    public ScatterFlow Input(string name, EastType type, object value)
    {
        _inputs.Add(new(name, _harness.Objects.Put(Beast2.Encode(type, value, Sharing.AsTree)), type));
        return this;
    }

    public ScatterFlow Array(string name, params long[] values) => Input(name, EastType.Array(EastType.Integer), new EastArray<long>(values));

    /// <summary>A task over inputs or tasks by name; those in <paramref name="over"/> are taken apart.</summary>
    public ScatterFlow Task(string name, string[] needs, int[] over, params string[] names)
    {
        var sources = needs.Select(Find).ToArray();
        var wholes = sources.Select(s => s.IsTask ? _tasks[s.Index].Definition.OutputType : _inputs[s.Index].Type).ToArray();
        var elements = wholes.Select((type, i) => over.Contains(i) ? Collection.ElementOf(type)! : type).ToArray();
        var definition = new TaskObject { Runner = "python", Program = new TaskProgram.Function(name, []), InputTypes = elements, OutputType = EastType.Integer };
        var shape = new TaskScatter(over, names);
        var gathered = GatheredFile.TypeOf(names.Length == 0 ? wholes[over[0]] : null, [.. names.Zip(over.Select(i => elements[i]))], EastType.Integer, "value");
        var whole = definition with { InputTypes = wholes, OutputType = gathered, Scatter = shape };
        _tasks.Add(new(_tasks.Count, name, TaskObjectCodec.IdOf(whole), whole, sources, needs, []) { Scatter = new(shape, TaskObjectCodec.IdOf(definition), definition) });
        return this;
    }

    /// <summary>A task that is run once and takes what it needs as it is.</summary>
    public ScatterFlow Plain(string name, EastType output, params string[] needs)
    {
        var sources = needs.Select(Find).ToArray();
        var definition = new TaskObject
        {
            Runner = "python",
            Program = new TaskProgram.Function(name, []),
            InputTypes = [.. sources.Select(s => s.IsTask ? _tasks[s.Index].Definition.OutputType : _inputs[s.Index].Type)],
            OutputType = output,
        };
        _tasks.Add(new(_tasks.Count, name, TaskObjectCodec.IdOf(definition), definition, sources, needs, []));
        return this;
    }

    public Snapshot Build() => new("test", [.. _inputs], [.. _tasks], []);

    /// <summary>The value of a row's output as East text.</summary>
    public string Value(TaskRow row)
    {
        var decoded = Beast2.DecodeAny(((ObjectRead.Found)_harness.Objects.Read(row.Output!.Value)).Bytes.Span);
        return EastText.Print(decoded.Value.Type, decoded.Value.Value);
    }

    /// <summary>What the last attempt at a row's execution lists.</summary>
    public ElementList List(TaskRow row) => ElementList.TryRead(_harness.Objects, _harness.Executions.Attempts(row.Execution!.Value)[^1].Attempt.Elements!.Value)!;

    /// <summary>A result of a task that is run once.</summary>
    public ExecutionOutcome Give(EastType type, object value) => Ok(Beast2.Encode(type, value, Sharing.AsTree));

    private ExecutionOutcome? Multiply(ExecutionRequest request)
    {
        var product = 1L;
        foreach (var (id, type) in request.Inputs.Zip(request.Task.Definition.InputTypes))
        {
            if (type != EastType.Integer) return null;
            product *= (long)Beast2.Decode(((ObjectRead.Found)_harness.Objects.Read(id)).Bytes.Span, type).Value;
        }
        return Failing.Contains(product) ? FakeExecutor.Ended(AttemptStatus.Failed) : Ok(Beast2.Encode(EastType.Integer, product * 10));
    }

    private ExecutionOutcome.Ended Ok(byte[] output) => new(new Attempt
    {
        Status = AttemptStatus.Ok,
        StartedAt = default,
        EndedAt = default,
        Runner = "python",
        Output = _harness.Objects.Put(output),
    });

    private GraphSource Find(string name)
    {
        var task = _tasks.FindIndex(t => t.Name == name);
        return task >= 0 ? new(true, task) : new(false, _inputs.FindIndex(i => i.Name == name));
    }
}
