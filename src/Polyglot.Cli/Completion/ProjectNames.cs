using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Dataflow.Projects;

namespace Polyglot.Cli.Completion;

/// <summary>Names that exist.</summary>
internal interface IKnownNames
{
    /// <summary>Names of what is wanted; those that do not begin as the word does may be left out.</summary>
    IEnumerable<Candidate> Find(Wanted wanted, string prefix);
}

/// <summary>The names of a project and its repository, as far as they can be read; what cannot has none. Nothing is run, made or written.</summary>
internal sealed class ProjectNames(Session session) : IKnownNames
{
    private static readonly (Wanted Wanted, NameKinds Kind)[] _kinds =
    [
        (Wanted.Tasks, NameKinds.Tasks), (Wanted.Inputs, NameKinds.Inputs), (Wanted.Outputs, NameKinds.Outputs),
        (Wanted.Refs, NameKinds.Refs), (Wanted.Tags, NameKinds.Tags), (Wanted.Runs, NameKinds.Runs),
    ];

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(Wanted wanted, string prefix)
    {
        var kinds = _kinds.Where(pair => wanted.HasFlag(pair.Wanted)).Aggregate(NameKinds.None, (all, pair) => all | pair.Kind);
        var found = new List<KnownName>();
        if ((kinds & (NameKinds.Tasks | NameKinds.Inputs | NameKinds.Outputs)) != 0) found.AddRange(KnownNames.OfProject(ProjectLocator.Find(session.Options.Project), kinds));
        if ((kinds & (NameKinds.Refs | NameKinds.Tags | NameKinds.Runs)) != 0)
        {
            using var open = Repositories.Find(session);
            found.AddRange(KnownNames.OfRepository(open, kinds));
        }
        var now = session.Time.GetUtcNow();
        var candidates = found.Select(name => new Candidate(name.Text, NameText.Of(name, now)));
        return wanted.HasFlag(Wanted.Runners) ? candidates.Concat(Installation.Runners(Project()).Runners.Select(runner => new Candidate(runner.Id))) : candidates;
    }

    private Project? Project() => ProjectLocator.Find(session.Options.Project) is { } file ? ProjectReader.ReadFile(file).Project : null;
}
