using System.Text;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>What runners are now, in digests. Not thread-safe.</summary>
/// <param name="options">Where manifests are.</param>
/// <param name="resolver">Resolves; asked for anew each time, since it goes by the variables of the moment.</param>
internal sealed class RunnerState(EvaluatorOptions options, Func<RunnerResolver> resolver)
{
    /// <summary>The manifests that projects in these folders may use. By content: they are few and small, and a folder's time says nothing of the files in it.</summary>
    public ObjectId Manifests(IEnumerable<string> projectDirectories)
    {
        var text = new DigestText("manifests");
        var folders = projectDirectories.Distinct(StringComparer.Ordinal).SelectMany(directory => RunnerCatalog.PluginFolders(options.Installation, directory, options.PluginPath)).Distinct(StringComparer.Ordinal);
        var plugins = folders.Where(Directory.Exists).SelectMany(folder => Directory.GetDirectories(folder).Order(StringComparer.Ordinal)).Select(folder => Path.Combine(folder, "plugin.json"));
        foreach (var file in plugins.Where(File.Exists).Prepend(RunnerCatalog.FileOf(options.Installation)))
            text.Add(file, Hashing.Object(File.ReadAllBytes(file)).ToString());
        return text.ToId();
    }

    /// <summary>How a runner was resolved: program, environment, fingerprint, version.</summary>
    public static ObjectId Of(ResolvedRunner runner)
    {
        var text = new DigestText(runner.Id);
        foreach (var word in runner.Argv) text.Add("argv", word);
        foreach (var (name, value) in runner.Environment) text.Add(name, value);
        foreach (var (name, value) in runner.Fingerprint) text.Add(name, value);
        text.Add("version", runner.Version);
        return text.ToId();
    }

    /// <summary>Whether all would be resolved as they were.</summary>
    public async Task<bool> HoldAsync(IReadOnlyList<RunnerWitness> runners, CancellationToken cancellationToken)
    {
        var catalogs = new Dictionary<string, RunnerCatalog>(StringComparer.Ordinal);
        foreach (var runner in runners)
        {
            if (!catalogs.TryGetValue(runner.ProjectDirectory, out var catalog))
                catalogs[runner.ProjectDirectory] = catalog = RunnerCatalog.Load(options.Installation, runner.ProjectDirectory, options.PluginPath, null, options.HostVersion);
            if (catalog.Problems.Count > 0 || catalog.Find(runner.Id) is not { } manifest) return false;
            var resolution = await resolver().ResolveAsync(manifest, runner.ProjectDirectory, runner.Requires, cancellationToken).ConfigureAwait(false);
            if (resolution is not RunnerResolution.Found found || Of(found.Runner) != runner.State) return false;
        }
        return true;
    }
}

/// <summary>Named values as one text in which no two lists of them look the same, and its digest.</summary>
internal sealed class DigestText(string begin)
{
    private readonly StringBuilder _text = new(begin);

    public void Add(string name, string value) => _text.Append('\0').Append(name).Append('\0').Append(value.Length).Append(':').Append(value);

    public ObjectId ToId() => Hashing.Object(Encoding.UTF8.GetBytes(_text.ToString()));
}
