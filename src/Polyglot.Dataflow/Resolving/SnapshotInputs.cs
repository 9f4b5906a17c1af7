using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>The inputs of a graph by content: files are imported, values of the project file encoded. One use.</summary>
internal sealed class SnapshotInputs(DataflowGraph graph, FileImporter importer, IObjectStore? store, SnapshotProblems problems)
{
    /// <summary>Every input in its order, and where its content is.</summary>
    /// <param name="typeOf">The type of an input; null where it has none.</param>
    public (List<SnapshotInput> Inputs, List<InputContent> Contents) Read(Func<GraphSource, EastType?> typeOf)
    {
        var inputs = new List<SnapshotInput>(graph.Inputs.Count);
        var contents = new List<InputContent>(graph.Inputs.Count);
        var readings = new FileReading[graph.Inputs.Count];
        Parallel.For(0, readings.Length, i =>
        {
            if (graph.Inputs[i] is { Declared.Source: FileSource file } input)
                readings[i] = importer.Import(Path.GetFullPath(file.Path, input.Project.Directory), file.Type, file.Format);
        });
        foreach (var input in graph.Inputs)
        {
            var (id, content) = input.Declared.Source switch
            {
                FileSource file => TakeFile(input.Project, file, readings[inputs.Count]),
                ValueSource value => ReadValue(input.Project, value),
                AxisSource => (default, AxisInputs.Unknown),
                GivenSource given => (given.Id, InputContent.Given),
                _ => throw new InvalidOperationException("an input of a graph is a file or a value"),
            };
            inputs.Add(new(input.Name, id, typeOf(new GraphSource(false, inputs.Count)) ?? EastType.Null));
            contents.Add(content);
        }
        return (inputs, contents);
    }

    private (ObjectId, InputContent) TakeFile(Project project, FileSource source, FileReading reading)
    {
        var path = Path.GetFullPath(source.Path, project.Directory);
        if (reading.Problem is { } problem)
            problems.Report(project, source.Position, problem, File.Exists(path) ? ValueMessages.ImportNext : ResolveMessages.FileNext);
        return (reading.Id ?? default, new(path, source.Format, null));
    }

    private (ObjectId, InputContent) ReadValue(Project project, ValueSource source)
    {
        var wrong = new ProblemList(project.File);
        var bytes = NodeValue.Encode(source.Value, source.Type, wrong);
        problems.Add(wrong.ToList());
        if (bytes is null) return (default, new(null, FileFormat.Raw, []));
        return (store?.Put(bytes) ?? Hashing.Object(bytes), new(null, FileFormat.Raw, bytes));
    }
}
