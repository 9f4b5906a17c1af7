using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Graphs;

/// <summary>
/// Looks up every name, starting from everything the first file declares, and puts tasks in the order of their needs. Works with a
/// stack of its own, so that a chain of any length is no deep recursion.
/// </summary>
internal sealed class GraphLinker(ProjectScope root, List<ProjectProblem> problems)
{
    private readonly Dictionary<(ProjectScope, string), Node?> _nodes = [];
    private readonly List<GraphInput> _inputs = [];
    private readonly List<GraphTask> _tasks = [];

    public DataflowGraph Link()
    {
        foreach (var input in root.Project.Inputs) Find(root, input.Name);
        foreach (var task in root.Project.Tasks) Order(Find(root, task.Name)!);
        // What the file names of other files without any task of its own needing it.
        foreach (var node in _nodes.Values.ToList())
            if (node is { Task: not null }) Order(node);
        var outputs = new List<GraphOutput>();
        foreach (var output in root.Project.Outputs)
        {
            if (FindOrReport(root, output.Source, output.SourcePosition, $"the output {output.Path}") is { } node)
                outputs.Add(new(output, node.Source));
        }
        return new(root.Project, _inputs, _tasks, outputs);
    }

    // Depth-first post-order with an explicit stack; a node met again while it is open closes a circle.
    private void Order(Node start)
    {
        if (start.State != State.New) return;
        var open = new Stack<Node>();
        Open(start, open);
        while (open.TryPeek(out var node))
        {
            if (node.Next == node.Needs.Count)
            {
                open.Pop();
                node.State = State.Done;
                node.Index = _tasks.Count;
                _tasks.Add(new(node.Name, node.Scope.Project, node.Task!, node.Needs.Select(need => need?.Source ?? default).ToArray()));
                continue;
            }
            var needed = node.Needs[node.Next++];
            if (needed?.Task is null || needed.State == State.Done) continue;
            if (needed.State == State.New) Open(needed, open);
            else ReportCycle(node, needed, open);
        }
    }

    private void Open(Node node, Stack<Node> open)
    {
        node.State = State.Open;
        foreach (var argument in node.Task!.Inputs)
            node.Needs.Add(FindOrReport(node.Scope, argument.Source, argument.Position, $"the task `{node.Task.Name}`"));
        open.Push(node);
    }

    private void ReportCycle(Node node, Node needed, Stack<Node> open)
    {
        var names = open.TakeWhile(n => n != needed).Reverse().Select(n => n.Name).Prepend(needed.Name).Append(needed.Name);
        var argument = node.Task!.Inputs[node.Next - 1];
        Report(node.Scope, argument.Position, GraphMessages.Cycle(names), GraphMessages.CycleNext, null);
    }

    private Node? FindOrReport(ProjectScope scope, string name, SourcePosition at, string user)
    {
        if (scope.Inputs.ContainsKey(name) || scope.Tasks.ContainsKey(name)) return Find(scope, name);
        Report(scope, at, GraphMessages.UnknownName(name, user), GraphMessages.UnknownNameNext,
            DidYouMean.Among(name, scope.Inputs.Keys.Concat(scope.Tasks.Keys)));
        return null;
    }

    // The node of a name that exists; an input that comes from another file is that file's node. Null after a problem.
    private Node? Find(ProjectScope scope, string name)
    {
        if (_nodes.TryGetValue((scope, name), out var known)) return known;
        _nodes[(scope, name)] = null;
        var node = scope.Tasks.TryGetValue(name, out var task)
            ? new Node(scope, scope.Prefix + name) { Task = task }
            : scope.Inputs[name].Source is FromSource from ? FollowFrom(scope, from) : AddInput(scope, scope.Inputs[name]);
        _nodes[(scope, name)] = node;
        return node;
    }

    private Node AddInput(ProjectScope scope, ProjectInput input)
    {
        var node = new Node(scope, scope.Prefix + input.Name) { State = State.Done, Index = _inputs.Count };
        _inputs.Add(new(node.Name, scope.Project, input));
        return node;
    }

    private Node? FollowFrom(ProjectScope scope, FromSource from)
    {
        if (!scope.Uses.TryGetValue(from.Alias, out var used))
        {
            var aliases = scope.Project.Uses.Select(use => use.Alias);
            Report(scope, from.Position, GraphMessages.UnknownAlias(from.Alias), GraphMessages.UnknownAliasNext, DidYouMean.Among(from.Alias, aliases));
            return null;
        }
        var name = used.Outputs.TryGetValue(from.Name, out var output) ? output.Source : from.Name;
        if (used.Inputs.ContainsKey(name) || used.Tasks.ContainsKey(name)) return Find(used, name);
        var known = used.Tasks.Keys.Concat(used.Inputs.Keys).Concat(used.Outputs.Keys);
        Report(scope, from.Position, GraphMessages.UnknownForeignName(from.Name, used.Project.File), null, DidYouMean.Among(from.Name, known));
        return null;
    }

    private void Report(ProjectScope scope, SourcePosition at, string message, string? next, string? suggestion) =>
        problems.Add(new(scope.Project.File, at.Line, at.Column, message, suggestion, next));

    private enum State
    {
        New,
        Open,
        Done,
    }

    private sealed class Node(ProjectScope scope, string name)
    {
        public ProjectScope Scope { get; } = scope;

        public string Name { get; } = name;

        public ProjectTask? Task { get; init; }

        public State State { get; set; }

        public int Index { get; set; } = -1;

        public List<Node?> Needs { get; } = [];

        public int Next { get; set; }

        public GraphSource Source => new(Task is not null, Index);
    }
}
