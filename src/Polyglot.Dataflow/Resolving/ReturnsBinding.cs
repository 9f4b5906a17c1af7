using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Returning;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Resolving;

/// <summary>What <c>returns: dataflow</c> makes of a task's program and of its identity. Pure.</summary>
internal static class ReturnsBinding
{
    /// <summary>The type of the dataflow as a value, or what is wrong. What it results in is declared.</summary>
    /// <param name="signature">The program's signature; null where it has none.</param>
    /// <param name="runner">The task's runner.</param>
    public static (EastType? Type, string? Problem) TypeOf(FunctionSignature? signature, ResolvedRunner runner)
    {
        if (runner.Manifest.Kind == RunnerKind.Command) return (EastType.String, null);
        if (signature?.Output is not { } annotated) return (PlainData.Type, null);
        return annotated.Kind == EastTypeKind.String || annotated.Equals(PlainData.Type) ? (annotated, null) : (null, ReturningMessages.NotADataflow(signature.Name, annotated));
    }

    /// <summary>What the dataflow that a task returns may use; null for a task that returns none.</summary>
    /// <param name="task">The task.</param>
    /// <param name="own">Its runner.</param>
    /// <param name="find">A runner that the task names, by its id; null where there is none, which has been reported.</param>
    public static LaunchReturns? Bind(GraphTask task, ResolvedRunner own, Func<string, ResolvedRunner?> find)
    {
        if (task.Declared.Returns is not { } returns) return null;
        var runners = new Dictionary<string, ResolvedRunner>(StringComparer.Ordinal);
        foreach (var other in returns.Runners)
            if (find(other.Id) is { } found) runners[other.Id] = found;
        runners[own.Id] = own;
        return new(task.Project, runners, task.Declared.Output!, returns.Depth);
    }
}
