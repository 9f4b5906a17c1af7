using System.Text;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>What runners are now, in digests. Not thread-safe.</summary>
/// <param name="options">Where manifests are.</param>
/// <param name="resolver">Resolves; asked for anew each time, since it goes by the variables of the moment.</param>
/// <param name="environment">The variables of the moment.</param>
internal sealed class RunnerState(EvaluatorOptions options, Func<RunnerResolver> resolver, Func<IReadOnlyDictionary<string, string>> environment)
{
    /// <summary>The manifests that projects in these folders may use. By content: they are few and small, and a folder's time says nothing of the files in it.</summary>
    public Checksum Manifests(IEnumerable<string> projectDirectories)
    {
        var text = new DigestText("manifests");
        Add(text, RunnerCatalog.FileOf(options.Installation));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var project in projectDirectories)
            foreach (var folder in RunnerCatalog.PluginFolders(options.Installation, project, options.PluginPath))
            {
                if (!seen.Add(folder) || !Directory.Exists(folder)) continue;
                var plugins = Directory.GetDirectories(folder);
                Array.Sort(plugins, StringComparer.Ordinal);
                foreach (var plugin in plugins)
                    if (Path.Combine(plugin, "plugin.json") is var file && File.Exists(file)) Add(text, file);
            }
        return text.ToSum();
    }

    private static void Add(DigestText text, string file) => text.Add(file, Checksum.Of(File.ReadAllBytes(file)).ToString());

    /// <summary>How a runner was resolved: program, environment, fingerprint, version.</summary>
    public static Checksum Of(ResolvedRunner runner)
    {
        var text = new DigestText(runner.Id);
        foreach (var word in runner.Argv) text.Add("argv", word);
        foreach (var (name, value) in runner.Environment) text.Add(name, value);
        foreach (var (name, value) in runner.Fingerprint) text.Add(name, value);
        text.Add("version", runner.Version);
        return text.ToSum();
    }

    /// <summary>
    /// The runners with what each is chosen by: that is put together in <paramref name="looks"/>. Null where one is not resolved as it was. A runner that only resolving tells the state of says so.
    /// </summary>
    public async Task<RunnerWitness[]?> WitnessAsync(IReadOnlyList<RunnerWitness> runners, RunnerLooks looks, CancellationToken cancellationToken)
    {
        var catalogs = new Dictionary<string, RunnerCatalog>(StringComparer.Ordinal);
        var witnessed = new RunnerWitness[runners.Count];
        for (var i = 0; i < witnessed.Length; i++)
        {
            var own = new RunnerLooks(options.Repository);
            if (!await HoldsAsync(runners[i], catalogs, own, cancellationToken).ConfigureAwait(false)) return null;
            if (!own.IsInDoubt && !looks.TryAdd(own)) return null;
            witnessed[i] = runners[i] with { IsWitnessed = !own.IsInDoubt };
        }
        return witnessed;
    }

    /// <summary>Whether all would be resolved as they were; files that they were chosen by are not looked at here.</summary>
    public async Task<bool> HoldAsync(UpToDateState state, CancellationToken cancellationToken)
    {
        var now = environment();
        foreach (var variable in state.Variables)
            if (now.GetValueOrDefault(variable.Name) != variable.Value) return false;
        foreach (var link in state.Links)
            if ((File.ResolveLinkTarget(link.Path, returnFinalTarget: true)?.FullName ?? link.Path) != link.Target) return false;
        Dictionary<string, RunnerCatalog>? catalogs = null;
        foreach (var runner in state.Runners)
            if (!runner.IsWitnessed && !await HoldsAsync(runner, catalogs ??= new(StringComparer.Ordinal), null, cancellationToken).ConfigureAwait(false)) return false;
        return true;
    }

    private async Task<bool> HoldsAsync(RunnerWitness runner, Dictionary<string, RunnerCatalog> catalogs, RunnerLooks? looks, CancellationToken cancellationToken)
    {
        if (!catalogs.TryGetValue(runner.ProjectDirectory, out var catalog))
            catalogs[runner.ProjectDirectory] = catalog = RunnerCatalog.Load(options.Installation, runner.ProjectDirectory, options.PluginPath, null, options.HostVersion);
        if (catalog.Problems.Count > 0 || catalog.Find(runner.Id) is not { } manifest) return false;
        var resolution = await resolver().ResolveAsync(manifest, runner.ProjectDirectory, runner.Requires, looks, cancellationToken).ConfigureAwait(false);
        return resolution is RunnerResolution.Found found && Of(found.Runner) == runner.State;
    }
}

/// <summary>Named values as one text in which no two lists of them look the same, and their checksum.</summary>
internal sealed class DigestText(string begin)
{
    private readonly StringBuilder _text = new(begin);

    public void Add(string name, string value) => _text.Append('\0').Append(name).Append('\0').Append(value.Length).Append(':').Append(value);

    public Checksum ToSum() => Checksum.Of(Encoding.UTF8.GetBytes(_text.ToString()));
}
