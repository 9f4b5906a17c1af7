using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads <c>foreach</c> and <c>matrix</c> of a task.</summary>
internal static class ScatterReader
{
    /// <summary>The clause; null where there is none, and after reporting what is wrong.</summary>
    /// <param name="map">The task.</param>
    /// <param name="task">Its name.</param>
    /// <param name="inputs">Its inputs; those that a matrix varies are added.</param>
    /// <param name="axes">Gets the lists of a matrix as inputs of the file.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static ScatterClause? Read(MapReader map, string task, List<TaskArgument> inputs, List<ProjectInput> axes, ProblemList problems)
    {
        var each = map.TakeText("foreach");
        var matrix = map.Take("matrix");
        if (map.Take("foreach") is { } both && matrix is not null)
        {
            problems.Add(both.Position, ProjectMessages.NotAllowedWith("foreach", "matrix"), ProjectMessages.ForeachOrMatrixNext);
            return null;
        }
        if (matrix is not null) return ReadMatrix(map, matrix, task, inputs, axes, problems);
        return each is null ? null : ReadForeach(each, inputs, problems);
    }

    // An input is meant by what the task calls it, or else by the name of what is given to it.
    private static ForeachClause? ReadForeach(ScalarNode name, List<TaskArgument> inputs, ProblemList problems)
    {
        var found = inputs.FindIndex(input => (input.Parameter ?? input.Source) == name.Text);
        if (found < 0) found = inputs.FindIndex(input => input.Source == name.Text);
        if (found >= 0 && inputs.Count(input => (input.Parameter ?? input.Source) == name.Text) <= 1) return new(found, name.Position);
        if (found >= 0) problems.Add(name.Position, ProjectMessages.ForeachAmbiguous(name.Text), ProjectMessages.ForeachAmbiguousNext);
        else
            problems.Add(name.Position, ProjectMessages.ForeachUnknown(name.Text), ProjectMessages.ForeachUnknownNext,
                DidYouMean.Among(name.Text, inputs.SelectMany(input => new[] { input.Parameter ?? input.Source, input.Source })));
        return null;
    }

    private static MatrixClause? ReadMatrix(MapReader map, DocumentNode matrix, string task, List<TaskArgument> inputs, List<ProjectInput> axes, ProblemList problems)
    {
        var before = problems.Count;
        var places = new List<int>();
        foreach (var axis in map.TakeEntries("matrix"))
        {
            if (!ProjectReader.CheckName(axis.Key, "a parameter", axis.KeyPosition, problems)) continue;
            if (axis.Key == MatrixClause.ResultField)
                problems.Add(axis.KeyPosition, ProjectMessages.MatrixValue, ProjectMessages.MatrixValueNext);
            if (inputs.Any(input => input.Parameter == axis.Key))
                problems.Add(axis.KeyPosition, ProjectMessages.DuplicateArgument(axis.Key));
            places.Add(inputs.Count);
            if (axis.Value is ListNode list)
            {
                var input = AxisSource.InputName(task, axis.Key);
                axes.Add(new(input, new AxisSource(list, task, axis.Key), axis.KeyPosition));
                inputs.Add(new(axis.Key, input, list.Position, axis.KeyPosition));
            }
            else if (axis.Value is not ScalarNode { Kind: ScalarKind.String })
            {
                problems.Add(axis.Value.Position, ProjectMessages.Expected($"a list or the name of an Array for `{axis.Key}`", axis.Value.Describe()));
            }
            else if (MapReader.Text(axis.Value, axis.Key, problems) is { } source)
            {
                inputs.Add(new(axis.Key, source.Text, source.Position, axis.KeyPosition));
            }
        }
        if (places.Count == 0 && problems.Count == before) problems.Add(matrix.Position, ProjectMessages.MatrixEmpty, ProjectMessages.MatrixEmptyNext);
        return problems.Count == before ? new(places, matrix.Position) : null;
    }
}
