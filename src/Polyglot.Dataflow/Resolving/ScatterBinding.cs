using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Scattering;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>Which inputs of a task are taken apart, and what that makes of types. Immutable.</summary>
/// <param name="Shape">Their places among the parameters.</param>
/// <param name="Elements">The types of their elements.</param>
/// <param name="Over">The type of the collection of a <c>foreach</c>; else null.</param>
internal sealed record BoundScatter(TaskScatter Shape, IReadOnlyList<EastType> Elements, EastType? Over)
{
    /// <summary>What the program gets at a place: an element, or the input as it is.</summary>
    public EastType At(int place, EastType whole)
    {
        for (var i = 0; i < Elements.Count; i++)
            if (Shape.Over[i] == place) return Elements[i];
        return whole;
    }

    /// <summary>The type of the results together.</summary>
    public EastType Gathered(EastType result) =>
        GatheredFile.TypeOf(Over, [.. Shape.Names.Zip(Elements)], result, MatrixClause.ResultField);
}

/// <summary>Binds <c>foreach</c> and <c>matrix</c> to parameters and checks that there are collections. Not thread-safe.</summary>
internal sealed class ScatterBinding(AxisInputs axes, DataflowGraph graph, Func<GraphSource, EastType?> typeOf)
{
    /// <summary>The bound clause; null where the task has none, and after reporting what is wrong.</summary>
    /// <param name="task">The task.</param>
    /// <param name="signature">Its program's signature; null where it has none.</param>
    /// <param name="order">For each parameter, the index of the task's input.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public BoundScatter? Bind(GraphTask task, FunctionSignature? signature, int[] order, ProblemList problems)
    {
        var (places, names) = task.Declared.Scatter switch
        {
            ForeachClause each => ([each.Input], []),
            MatrixClause matrix => (matrix.Inputs, matrix.Inputs.Select(i => task.Declared.Inputs[i].Parameter!).ToArray()),
            _ => ((IReadOnlyList<int>)[], Array.Empty<string>()),
        };
        var elements = new List<EastType>();
        foreach (var input in places)
        {
            var place = Array.IndexOf(order, input);
            var parameter = signature?.Parameters[place].Type;
            if (ElementType(task, input, parameter, names.Length > 0, problems) is { } element) elements.Add(element);
        }
        if (places.Count == 0 || elements.Count < places.Count) return null;
        return new(new([.. places.Select(input => Array.IndexOf(order, input))], names), elements, names.Length > 0 ? null : typeOf(task.Sources[places[0]]));
    }

    private EastType? ElementType(GraphTask task, int input, EastType? parameter, bool isMatrix, ProblemList problems)
    {
        var source = task.Sources[input];
        var argument = task.Declared.Inputs[input];
        if (!source.IsTask && graph.Inputs[source.Index].Declared.Source is AxisSource) return axes.Read(source.Index, parameter, problems) ? ((ArrayType)axes.TypeOf(source.Index)!).Element : null;
        // What has no type has its problem elsewhere.
        if (typeOf(source) is not { } type) return null;
        if (Collection.ElementOf(type) is { } element && !(isMatrix && type is DictType)) return element;
        if (isMatrix) problems.Add(argument.Position, ScatterMessages.NotAnAxis(argument.Parameter!, argument.Source, type), ScatterMessages.NotAnAxisNext);
        else problems.Add(task.Declared.Scatter!.Position, ScatterMessages.NotACollection(argument.Source, type), ScatterMessages.NotACollectionNext);
        return null;
    }
}
