using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Returning;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Resolving;

/// <summary>Whether a task fits its runner, its program and what it is given. What does not is reported.</summary>
/// <param name="problems">Gets what is wrong.</param>
/// <param name="typeOf">The type of what a task or an input gives; null where it has none.</param>
/// <param name="nameOf">Its name.</param>
internal sealed class TaskChecks(SnapshotProblems problems, Func<GraphSource, EastType?> typeOf, Func<GraphSource, string> nameOf)
{
    /// <summary>Whether the runner runs such programs.</summary>
    public bool Kind(GraphTask task, ResolvedRunner runner)
    {
        var (needed, what) = task.Declared.Program switch
        {
            FunctionReference => (runner.Manifest.Kind is RunnerKind.Worker or RunnerKind.East, "functions"),
            IrReference => (runner.Manifest.Kind is RunnerKind.East or RunnerKind.Host, "East programs"),
            CommandReference => (runner.Manifest.Kind == RunnerKind.Command, "commands"),
            _ => (runner.Manifest.Kind == RunnerKind.Command, "scripts"),
        };
        if (needed) return true;
        var kind = runner.Manifest.Kind switch { RunnerKind.Command => "command", RunnerKind.Worker => "worker", RunnerKind.East => "east", _ => "host" };
        problems.Report(task.Project, task.Declared.Program.Position, ResolveMessages.NeedsKind(runner.Id, kind, what), null);
        return false;
    }

    /// <summary>The type of what the program gives; null where there is none.</summary>
    public EastType? Output(GraphTask task, FunctionSignature? signature)
    {
        var declared = task.Declared.Output;
        if (signature is null)
        {
            if (declared is null) problems.Report(task.Project, task.Declared.Position, ResolveMessages.NoCommandOutput(task.Declared.Name), ResolveMessages.OutputRequiredNext);
            return declared;
        }
        if (signature.Output is not { } annotated)
        {
            if (declared is null)
                problems.Report(task.Project, task.Declared.Program.Position, ResolveMessages.NoOutputType(signature.Name, signature.Problem), ResolveMessages.OutputTypeNext);
            return declared;
        }
        if (declared is not null && !annotated.IsSubtypeOf(declared))
        {
            problems.Report(task.Project, task.Declared.OutputPosition,
                ResolveMessages.Declared(signature.Name, declared, annotated, TypeDifference.Find(declared, annotated)!), ResolveMessages.DeclaredNext);
            return declared;
        }
        if (declared is not null || annotated.IsData) return declared ?? annotated;
        problems.Report(task.Project, task.Declared.Program.Position, ResolveMessages.NotStorable(signature.Name, annotated), null);
        return null;
    }

    /// <summary>The type in which a program gives a dataflow; null where it cannot.</summary>
    public EastType? Returned(GraphTask task, FunctionSignature? signature, ResolvedRunner runner)
    {
        var (type, problem) = ReturnsBinding.TypeOf(signature, runner);
        if (problem is not null) problems.Report(task.Project, task.Declared.Returns!.Position, problem, ReturningMessages.NotADataflowNext);
        return type;
    }

    /// <summary>Whether every input has a type, and the one that its parameter wants.</summary>
    public bool Edges(GraphTask task, FunctionSignature? signature, int[] order, BoundScatter? scatter)
    {
        var fits = true;
        for (var position = 0; position < order.Length; position++)
        {
            var source = task.Sources[order[position]];
            if (typeOf(source) is not { } actual)
            {
                fits = false;
                continue;
            }
            var given = scatter?.At(position, actual) ?? actual;
            if (signature?.Parameters[position] is not { Type: { } expected } parameter || TypeDifference.Find(expected, given) is not { } difference) continue;
            fits = false;
            problems.Report(task.Project, task.Declared.Inputs[order[position]].Position,
                ResolveMessages.Edge(task.Name, parameter.Name, expected, nameOf(source), given, difference, isElement: given != actual), ResolveMessages.EdgeNext);
        }
        return fits;
    }

    /// <summary>Whether a command's inputs have names of their own, and those that it uses.</summary>
    public bool Command(GraphTask task, ResolvedRunner runner, string[] names)
    {
        if (runner.Manifest.Kind != RunnerKind.Command) return true;
        var fits = true;
        var seen = new HashSet<string>(names.Length, StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (seen.Add(name)) continue;
            fits = false;
            problems.Report(task.Project, task.Declared.InputsPosition, ResolveMessages.DuplicateInput(name), ResolveMessages.DuplicateInputNext);
        }
        if (task.Declared.Program is not CommandReference command) return fits;
        foreach (var name in CommandPlaceholders.Inputs(command.Command))
        {
            if (names.Contains(name)) continue;
            fits = false;
            problems.Report(task.Project, command.Position, ResolveMessages.UnknownInputPlaceholder(name), null, DidYouMean.Among(name, names));
        }
        return fits;
    }
}
