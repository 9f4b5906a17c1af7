namespace Polyglot.Dataflow.Watching;

/// <summary>
/// Watches with what .NET has for this system. It does not say when a written file is closed, so only the quiet after a change tells that it is whole.
/// Thread-safe.
/// </summary>
internal sealed class PortableWatcher : IFileWatcher
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly EventQueue _queue = new();

    public bool Add(string folder)
    {
        lock (_gate)
        {
            if (_watchers.ContainsKey(folder)) return true;
            if (!Directory.Exists(folder)) return false;
            var watcher = new FileSystemWatcher(folder)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime,
            };
            watcher.Changed += (_, e) => Tell(folder, e.Name);
            watcher.Created += (_, e) => Tell(folder, e.Name);
            watcher.Deleted += (_, e) => Tell(folder, e.Name);
            watcher.Renamed += (_, e) =>
            {
                Tell(folder, e.OldName);
                Tell(folder, e.Name);
            };
            watcher.Error += (_, e) => Fail(folder, e.GetException());
            watcher.EnableRaisingEvents = true;
            _watchers[folder] = watcher;
            return true;
        }
    }

    public void Remove(string folder)
    {
        FileSystemWatcher? watcher;
        lock (_gate) _watchers.Remove(folder, out watcher);
        watcher?.Dispose();
    }

    public IReadOnlyList<FileEvent> Take() => _queue.Take();

    public Task WaitAsync(CancellationToken cancellationToken) => _queue.WaitAsync(cancellationToken);

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers.Values) watcher.Dispose();
            _watchers.Clear();
        }
    }

    private void Tell(string folder, string? name)
    {
        if (name is null) return;
        // What is gone may have been either.
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) _queue.Add(new FileEvent(FileEventKind.FolderChanged, folder, name));
        if (!Directory.Exists(path)) _queue.Add(new FileEvent(FileEventKind.Changed, folder, name));
    }

    private void Fail(string folder, Exception error)
    {
        if (error is InternalBufferOverflowException)
        {
            _queue.Add(new FileEvent(FileEventKind.Lost, "", ""));
            return;
        }
        Remove(folder);
        _queue.Add(new FileEvent(FileEventKind.FolderGone, folder, ""));
    }
}
