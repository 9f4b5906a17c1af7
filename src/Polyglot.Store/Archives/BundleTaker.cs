namespace Polyglot.Store;

/// <summary>What came of taking a bundle in.</summary>
/// <param name="NewObjects">Objects that were not there before.</param>
/// <param name="NewBytes">Their bytes.</param>
/// <param name="Objects">All objects of the bundle.</param>
/// <param name="NewExecutions">Executions that have an output now and had none before.</param>
/// <param name="NewRuns">Runs that were not there before, or only a part of them.</param>
/// <param name="Tags">Tags that were set.</param>
/// <param name="KeptTags">Tags that exist already and point elsewhere; they were left alone.</param>
public sealed record TransferReport(int NewObjects, long NewBytes, int Objects, int NewExecutions, IReadOnlyList<RunId> NewRuns, IReadOnlyList<string> Tags, IReadOnlyList<string> KeptTags);

/// <summary>
/// Takes a bundle into a repository: objects first, then what was dropped, executions, runs and tags, so that nothing is ever named that is not there.
/// What is there already is left as it is, which is why a transfer that was cut short goes on where it stopped. Not thread-safe.
/// </summary>
internal sealed class BundleTaker(Repository target) : IDisposable
{
    private readonly IDisposable _uses = target.Uses.Begin();
    private int _newObjects;
    private long _newBytes;

    public void Dispose() => _uses.Dispose();

    /// <summary>Whether an object is there already; then it stays until this is disposed.</summary>
    public bool Has(ObjectId id) => target.Uses.Hold(target.Objects, id);

    /// <summary>Takes one object; its content is checked.</summary>
    /// <exception cref="StoreException">The content is not that of the object (<see cref="StoreError.ContentChanged"/>).</exception>
    public void Take(SizedObject expected, Stream content)
    {
        if (target.Objects.Import([], content, expected.Size) != expected.Id) throw new StoreException(StoreError.ContentChanged, ArchiveMessages.Lost(expected.Id));
        _newObjects++;
        _newBytes += expected.Size;
    }

    /// <summary>Takes the records, once the objects are there.</summary>
    public TransferReport TakeRecords(Bundle bundle)
    {
        foreach (var dropped in bundle.Dropped)
            if (!target.Objects.Contains(dropped.Id) && !target.Dropped.Contains(dropped.Id)) target.Dropped.Add(dropped.Id, dropped.Size);
        var executions = bundle.Executions.Count(Take);
        var runs = bundle.Runs.Where(Take).Select(run => run.Id).ToList();
        var (set, kept) = (new List<string>(), new List<string>());
        foreach (var tag in bundle.Tags)
        {
            var name = RefName.Parse(tag.Name);
            if (target.Refs.CompareAndSwap(name, null, tag.Id).Done) set.Add(tag.Name);
            else if (target.Refs.Get(name).Id != tag.Id) kept.Add(tag.Name);
        }
        return new(_newObjects, _newBytes, bundle.Objects.Count, executions, runs, set, kept);
    }

    // A result that is there already is this repository's own and stays.
    private bool Take(BundledExecution execution)
    {
        if (target.Executions.TryClaim(execution.Id) is not ClaimResult.Claimed claim) return false;
        using (claim)
        {
            var known = target.Executions.Attempts(execution.Id).Select(a => Hashing.Object(AttemptCodec.Encode(a.Attempt))).ToHashSet();
            var isNew = target.Executions.Output(execution.Id) is null && execution.Output is not null;
            var made = execution.Attempts.LastOrDefault(a => a.Output == execution.Output);
            foreach (var attempt in execution.Attempts)
            {
                if (isNew && ReferenceEquals(attempt, made)) continue;
                if (known.Add(Hashing.Object(AttemptCodec.Encode(attempt)))) target.Executions.Record(execution.Id, attempt);
            }
            if (!isNew) return false;
            if (made is not null && !known.Contains(Hashing.Object(AttemptCodec.Encode(made)))) target.Executions.Complete(execution.Id, execution.Output!.Value, made);
            else target.FileExecutions.SetOutput(execution.Id, execution.Output!.Value);
            return true;
        }
    }

    // A part of a run gives way to more of it.
    private bool Take(RunRecord run)
    {
        if (target.Runs.Read(run.Id) is RunRead.Found known && known.Run.Tasks.Count >= run.Tasks.Count) return false;
        target.Runs.Write(run);
        return true;
    }
}

/// <summary>Copies bundles between repositories on the same machine.</summary>
public static class BundleCopy
{
    /// <summary>Copies what is not there yet; every object is checked by its content on the way. Cut short, it can be done again and goes on.</summary>
    /// <exception cref="StoreException">An object of the source is lost or damaged.</exception>
    public static TransferReport Copy(Repository source, Repository target, Bundle bundle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(bundle);
        using var taker = new BundleTaker(target);
        foreach (var item in bundle.Objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (taker.Has(item.Id)) continue;
            if (!source.Uses.Hold(source.Objects, item.Id)) throw new StoreException(StoreError.FileGone, ArchiveMessages.Lost(item.Id));
            using var content = new FileStream(source.FileObjects.PathOf(item.Id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            taker.Take(item, content);
        }
        return taker.TakeRecords(bundle);
    }
}
