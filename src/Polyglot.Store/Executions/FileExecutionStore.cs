namespace Polyglot.Store;

/// <summary>
/// Executions as small folders. An attempt is written in the temporary space and gets its name, the next free number, when it is whole;
/// <c>output</c> is renamed into place and is the commit point. So at whatever instant a process dies, an execution has an output only if
/// everything before it is there, and nothing torn is left. Thread-safe.
/// </summary>
internal sealed class FileExecutionStore : IExecutionStore
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LastPoll = TimeSpan.FromMilliseconds(250);

    private readonly ExecutionLayout _layout;
    private readonly FileSystem _files;
    private readonly TempSpace _temp;
    private readonly LockFiles _locks;
    private readonly TimeProvider _clock;

    /// <summary>The executions under <paramref name="root"/>.</summary>
    public FileExecutionStore(string root, FileSystem files, TempSpace temp, LockFiles locks, TimeProvider clock) =>
        (_layout, _files, _temp, _locks, _clock) = (new ExecutionLayout(root), files, temp, locks, clock);

    /// <inheritdoc/>
    public ObjectId? Output(ExecutionId execution) => IdFile.Read(_files, _layout.OutputOf(execution), out _);


    /// <summary>The folder of all executions.</summary>
    internal string Root => _layout.Root;

    /// <inheritdoc/>
    public ClaimResult TryClaim(ExecutionId execution)
    {
        var path = _layout.LockOf(execution);
        _files.MakeFolders(_layout.FolderOf(execution));
        while (true)
        {
            switch (_locks.TryTake(path))
            {
                case null:
                    // Forgotten by somebody in this instant.
                    _files.MakeFolders(_layout.FolderOf(execution));
                    continue;
                case { Held: { } held, Other: var dead }:
                    return new ClaimResult.Claimed(dead?.Claimant, held);
                case { Other: var owner }:
                    return new ClaimResult.Busy(owner!.Claimant);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ObjectId?> WaitAsync(ExecutionId execution, CancellationToken cancellationToken)
    {
        var path = _layout.LockOf(execution);
        for (var pause = FirstPoll; ; pause = pause * 2 < LastPoll ? pause * 2 : LastPoll)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Output(execution) is { } output) return output;
            // The output is committed before the claim ends: gone in this order means that there is nothing to wait for.
            if (!_locks.IsHeld(path)) return Output(execution);
            await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public int Record(ExecutionId execution, Attempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var temp = _temp.NextPath();
        if (_files.Create(temp, AttemptCodec.Encode(attempt), readOnly: true) != FileOutcome.Done)
            throw new StoreException(StoreError.FileGone, StoreMessages.FileGone(temp));
        var isThere = true;
        try
        {
            for (var number = 1; ;)
            {
                switch (_files.RenameNew(temp, _layout.AttemptOf(execution, number), _locks.GuardFile))
                {
                    case FileOutcome.Done:
                        isThere = false;
                        return number;
                    case FileOutcome.Exists:
                        number++;
                        break;
                    default:
                        if (_files.Stat(temp) is null) throw new StoreException(StoreError.FileGone, StoreMessages.FileGone(temp));
                        _files.MakeFolders(_layout.FolderOf(execution));
                        break;
                }
            }
        }
        finally
        {
            if (isThere) _files.Delete(temp);
        }
    }

    /// <inheritdoc/>
    public int Complete(ExecutionId execution, ObjectId output, Attempt attempt)
    {
        var number = Record(execution, attempt);
        SetOutput(execution, output);
        return number;
    }

    /// <inheritdoc/>
    public IReadOnlyList<NumberedAttempt> Attempts(ExecutionId execution)
    {
        var found = new List<NumberedAttempt>();
        foreach (var (number, path) in AttemptFiles(execution))
            if (AttemptCodec.Decode(ReadAll(path), path).Value is { } attempt) found.Add(new NumberedAttempt(number, attempt));
        return found;
    }

    /// <inheritdoc/>
    public void Forget(ExecutionId execution)
    {
        // The commit point goes first: whatever happens now, nothing reads as done.
        _files.Delete(_layout.OutputOf(execution));
        foreach (var (_, path) in AttemptFiles(execution)) _files.Delete(path);
        try
        {
            Directory.Delete(_layout.FolderOf(execution));
        }
        catch (IOException)
        {
            // It is not there, or claimed, or somebody has just recorded an attempt.
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ExecutionId> List() => _layout.List();

    /// <summary>The folder's files, for fsck.</summary>
    internal ExecutionLayout Layout => _layout;

    /// <summary>Commits an output whose attempt is kept already.</summary>
    internal void SetOutput(ExecutionId execution, ObjectId output)
    {
        while (IdFile.Write(_files, _temp.NextPath(), _layout.OutputOf(execution), output) != FileOutcome.Done) _files.MakeFolders(_layout.FolderOf(execution));
    }

    /// <summary>Every attempt's file by number.</summary>
    internal IEnumerable<(int Number, string Path)> AttemptFiles(ExecutionId execution)
    {
        var folder = _layout.FolderOf(execution);
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder)
            .Select(path => (Number: ExecutionLayout.NumberOf(Path.GetFileName(path.AsSpan())), Path: path))
            .Where(file => file.Number is not null)
            .Select(file => (file.Number!.Value, file.Path))
            .OrderBy(file => file.Value);
    }

    /// <summary>Removes the folder of an execution that has been forgotten and is claimed by nobody; others make it again when they need it.</summary>
    internal void RemoveEmpty(ExecutionId execution)
    {
        try
        {
            Directory.Delete(_layout.FolderOf(execution));
        }
        catch (IOException)
        {
            // Somebody has just claimed it.
        }
    }

    private byte[] ReadAll(string path) => _files.ReadAll(path) ?? [];
}
