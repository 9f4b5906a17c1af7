using Polyglot.Dataflow.Projects;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>A script as its runtime described it, with the files that make it what it is.</summary>
/// <param name="Functions">What it offers.</param>
/// <param name="Files">The script and what it loads.</param>
internal sealed record ScriptInfo(IReadOnlyList<FunctionSignature> Functions, IReadOnlyList<ProgramFile> Files);

/// <summary>
/// What the scripts of a snapshot offer: from the describe cache, or from their runtimes. Each script is asked for once. Not thread-safe.
/// </summary>
internal sealed class ScriptCatalog(IRuntimes runtimes, ProgramFiles files, DescribeCache cache, CodeIds codeIds)
{
    private readonly Dictionary<(ResolvedRunner, string), (ScriptInfo? Info, string? Problem)> _known = [];
    private readonly List<Question> _asked = [];

    /// <summary>Begins to describe scripts: their runtimes are asked, side by side with all that were asked before, where they must be.</summary>
    public void Begin(IEnumerable<(ResolvedRunner Runner, string Script, string ProjectDirectory)> wanted, CancellationToken cancellationToken)
    {
        foreach (var (runner, script, directory) in wanted)
        {
            if (_known.ContainsKey((runner, script))) continue;
            var (file, problem) = files.Get(script, directory);
            if (file is null)
            {
                _known[(runner, script)] = (null, problem);
                continue;
            }
            var key = KeyOf(runner, file.Name);
            if (cache.Find(key, file.Id, name => Resolve(name, directory)?.Id) is { } entry)
            {
                var dependencies = entry.Dependencies.Select(d => Resolve(d.Name, directory)!);
                _known[(runner, script)] = (new(entry.Functions, [file, .. dependencies]), null);
                continue;
            }
            var likely = cache.LastDependencies(key).Select(d => Resolve(d.Name, directory)).OfType<ProgramFile>().Select(f => f.Named);
            var codeId = codeIds.Of(script, [file.Named, .. likely]);
            _known[(runner, script)] = (null, null);
            _asked.Add(new(runner, script, directory, file, codeId, runtimes.DescribeAsync(runner, script, codeId, cancellationToken)));
        }
    }

    /// <summary>Waits for what was asked.</summary>
    public async Task EndAsync()
    {
        foreach (var asked in _asked) _known[(asked.Runner, asked.Script)] = Take(asked, await asked.Answer.ConfigureAwait(false));
        _asked.Clear();
    }

    /// <summary>A script that was loaded, or why it could not be.</summary>
    public (ScriptInfo? Info, string? Problem) Get(ResolvedRunner runner, string script) => _known[(runner, script)];

    /// <summary>Whether a script was asked for and its runtime could not say what it offers.</summary>
    public bool IsUndescribed(string script) => _known.Any(entry => entry.Key.Item2 == script && entry.Value.Info is null);

    private (ScriptInfo?, string?) Take(Question asked, DescribeResult answer)
    {
        var (runner, script, directory, file, codeId, _) = asked;
        switch (answer)
        {
            case DescribeResult.Described described:
                var all = new List<ProgramFile> { file };
                foreach (var path in described.Script.Dependencies.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                {
                    if (Path.GetFullPath(path) == script) continue;
                    var (dependency, problem) = files.Get(Path.GetFullPath(path), directory);
                    if (dependency is null) return (null, problem);
                    all.Add(dependency);
                }
                var functions = described.Script.Functions.Select(FunctionSignature.From).ToList();
                codeIds.Remember(script, all.Select(f => f.Named), codeId);
                cache.Add(KeyOf(runner, file.Name), new(file.Id, all.Skip(1).Select(f => f.Named).ToList(), functions));
                return (new(functions, all), null);
            case DescribeResult.Refused refused:
                return (null, ResolveMessages.CannotDescribe(file.Name, Summary(refused.Error)));
            default:
                throw new InvalidOperationException("unknown describe result");
        }
    }

    private static string Summary(TaskError error)
    {
        var frame = error.Frames.FirstOrDefault(f => f.IsUser);
        var place = frame is null || frame.Line == 0 ? "" : FormattableString.Invariant($" ({Path.GetFileName(frame.File)}:{frame.Line})");
        return error.Summary.TrimEnd('.') + place;
    }

    private ProgramFile? Resolve(string name, string directory) => files.Get(Path.GetFullPath(name, directory), directory).File;

    private static string KeyOf(ResolvedRunner runner, string script) =>
        string.Join('\n', runner.Fingerprint.Select(p => $"{p.Key}={p.Value}").Prepend(script).Prepend(runner.Id));

    private sealed record Question(ResolvedRunner Runner, string Script, string Directory, ProgramFile File, string CodeId, Task<DescribeResult> Answer);
}
