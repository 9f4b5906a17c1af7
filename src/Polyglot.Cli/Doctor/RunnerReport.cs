using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Cli.Doctor;

/// <summary>What was found of one runner: as it is, and for each set of libraries that the project's tasks ask for.</summary>
/// <param name="Manifest">The runner.</param>
/// <param name="Resolution">Without any library.</param>
/// <param name="Needs">What the project asks for, one entry per set of libraries; empty where no task uses it.</param>
internal sealed record RunnerReport(RunnerManifest Manifest, RunnerResolution Resolution, IReadOnlyList<LibraryNeed> Needs)
{
    /// <summary>Whether the project uses it.</summary>
    public bool IsNeeded => Needs.Count > 0;

    /// <summary>Whether everything that the project wants of it is there.</summary>
    public bool IsGood => IsNeeded ? Needs.All(n => n.Resolution is RunnerResolution.Found) : Resolution is RunnerResolution.Found;

    /// <summary>Looks for every runner of a catalogue.</summary>
    /// <param name="catalog">The runners.</param>
    /// <param name="project">Null for none.</param>
    /// <param name="folder">The project's folder, or the current one.</param>
    /// <param name="cancel">Ends running probes.</param>
    public static async Task<IReadOnlyList<RunnerReport>> MakeAsync(RunnerCatalog catalog, Project? project, string folder, CancellationToken cancel)
    {
        var resolver = new RunnerResolver();
        var reports = new List<RunnerReport>();
        foreach (var manifest in catalog.Runners)
        {
            var needs = new List<LibraryNeed>();
            var sets = (project?.Tasks ?? []).Where(t => t.Runner == manifest.Id)
                .GroupBy(t => string.Join(' ', t.Settings.Requires.Order(StringComparer.Ordinal)), t => t);
            foreach (var set in sets)
            {
                var libraries = set.First().Settings.Requires;
                needs.Add(new LibraryNeed(libraries, [.. set.Select(t => t.Name)], await resolver.ResolveAsync(manifest, folder, libraries, cancel).ConfigureAwait(false)));
            }
            reports.Add(new RunnerReport(manifest, await resolver.ResolveAsync(manifest, folder, [], cancel).ConfigureAwait(false), needs));
        }
        return reports;
    }
}

/// <summary>A set of libraries that tasks ask for.</summary>
/// <param name="Libraries">May be empty.</param>
/// <param name="Tasks">Who asks.</param>
/// <param name="Resolution">What was found.</param>
internal sealed record LibraryNeed(IReadOnlyList<string> Libraries, IReadOnlyList<string> Tasks, RunnerResolution Resolution);
