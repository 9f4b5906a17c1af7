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
internal sealed class UpToDateIndex(EvaluatorOptions options, Func<RunnerResolver> resolver)
{
    private readonly string _path = Path.Combine(options.Repository.IndexFolder, "up-to-date");
    private readonly string _latestPath = Path.Combine(options.Repository.IndexFolder, "latest-run");
    private readonly RunnerState _runners = new(options, resolver);

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
            if (Read(_path) is not { } file || IdOf(file) != latest.Index || UpToDateFile.Decode(file) is not { } state || state.Key != Key(asked)) return null;
            if (!state.Sources.Hold(Repository) || (withOutputs && !state.Made.Hold(Repository))) return null;
            if (!AreCommitted(state)) return null;
            if (state.Patterns.Any(pattern => StateBuilder.Matches(pattern.Pattern, pattern.ProjectDirectory) != pattern.Files)) return null;
            if (state.Manifests != _runners.Manifests(state.Runners.Select(r => r.ProjectDirectory))) return null;
            if (!await _runners.HoldAsync(state.Runners, cancellationToken).ConfigureAwait(false)) return null;
            var folders = Repository.ObjectFolders.Stamps(options.Time.GetUtcNow());
            return AreThere(state, latest.Folders, folders) ? new(state, latest with { Folders = folders }) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException or NotSupportedException or StoreException)
        {
            return null;
        }
    }

    /// <summary>Remembers what a run found and made; where anything about it is in doubt, nothing is written.</summary>
    public void Remember(FinishedRun run)
    {
        if (!Covers(run.Asked)) return;
        try
        {
            var folders = Repository.ObjectFolders.Stamps(options.Time.GetUtcNow());
            if (new StateBuilder(Repository, run).Build(Key(run.Asked), _runners.Manifests) is not { } state || !AreThere(state, new FileStamp?[ObjectFolders.Count], folders)) return;
            var file = UpToDateFile.Encode(state);
            Write(_path, file);
            Write(_latestPath, new LatestRun(IdOf(file), run.Record.Id, Repository.Runs.List().Count(), folders).Encode());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException)
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

    private bool AreCommitted(UpToDateState state) => Sweep.All(state.Tasks.Count, i => Repository.StampOf(state.Tasks[i].Execution) == state.Tasks[i].Commit);

    private bool AreThere(UpToDateState state, FileStamp?[] then, FileStamp?[] now)
    {
        var folders = Repository.ObjectFolders;
        foreach (var task in state.Tasks)
            if (!folders.Contains(task.Output, then, now)) return false;
        foreach (var output in state.Outputs)
            if (!folders.Contains(output.Id, then, now)) return false;
        return folders.Contains(state.Shape, then, now);
    }

    private ObjectId Key(EvaluationOptions asked)
    {
        // Another build of the program may compute identities otherwise.
        var text = new DigestText("key");
        foreach (var part in new[] { typeof(UpToDateIndex), typeof(RunnerCatalog), typeof(Repository), typeof(East.EastType) }) text.Add(part.Namespace!, part.Module.ModuleVersionId.ToString());
        text.Add("host", options.HostVersion.ToString());
        text.Add("installation", options.Installation);
        text.Add("plugins", options.PluginPath ?? "none");
        text.Add("project", Path.GetFullPath(asked.ProjectPath));
        foreach (var target in asked.Targets) text.Add("target", target);
        return text.ToId();
    }

    // The hash that the file ends with.
    private static ObjectId IdOf(byte[] file) => file.Length < ObjectId.Size ? default : ObjectId.FromBytes(file.AsSpan(file.Length - ObjectId.Size));

    private static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private void Write(string path, byte[] file)
    {
        var temp = Repository.Temp.NextPath();
        File.WriteAllBytes(temp, file);
        File.Move(temp, path, overwrite: true);
    }
}
