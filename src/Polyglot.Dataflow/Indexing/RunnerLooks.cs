using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>What runners were chosen by, as it was just before it was looked at. Not thread-safe.</summary>
internal sealed class RunnerLooks(Repository repository) : IResolutionWitness
{
    private readonly Dictionary<string, FileStamp?> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    /// <summary>Files by path; null where there was none.</summary>
    public IReadOnlyDictionary<string, FileStamp?> Files => _files;

    /// <summary>Variables by name.</summary>
    public VariableWitness[] Variables => [.. _variables.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new VariableWitness(v.Key, v.Value))];

    /// <summary>Links by path.</summary>
    public LinkWitness[] Links => [.. _targets.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new LinkWitness(t.Key, t.Value))];

    /// <summary>Whether there was anything that cannot be asked for again without resolving.</summary>
    public bool IsInDoubt { get; private set; }

    /// <inheritdoc/>
    public void Variable(string name, string? value) => _variables[name] = value;

    /// <inheritdoc/>
    public void File(string path)
    {
        if (_files.ContainsKey(path)) return;
        try
        {
            var stamp = repository.Stamp(path);
            if (stamp is { } known && StatCache.IsRacy(known, repository.Now)) IsInDoubt = true;
            _files[path] = stamp;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder of the search path that may not be looked into, say: whoever resolves passes it over.
            IsInDoubt = true;
        }
    }

    /// <inheritdoc/>
    public void Target(string path, string target) => _targets[path] = target;

    /// <inheritdoc/>
    public void Doubt() => IsInDoubt = true;

    /// <summary>Takes over what another one has seen; false where they saw the same thing differ.</summary>
    public bool TryAdd(RunnerLooks other)
    {
        foreach (var (path, stamp) in other._files)
            if (!_files.TryAdd(path, stamp) && _files[path] != stamp) return false;
        foreach (var (name, value) in other._variables)
            if (!_variables.TryAdd(name, value) && _variables[name] != value) return false;
        foreach (var (path, target) in other._targets)
            if (!_targets.TryAdd(path, target) && _targets[path] != target) return false;
        return true;
    }
}
