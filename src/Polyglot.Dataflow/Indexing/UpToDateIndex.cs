using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>A run whose findings still hold.</summary>
/// <param name="State">What it found.</param>
/// <param name="Latest">Which run is the newest that found so, with the folders of results as they are now.</param>
internal sealed record KnownRun(UpToDateState State, LatestRun Latest);

/// <summary>
/// Answers whether everything is still as a run left it, without reading the project: one file in the index folder, a stat per file that the run had looked at or made, and one per
/// folder of results. Every doubt is an answer of no, after which the project is read as ever. It is about the newest run of the repository only, so that whatever another run may
/// have recorded is never passed over. Not thread-safe.
/// </summary>
/// <param name="options">Where everything is.</param>
/// <param name="resolver">Resolves runners by the variables of the moment.</param>
/// <param name="environment">The variables of the moment.</param>
internal sealed class UpToDateIndex(EvaluatorOptions options, Func<RunnerResolver> resolver, Func<IReadOnlyDictionary<string, string>> environment)
{
    private readonly string _path = Path.Combine(options.Repository.IndexFolder, "up-to-date");
    private readonly string _latestPath = Path.Combine(options.Repository.IndexFolder, "latest-run");
    private readonly RunnerState _runners = new(options, resolver, environment);

    private Repository Repository => options.Repository;

    /// <summary>Whether the index may answer for an evaluation: not where something is forced or overridden, or where files are watched.</summary>
    public static bool Covers(EvaluationOptions asked) =>
        asked is { UseIndex: true, ForceAll: false, Force.Count: 0, Runner: null, Isolation: null, Publish: true, Snapshots: null };

    /// <summary>The run whose findings still hold; null where there is none, or any doubt.</summary>
    /// <param name="asked">What is asked for; covered.</param>
    /// <param name="withOutputs">Whether outputs in the working copy and refs matter too.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<KnownRun?> FindAsync(EvaluationOptions asked, bool withOutputs, CancellationToken cancellationToken)
    {
        try
        {
            if (Read(_latestPath) is not { } small || LatestRun.Decode(small) is not { } latest || !IsNewest(latest)) return null;
            if (Read(_path) is not { } file || IndexReader.SumOf(file) != latest.Index || UpToDateFile.Decode(file) is not { } state || state.Key != Key(asked)) return null;
            using var stamps = Repository.Ask();
            var question = new Question(state, stamps, withOutputs);
            using var sweep = Sweep.Begin(question.Count, question.Holds);
            foreach (var pattern in state.Patterns)
                if (StateBuilder.Matches(pattern.Pattern, pattern.ProjectDirectory) != pattern.Files) return null;
            if (state.Manifests != _runners.Manifests(state.Runners.Select(r => r.ProjectDirectory))) return null;
            if (!await _runners.HoldAsync(state, cancellationToken).ConfigureAwait(false)) return null;
            var folders = Repository.ObjectFolders.Stamps(options.Time.GetUtcNow());
            return AreThere(state, latest.Folders, folders) && sweep.End() ? new(state, latest with { Folders = folders }) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException or NotSupportedException or StoreException)
        {
            return null;
        }
    }

    /// <summary>Remembers what a run found and made; where anything about it is in doubt, nothing is written.</summary>
    public async Task RememberAsync(FinishedRun run, CancellationToken cancellationToken)
    {
        if (!Covers(run.Asked)) return;
        try
        {
            var folders = Repository.ObjectFolders.Stamps(options.Time.GetUtcNow());
            if (await new StateBuilder(Repository, run).BuildAsync(Key(run.Asked), _runners, cancellationToken).ConfigureAwait(false) is not { } state || !AreThere(state, new FileStamp?[ObjectFolders.Count], folders)) return;
            var file = UpToDateFile.Encode(state);
            Write(_path, file);
            Write(_latestPath, new LatestRun(IndexReader.SumOf(file)!.Value, run.Record.Id, Repository.Runs.List().Count(), folders).Encode());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException or OperationCanceledException)
        {
            // Without it the next run reads the project.
            _ = e;
        }
    }

    /// <summary>Lets a run that the index answered for, and that is recorded, take the place of the one that it was about.</summary>
    public void Renew(LatestRun known, RunId run)
    {
        try
        {
            Write(_latestPath, (known with { Run = run, Runs = known.Runs + 1 }).Encode());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _ = e;
        }
    }

    private bool IsNewest(LatestRun latest)
    {
        var count = 0;
        foreach (var run in Repository.Runs.List())
            if (count++ == 0 && run != latest.Run) return false;
        return count == latest.Runs;
    }

    private bool AreThere(UpToDateState state, FileStamp?[] then, FileStamp?[] now)
    {
        var folders = Repository.ObjectFolders;
        foreach (var task in state.Tasks)
            if (!folders.Contains(task.Output, then, now)) return false;
        foreach (var output in state.Outputs)
            if (!folders.Contains(output.Id, then, now)) return false;
        return folders.Contains(state.Shape, then, now);
    }

    private Checksum Key(EvaluationOptions asked)
    {
        // Another build of the program may compute identities otherwise.
        var text = new DigestText("key");
        foreach (var part in new[] { typeof(UpToDateIndex), typeof(RunnerCatalog), typeof(Repository), typeof(East.EastType) }) text.Add(part.Namespace!, Checksum.Of(part.Module.ModuleVersionId.ToByteArray()).ToString());
        text.Add("host", options.HostVersion.ToString());
        text.Add("installation", options.Installation);
        text.Add("plugins", options.PluginPath ?? "none");
        text.Add("project", Path.GetFullPath(asked.ProjectPath));
        foreach (var target in asked.Targets) text.Add("target", target);
        return text.ToSum();
    }

    private static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private void Write(string path, byte[] file)
    {
        var temp = Repository.Temp.NextPath();
        File.WriteAllBytes(temp, file);
        File.Move(temp, path, overwrite: true);
    }

    /// <summary>What is asked of every file: those that results came from, those that say what a result is, and, for a run, those that it made.</summary>
    private sealed class Question(UpToDateState state, Stamps stamps, bool withOutputs)
    {
        public int Count { get; } = state.Tasks.Length + state.Sources.Count + (withOutputs ? state.Made.Count : 0);

        public bool Holds(int i)
        {
            if (i < state.Tasks.Length) return stamps.Of(state.Tasks[i].Execution) is { } stamp && stamp.Equals(state.Tasks[i].Commit);
            i -= state.Tasks.Length;
            return i < state.Sources.Count ? state.Sources.Holds(i, stamps) : state.Made.Holds(i - state.Sources.Count, stamps);
        }
    }
}
