using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>
/// What of a task itself differs, leaf by leaf, leaving out what follows from something else: types of inputs follow from what the inputs are, an
/// output type that a program's annotations give follows from the program, and another runner has another fingerprint. Pure.
/// </summary>
internal static class DefinitionChanges
{
    private const string ExecMark = "exec";
    private const string InputMark = "input ";

    /// <summary>The leaves.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="old">What it was.</param>
    /// <param name="now">What it is.</param>
    /// <param name="declaresOutput">Whether the project file declares the output's type; null where that is not known.</param>
    public static IReadOnlyList<Leaf> Between(string task, TaskObject old, TaskObject now, bool? declaresOutput)
    {
        var leaves = new List<Leaf>();
        AddProgram(leaves, task, old, now);
        // Taking an input apart makes a collection of what was one result.
        var isGathered = old.Scatter is null != now.Scatter is null;
        var followsFromProgram = isGathered || (leaves.Count > 0 && declaresOutput != true && now.Program is not TaskProgram.Command);
        if (!followsFromProgram && !old.OutputType.Equals(now.OutputType))
            leaves.Add(new(LeafKind.OutputType, "output", task, TypeSyntax.Print(old.OutputType), TypeSyntax.Print(now.OutputType)));
        var sameRunner = old.Runner == now.Runner;
        if (!sameRunner) leaves.Add(new(LeafKind.Runner, "runner", task, old.Runner, now.Runner));
        else AddPairs(leaves, LeafKind.Runner, now.Runner, old.Fingerprint, now.Fingerprint, all: true);
        AddPairs(leaves, LeafKind.Variable, null, old.Environment, now.Environment, all: sameRunner);
        return leaves;
    }

    /// <summary>The files that differ, by name.</summary>
    public static void AddFiles(List<Leaf> leaves, IReadOnlyCollection<NamedObject> old, IReadOnlyCollection<NamedObject> now)
    {
        var before = old.ToDictionary(file => file.Name, file => file.Id, StringComparer.Ordinal);
        foreach (var file in now.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var known = before.Remove(file.Name, out var id);
            if (!known) leaves.Add(Objects(LeafKind.File, file.Name, null, null, file.Id));
            else if (id != file.Id) leaves.Add(Objects(LeafKind.File, file.Name, null, id, file.Id));
        }
        foreach (var (name, id) in before.OrderBy(file => file.Key, StringComparer.Ordinal)) leaves.Add(Objects(LeafKind.File, name, null, id, null));
    }

    /// <summary>A leaf whose old and new states are objects.</summary>
    public static Leaf Objects(LeafKind kind, string name, string? of, ObjectId? old, ObjectId? now) =>
        new(kind, name, of, old?.Abbreviated(), now?.Abbreviated()) { OldId = old, NewId = now };

    private static void AddProgram(List<Leaf> leaves, string task, TaskObject old, TaskObject now)
    {
        Add(leaves, LeafKind.Program, "version", task, old.Version, now.Version);
        switch (old.Program, now.Program)
        {
            case (TaskProgram.Function a, TaskProgram.Function b):
                Add(leaves, LeafKind.Program, "function", task, a.Name, b.Name);
                AddFilesUnlessPinned(leaves, old, now, a.Files, b.Files);
                break;
            case (TaskProgram.Command a, TaskProgram.Command b):
                AddCommand(leaves, task, now.Runner == old.Runner ? now.Runner : null, a.Arguments, b.Arguments);
                AddFilesUnlessPinned(leaves, old, now, a.Files, b.Files);
                break;
            case (TaskProgram.Ir a, TaskProgram.Ir b):
                if (a.Id != b.Id) leaves.Add(Objects(LeafKind.Program, "program", task, a.Id, b.Id));
                Add(leaves, LeafKind.Program, "platforms", task, Sorted(a.Platforms), Sorted(b.Platforms));
                break;
            default:
                leaves.Add(new(LeafKind.Program, "kind", task, Kind(old.Program), Kind(now.Program)));
                break;
        }
        Add(leaves, LeafKind.Program, "format", task, old.Format, now.Format);
        Add(leaves, LeafKind.Program, "elements", task, Elements(old.Scatter), Elements(now.Scatter));
    }

    // Pinning a version takes the files out of the identity: that they are not there any more is no change of theirs.
    private static void AddFilesUnlessPinned(List<Leaf> leaves, TaskObject old, TaskObject now, IReadOnlyCollection<NamedObject> before, IReadOnlyCollection<NamedObject> after)
    {
        if (old.Version is null == now.Version is null) AddFiles(leaves, before, after);
    }

    // How the runner starts a command, what the inputs are called, and what was written in the project file: three leaves in one list of arguments.
    private static void AddCommand(List<Leaf> leaves, string task, string? runner, IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        var (oldText, newText) = (old.Count > 0 ? old[^1] : "", now.Count > 0 ? now[^1] : "");
        Add(leaves, LeafKind.Program, now.Count > 1 ? now[^2] : "command", task, oldText, newText);
        Add(leaves, LeafKind.Wiring, "names of inputs", task, Inputs(old), Inputs(now));
        if (runner is not null) Add(leaves, LeafKind.Runner, ExecMark, runner, Start(old), Start(now));
    }

    private static string Inputs(IReadOnlyList<string> arguments) =>
        string.Join(", ", arguments.SkipLast(2).Where(a => a.StartsWith(InputMark, StringComparison.Ordinal)).Select(a => a[InputMark.Length..]));

    private static string Start(IReadOnlyList<string> arguments) =>
        string.Join(' ', arguments.SkipLast(2).Where(a => !a.StartsWith(InputMark, StringComparison.Ordinal)));

    private static void AddPairs(
        List<Leaf> leaves, LeafKind kind, string? of, IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> now, bool all)
    {
        var names = all ? old.Keys.Union(now.Keys) : old.Keys.Intersect(now.Keys);
        foreach (var name in names.Order(StringComparer.Ordinal)) Add(leaves, kind, name, of, old.GetValueOrDefault(name), now.GetValueOrDefault(name));
    }

    private static void Add(List<Leaf> leaves, LeafKind kind, string name, string? of, string? old, string? now)
    {
        if (old != now) leaves.Add(new(kind, name, of, old, now));
    }

    private static string Sorted(IReadOnlyCollection<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static string? Elements(TaskScatter? scatter) => scatter is null ? null
        : $"of input {string.Join(", ", scatter.Over.Select(input => input + 1))}{(scatter.Names.Count > 0 ? $" as {string.Join(", ", scatter.Names)}" : "")}";

    private static string Kind(TaskProgram program) => program switch
    {
        TaskProgram.Ir => "East program",
        TaskProgram.Function => "function",
        _ => "command",
    };
}
