using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.History;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Dataflow.Workspaces;

/// <summary>What a name is the name of.</summary>
[Flags]
public enum NameKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Tasks of the project.</summary>
    Tasks = 1,

    /// <summary>Inputs of the project.</summary>
    Inputs = 2,

    /// <summary>Paths of outputs of the project.</summary>
    Outputs = 4,

    /// <summary>Refs of the repository.</summary>
    Refs = 8,

    /// <summary>Tags of the repository, without their namespace.</summary>
    Tags = 16,

    /// <summary>Runs of the repository: <c>last</c>, <c>last~1</c> and ids.</summary>
    Runs = 32,
}

/// <summary>A name that exists. Immutable.</summary>
/// <param name="Kind">One kind.</param>
/// <param name="Text">The name.</param>
public sealed record KnownName(NameKinds Kind, string Text)
{
    /// <summary>A task's runner, an output's source, a run's record; null for others.</summary>
    public object? Of { get; init; }
}

/// <summary>The names of a project and its repository, for those who type: nothing is run, made or written.</summary>
public static class KnownNames
{
    /// <summary>How many runs are named.</summary>
    public const int MostRuns = 30;

    private const int MostBack = 10;

    /// <summary>Names of a project file; none where it cannot be read.</summary>
    /// <param name="project">The project file; null for none.</param>
    /// <param name="wanted">Of these kinds.</param>
    public static IReadOnlyList<KnownName> OfProject(string? project, NameKinds wanted)
    {
        var found = new List<KnownName>();
        if (project is null || GraphBuilder.Build(project, path => ProjectReader.ReadFile(path)).Graph is not { } graph) return found;
        if (wanted.HasFlag(NameKinds.Tasks)) found.AddRange(graph.Tasks.Select(task => new KnownName(NameKinds.Tasks, task.Name) { Of = task.Declared.Runner }));
        if (wanted.HasFlag(NameKinds.Inputs)) found.AddRange(graph.Inputs.Select(input => new KnownName(NameKinds.Inputs, input.Name)));
        if (wanted.HasFlag(NameKinds.Outputs)) found.AddRange(graph.Outputs.Select(output => new KnownName(NameKinds.Outputs, output.Declared.Path) { Of = output.Declared.Source }));
        return found;
    }

    /// <summary>Names in a repository: refs, tags where they or runs are wanted, runs with the newest first.</summary>
    /// <param name="open">The repository; null for none.</param>
    /// <param name="wanted">Of these kinds.</param>
    public static IReadOnlyList<KnownName> OfRepository(OpenRepository? open, NameKinds wanted)
    {
        var found = new List<KnownName>();
        if (open is null) return found;
        var refs = open.Repository.Refs.Namespaces().SelectMany(open.Repository.Refs.List).Select(read => read.Name.ToString()).ToList();
        if (wanted.HasFlag(NameKinds.Refs)) found.AddRange(refs.Select(name => new KnownName(NameKinds.Refs, name)));
        const string Tagged = Tags.Namespace + "/";
        if ((wanted & (NameKinds.Tags | NameKinds.Runs)) != 0)
            found.AddRange(refs.Where(name => name.StartsWith(Tagged, StringComparison.Ordinal)).Select(name => new KnownName(NameKinds.Tags, name[Tagged.Length..])));
        if (!wanted.HasFlag(NameKinds.Runs)) return found;
        var back = 0;
        foreach (var run in new RunQueries(open.Repository, open.Dataflow).All().Take(MostRuns))
        {
            if (back < MostBack) found.Add(new(NameKinds.Runs, back == 0 ? "last" : $"last~{back}") { Of = run });
            found.Add(new(NameKinds.Runs, run.Id.ToString()) { Of = run });
            back++;
        }
        return found;
    }
}
