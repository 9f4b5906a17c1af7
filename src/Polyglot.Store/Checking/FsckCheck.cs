namespace Polyglot.Store;

/// <summary>The checks of <see cref="Fsck"/> and what they have found so far.</summary>
internal sealed class FsckCheck(Repository repository, IProgress<FsckProgress>? progress, CancellationToken cancellationToken)
{
    private const int ReportEvery = 256;

    private readonly HashSet<ObjectId> _sound = [];
    private readonly HashSet<ObjectId> _damaged = [];
    private readonly HashSet<ObjectId> _readTasks = [];
    private readonly List<Finding> _findings = [];
    private string _phase = "";
    private long _done;

    /// <summary>What has been found.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    private FileSystem Files => repository.Files;

    /// <summary>Every object by its content.</summary>
    public void Objects()
    {
        Begin("objects");
        foreach (var folder in Entries(Path.Combine(repository.RepositoryPath, "objects")))
        {
            var name = Path.GetFileName(folder);
            if (!Directory.Exists(folder))
            {
                Misplaced(folder);
                continue;
            }
            foreach (var path in Entries(folder))
            {
                Step();
                if (ObjectLayout.IdOf(name, Path.GetFileName(path.AsSpan())) is not { } id) Misplaced(path);
                else if (repository.FileObjects.Verify(id, path) is ObjectLocation.Damaged damaged) Damaged(damaged);
                else _sound.Add(id);
            }
        }
    }

    /// <summary>Every ref, and that its object is there.</summary>
    public void Refs()
    {
        Begin("refs");
        var root = Path.Combine(repository.RepositoryPath, "refs");
        foreach (var path in Entries(root, SearchOption.AllDirectories))
        {
            if (Directory.Exists(path)) continue;
            Step();
            if (path.EndsWith(".lock", StringComparison.Ordinal))
            {
                CheckLock(path);
                continue;
            }
            if (!RefName.TryParse(Path.GetRelativePath(root, path).Replace('\\', '/'), out var name))
            {
                Misplaced(path);
                continue;
            }
            var read = repository.Refs.Get(name);
            if (read.Status == RefStatus.Damaged) Add(FindingKind.BadRef, path, StoreMessages.BadRef(name), StoreMessages.RepairMoves);
            else if (read.Id is { } id && !IsSound(id)) Add(FindingKind.DanglingRef, path, StoreMessages.DanglingRef(name, id), StoreMessages.RestoreOrDeleteRef);
        }
    }

    /// <summary>Every execution: its output, its attempts, its claim.</summary>
    public void Executions()
    {
        Begin("executions");
        var layout = repository.FileExecutions.Layout;
        foreach (var outer in Entries(layout.Root))
            foreach (var folder in Directory.Exists(outer) ? Entries(outer) : [outer])
            {
                Step();
                if (ExecutionLayout.IdOf(Path.GetFileName(outer.AsSpan()), Path.GetFileName(folder.AsSpan())) is null || !Directory.Exists(folder)) Misplaced(folder);
                else foreach (var path in Entries(folder)) ExecutionFile(path);
            }
    }

    /// <summary>Every run, and the task objects and outputs it names.</summary>
    public void Runs()
    {
        Begin("runs");
        foreach (var path in Entries(repository.FileRuns.Root))
        {
            Step();
            if (FileRunStore.IdOf(Path.GetFileName(path.AsSpan())) is not { } id)
            {
                Misplaced(path);
                continue;
            }
            switch (repository.Runs.Read(id))
            {
                case RunRead.Damaged damaged:
                    Add(FindingKind.UnreadableRun, path, damaged.Problem, StoreMessages.RepairMoves);
                    break;
                case RunRead.Found { Run: var run }:
                    foreach (var task in run.Tasks) TaskOfRun(path, task);
                    foreach (var output in run.Outputs) Needed(path, output.Path, output.Id);
                    break;
            }
        }
    }

    /// <summary>What dead processes left in the temporary space.</summary>
    public void Scratch()
    {
        Begin("scratch");
        foreach (var folder in TempSpace.Abandoned(repository.Temp.Root, Files, ProcessIdentity.Self))
            Add(FindingKind.AbandonedTemp, folder, StoreMessages.AbandonedTemp, StoreMessages.RepairRemoves);
    }

    private void ExecutionFile(string path)
    {
        var name = Path.GetFileName(path);
        if (name == ExecutionLayout.LockName) CheckLock(path);
        else if (name == ExecutionLayout.OutputName) ExecutionOutput(path);
        else if (ExecutionLayout.NumberOf(name) is not null) ExecutionAttempt(path);
        else Misplaced(path);
    }

    private void ExecutionOutput(string path)
    {
        if (IdFile.Read(Files, path, out var exists) is not { } id)
        {
            if (exists) Add(FindingKind.BadOutput, path, StoreMessages.BadOutput, StoreMessages.RepairForgets);
        }
        else if (!IsSound(id) && !repository.Dropped.Contains(id)) Add(FindingKind.LostOutput, path, StoreMessages.LostOutput(id), StoreMessages.RepairForgets);
    }

    private void ExecutionAttempt(string path)
    {
        if (Files.ReadAll(path) is not { } bytes) return;
        var attempt = AttemptCodec.Decode(bytes, path);
        if (attempt.Value is null)
        {
            // Somebody alive is at it and may be writing this very file.
            if (repository.Locks.IsHeld(Path.Join(Path.GetDirectoryName(path), ExecutionLayout.LockName))) return;
            Add(FindingKind.UnreadableAttempt, path, attempt.Problem!, StoreMessages.RepairMoves);
            return;
        }
        Needed(path, "stdout", attempt.Value.Stdout);
        Needed(path, "stderr", attempt.Value.Stderr);
        Needed(path, "elements", attempt.Value.Elements);
        Needed(path, "inner", attempt.Value.Inner);
    }

    private void TaskOfRun(string path, TaskRecord task)
    {
        if (task.Output is { } output) Needed(path, task.Name, output);
        if (task.Task is not { } id || !_readTasks.Add(id.AsObject)) return;
        Needed(path, StoreMessages.TaskObjectOf(task.Name), id.AsObject);
        if (repository.Objects.Read(id.AsObject) is not ObjectRead.Found found) return;
        var place = ((ObjectLocation.Found)repository.Objects.Locate(id.AsObject)).Path;
        if (TaskObjectCodec.Decode(found.Bytes.Span, place).Problem is { } problem) Add(FindingKind.UnreadableTask, place, problem, StoreMessages.RunAgain);
    }

    private void Needed(string path, string what, ObjectId? id)
    {
        if (id is { } needed && !IsSound(needed) && !_damaged.Contains(needed) && !repository.Dropped.Contains(needed))
            Add(FindingKind.MissingObject, path, StoreMessages.NamesMissing(what, needed), StoreMessages.RunAgain);
    }

    // What was written since the objects were listed is looked at now.
    private bool IsSound(ObjectId id)
    {
        if (_sound.Contains(id)) return true;
        if (_damaged.Contains(id) || repository.Objects.Locate(id) is not ObjectLocation.Found) return false;
        _sound.Add(id);
        return true;
    }

    private void CheckLock(string path)
    {
        if (repository.Locks.IsAbandoned(path, out var owner)) Add(FindingKind.AbandonedLock, path, StoreMessages.AbandonedLock(owner?.Claimant), StoreMessages.RepairRemoves);
    }

    private void Damaged(ObjectLocation.Damaged damaged)
    {
        _damaged.Add(damaged.Id);
        Add(FindingKind.DamagedObject, damaged.Path, damaged.Problem, StoreMessages.RepairMoves);
    }

    private void Misplaced(string path) => Add(FindingKind.Misplaced, path, StoreMessages.Misplaced, StoreMessages.RepairMoves);

    private void Add(FindingKind kind, string path, string what, string next) => _findings.Add(new Finding(kind, path, what, next));

    private static IEnumerable<string> Entries(string folder, SearchOption option = SearchOption.TopDirectoryOnly) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, "*", option).Order(StringComparer.Ordinal) : [];

    private void Begin(string phase)
    {
        (_phase, _done) = (phase, 0);
        progress?.Report(new FsckProgress(_phase, 0));
    }

    private void Step()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++_done % ReportEvery == 0) progress?.Report(new FsckProgress(_phase, _done));
    }
}
