using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.Dataflow.Resolving;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>A dataflow that a task returned, as written. Immutable.</summary>
/// <param name="Project">Its inputs, those of the task among them, and its tasks.</param>
/// <param name="Result">The name of the task or input whose value is the result.</param>
/// <param name="ResultPosition">Where that is written.</param>
internal sealed record ReturnedDataflow(Project Project, string Result, SourcePosition ResultPosition);

/// <summary>An input of the task that returned a dataflow.</summary>
/// <param name="Name">What the task calls it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Id">The object.</param>
internal sealed record GivenInput(string Name, EastType Type, ObjectId Id);

/// <summary>
/// Reads a returned dataflow: <c>inputs</c>, <c>tasks</c> and <c>result</c>, by the rules of project files. What would reach beyond the task that returned it is
/// refused before any of it is looked at: files that are not the task's, libraries and packages of a runner of their own. Pure.
/// </summary>
/// <param name="outer">The task.</param>
/// <param name="given">The task's inputs.</param>
/// <param name="problems">Gets what is wrong.</param>
internal sealed class ReturnedReader(TaskLaunch outer, IReadOnlyList<GivenInput> given, ProblemList problems)
{
    private const string Value = "value";

    private readonly List<ProjectInput> _inputs = [];

    /// <summary>The dataflow; null after reporting what is wrong.</summary>
    /// <param name="root">The whole.</param>
    /// <param name="name">What the dataflow is called.</param>
    public ReturnedDataflow? Read(DocumentNode root, string name)
    {
        if (MapReader.Of(root, "the dataflow", problems) is not { } map) return null;
        foreach (var entry in map.TakeEntries("inputs")) ReadInput(entry);
        var axes = new List<ProjectInput>();
        var tasks = map.TakeEntries("tasks").Select(entry => TaskReader.Read(WithLiterals(entry), outer.Sandbox, axes, problems)).OfType<ProjectTask>().ToList();
        var result = map.TakeText("result");
        if (map.Take("result") is null) problems.Add(map.Position, ReturningMessages.NoResult, ReturningMessages.NoResultNext);
        map.TakeText("description");
        map.Finish();
        var project = outer.Returns!.Project;
        ProjectReader.CheckUnique(_inputs, tasks, problems);
        ProjectReader.CheckResources(project.Resources, tasks, problems);
        AddGiven(tasks);
        foreach (var task in tasks) CheckReach(task, project.Directory);
        if (problems.Count > 0 || result is null) return null;
        return new(new(project.File, project.Directory, name, null, [], [.. _inputs, .. axes], tasks, [], null, default), result.Text, result.Position);
    }

    private void ReadInput(MapEntry entry)
    {
        if (InputReader.Read(entry, problems) is not { } input) return;
        if (input.Source is ValueSource) _inputs.Add(input);
        else problems.Add(entry.KeyPosition, ReturningMessages.NotAValue(entry.Key), ReturningMessages.NotAValueNext);
    }

    private void AddGiven(List<ProjectTask> tasks)
    {
        foreach (var input in given)
        {
            var taken = _inputs.FirstOrDefault(i => i.Name == input.Name)?.Position ?? tasks.FirstOrDefault(t => t.Name == input.Name)?.Position;
            if (taken is { } at) problems.Add(at, ReturningMessages.NameTaken(input.Name), ReturningMessages.NameTakenNext);
            else _inputs.Add(new(input.Name, new GivenSource(input.Type, input.Id), default));
        }
    }

    // An input of a task may be written where it is given: `{ value: …, type: … }`, or a number or boolean by itself. It becomes an input of the dataflow.
    private MapEntry WithLiterals(MapEntry task)
    {
        if (task.Value is not MapNode map || map.Entries.FirstOrDefault(entry => entry.Key == "inputs").Value is not MapNode inputs) return task;
        if (!inputs.Entries.Any(IsLiteral)) return task;
        var replaced = inputs.Entries.Select(entry => IsLiteral(entry) ? entry with { Value = Literal(task.Key, entry) } : entry).ToList();
        var entries = map.Entries.Select(entry => entry.Key == "inputs" ? entry with { Value = new MapNode(inputs.Position, replaced) } : entry).ToList();
        return task with { Value = new MapNode(map.Position, entries) };
    }

    private static bool IsLiteral(MapEntry entry) =>
        entry.Value is MapNode or ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float or ScalarKind.Boolean };

    private ScalarNode Literal(string task, MapEntry entry)
    {
        var name = AxisSource.InputName(task, entry.Key);
        if (TypedValue(entry) is var (value, type)) _inputs.Add(new(name, new ValueSource(value, type), entry.KeyPosition));
        return new(entry.Value.Position, name, ScalarKind.String);
    }

    private (DocumentNode Value, EastType Type)? TypedValue(MapEntry entry)
    {
        if (entry.Value is ScalarNode scalar)
            return (scalar, scalar.Kind == ScalarKind.Integer ? EastType.Integer : scalar.Kind == ScalarKind.Float ? EastType.Float : EastType.Boolean);
        var map = new MapReader((MapNode)entry.Value, $"the input `{entry.Key}`", problems);
        var (value, type) = (map.Take(Value), map.TakeText("type"));
        map.Finish();
        if (map.Take("type") is null) problems.Add(entry.KeyPosition, ProjectMessages.MissingType, ProjectMessages.MissingTypeNext);
        if (value is null) problems.Add(entry.KeyPosition, ReturningMessages.NoValue(entry.Key), ReturningMessages.NoValueNext);
        return value is not null && type is not null && TypeField.Read(type, problems) is { } read ? (value, read) : null;
    }

    private void CheckReach(ProjectTask task, string directory)
    {
        if (task.Settings.Requires.Count > 0) problems.Add(task.Position, ReturningMessages.NotForInner("requires"), ReturningMessages.RequiresNext);
        if (task.Settings.Platforms.Count > 0) problems.Add(task.Position, ReturningMessages.NotForInner("platforms"), null);
        var program = task.Program switch
        {
            FunctionReference function => function.Script,
            ScriptReference script => script.Script,
            IrReference ir => ir.Path,
            _ => null,
        };
        if (program is not null) CheckFile(program, task.Program.Position, directory);
        foreach (var pattern in task.Settings.Depends) CheckFile(pattern.Pattern, pattern.Position, directory);
    }

    private void CheckFile(string path, SourcePosition at, string directory)
    {
        if (outer.Files.Any(file => file.Path == Path.GetFullPath(path, directory))) return;
        problems.Add(at, ReturningMessages.ForeignFile(path), ReturningMessages.ForeignFileNext(path), DidYouMean.Among(path, outer.Files.Select(file => file.Name)));
    }
}
