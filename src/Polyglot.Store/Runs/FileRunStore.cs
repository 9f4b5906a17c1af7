namespace Polyglot.Store;

/// <summary>Runs as files <c>runs/id.beast2</c>, written aside and renamed into place. Thread-safe.</summary>
internal sealed class FileRunStore(string root, FileSystem files, TempSpace temp) : IRunStore
{
    /// <inheritdoc/>
    public void Write(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Write(run.Id, RunRecordCodec.Encode(run));
    }

    /// <inheritdoc/>
    public bool Write(RunTemplate template, RunId id, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (template.Fill(id, startedAt, endedAt) is not { } file) return false;
        Write(id, file);
        return true;
    }

    /// <inheritdoc/>
    public RunRead Read(RunId id)
    {
        var path = PathOf(id);
        if (files.ReadAll(path) is not { } bytes) return new RunRead.Missing(id, path);
        var decoded = RunRecordCodec.Decode(bytes, path);
        if (decoded.Value is not { } run) return new RunRead.Damaged(id, path, decoded.Problem!);
        return run.Id == id ? new RunRead.Found(run) : new RunRead.Damaged(id, path, StoreMessages.RunOfAnotherName(path, run.Id));
    }

    /// <inheritdoc/>
    public IEnumerable<RunId> List()
    {
        if (!Directory.Exists(root)) return [];
        var found = new List<RunId>();
        foreach (var path in Directory.EnumerateFiles(root))
            if (IdOf(Path.GetFileName(path.AsSpan())) is { } id) found.Add(id);
        found.Sort((a, b) => b.CompareTo(a));
        return found;
    }

    /// <inheritdoc/>
    public RunRecord? Latest(string dataflow)
    {
        foreach (var id in List())
            if (Read(id) is RunRead.Found { Run: var run } && run.Dataflow == dataflow) return run;
        return null;
    }

    private void Write(RunId id, byte[] file)
    {
        var path = temp.NextPath();
        if (files.Create(path, file, readOnly: true) != FileOutcome.Done) throw new StoreException(StoreError.FileGone, StoreMessages.FileGone(path));
        files.RenameMakingFolder(path, PathOf(id));
    }

    /// <summary>The folder of all runs.</summary>
    internal string Root => root;

    /// <summary>The run whose file has this bare name; null where it is none's.</summary>
    internal static RunId? IdOf(ReadOnlySpan<char> file) =>
        file.EndsWith(ObjectLayout.Extension, StringComparison.Ordinal) && RunId.TryParse(file[..^ObjectLayout.Extension.Length], out var id) ? id : null;

    /// <summary>Removes a run, for collectors; false where it is not there.</summary>
    internal bool Remove(RunId id) => files.Delete(PathOf(id));

    /// <summary>Where a run lies.</summary>
    internal string PathOf(RunId id) => Path.Join(root, id + ObjectLayout.Extension);
}
