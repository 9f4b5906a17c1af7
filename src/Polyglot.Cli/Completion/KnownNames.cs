using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;

namespace Polyglot.Cli.Completion;

/// <summary>Names that exist.</summary>
internal interface IKnownNames
{
    /// <summary>Names of what is wanted; those that do not begin as the word does may be left out.</summary>
    IEnumerable<Candidate> Find(Wanted wanted, string prefix);
}

/// <summary>The names of a project and its repository, as far as they can be read; what cannot has none. Nothing is run, made or written.</summary>
internal sealed class KnownNames(Session session) : IKnownNames
{
    private const int MostRuns = 30;
    private const string Tags = "tags/";

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(Wanted wanted, string prefix)
    {
        var found = new List<Candidate>();
        if ((wanted & (Wanted.Tasks | Wanted.Inputs | Wanted.Outputs)) != 0) AddNames(found, wanted);
        if ((wanted & (Wanted.Refs | Wanted.Tags | Wanted.Runs)) != 0) AddStored(found, wanted);
        if (wanted.HasFlag(Wanted.Runners)) found.AddRange(Installation.Runners(Project()).Runners.Select(runner => new Candidate(runner.Id)));
        return found;
    }

    private void AddNames(List<Candidate> found, Wanted wanted)
    {
        if (ProjectLocator.Find(session.Options.Project) is not { } file || GraphBuilder.Build(file, path => ProjectReader.ReadFile(path)).Graph is not { } graph) return;
        if (wanted.HasFlag(Wanted.Tasks)) found.AddRange(graph.Tasks.Select(task => new Candidate(task.Name, $"task, {task.Declared.Runner}")));
        if (wanted.HasFlag(Wanted.Inputs)) found.AddRange(graph.Inputs.Select(input => new Candidate(input.Name, "input")));
        if (wanted.HasFlag(Wanted.Outputs)) found.AddRange(graph.Outputs.Select(output => new Candidate(output.Declared.Path, $"output, {output.Declared.Source}")));
    }

    private void AddStored(List<Candidate> found, Wanted wanted)
    {
        using var open = Repositories.Find(session);
        if (open is null) return;
        var refs = open.Repository.Refs.Namespaces().SelectMany(open.Repository.Refs.List).Select(read => read.Name.ToString()).ToList();
        if (wanted.HasFlag(Wanted.Refs)) found.AddRange(refs.Select(name => new Candidate(name, "ref")));
        if ((wanted & (Wanted.Tags | Wanted.Runs)) != 0) found.AddRange(refs.Where(name => name.StartsWith(Tags, StringComparison.Ordinal)).Select(name => new Candidate(name[Tags.Length..], "tag")));
        if (!wanted.HasFlag(Wanted.Runs)) return;
        var (now, back) = (session.Time.GetUtcNow(), 0);
        foreach (var run in new RunQueries(open.Repository, open.Dataflow).All().Take(MostRuns))
        {
            var meaning = $"{run.Status.ToString().ToLowerInvariant()} {Quantity.Age(run.EndedAt, now)}, {Quantity.Count(run.Tasks.Count, "task")}";
            if (back < 10) found.Add(new(back == 0 ? "last" : $"last~{back}", meaning));
            found.Add(new(run.Id.ToString(), meaning));
            back++;
        }
    }

    private Project? Project() => ProjectLocator.Find(session.Options.Project) is { } file ? ProjectReader.ReadFile(file).Project : null;
}
