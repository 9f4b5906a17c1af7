using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Polyglot.Dataflow.Watching;

/// <summary>
/// Watches with inotify. .NET's own watcher does not tell when a written file is closed, which is what tells a whole file from half of one, and it tells
/// late: here <see cref="Take"/> asks the kernel, whose queue has every write before the write returns. Thread-safe.
/// </summary>
internal sealed class InotifyWatcher : IFileWatcher
{
    private const int HeaderSize = 16;
    private const uint Mask = Inotify.Modify | Inotify.Attributes | Inotify.CloseWrite | Inotify.MovedFrom | Inotify.MovedTo | Inotify.Create | Inotify.Delete
        | Inotify.DeleteSelf | Inotify.MoveSelf | Inotify.OnlyFolders;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _watches = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<string>> _folders = [];
    private readonly EventQueue _queue = new();
    private readonly List<FileEvent> _read = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly SafeFileHandle _events;
    private readonly SafeFileHandle _ending;
    private readonly Thread _reader;

    public InotifyWatcher()
    {
        _events = Inotify.Open();
        if (_events.IsInvalid) throw Refused("");
        _ending = Inotify.OpenSignal();
        if (_ending.IsInvalid) throw Refused("");
        _reader = new Thread(ReadOn) { IsBackground = true, Name = "file events" };
        _reader.Start();
    }

    public bool Add(string folder)
    {
        lock (_gate)
        {
            if (_watches.ContainsKey(folder)) return true;
            var watch = Inotify.AddWatch(_events, folder, Mask);
            if (watch < 0)
            {
                if (Marshal.GetLastPInvokeError() is Inotify.NoEntry or Inotify.NotADirectory) return false;
                throw Refused(folder);
            }
            // Two paths that lead to one folder have one watch.
            _watches[folder] = watch;
            if (!_folders.TryGetValue(watch, out var folders)) _folders[watch] = folders = [];
            folders.Add(folder);
            return true;
        }
    }

    public void Remove(string folder)
    {
        lock (_gate)
        {
            if (!_watches.Remove(folder, out var watch)) return;
            var folders = _folders[watch];
            folders.Remove(folder);
            if (folders.Count > 0) return;
            _folders.Remove(watch);
            _ = Inotify.RemoveWatch(_events, watch);
        }
    }

    public IReadOnlyList<FileEvent> Take()
    {
        Read();
        return _queue.Take();
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _queue.WaitAsync(cancellationToken);

    public void Dispose()
    {
        Inotify.Raise(_ending);
        _reader.Join();
        _events.Dispose();
        _ending.Dispose();
    }

    private void ReadOn()
    {
        while (Inotify.Wait(_events, _ending)) Read();
    }

    private void Read()
    {
        lock (_gate)
        {
            for (int count; (count = Inotify.ReadEvents(_events, _buffer)) > 0;) Decode_NeedsLock(_buffer.AsSpan(0, count));
            _queue.Add(CollectionsMarshal.AsSpan(_read));
            _read.Clear();
        }
    }

    // struct inotify_event { int wd; uint32_t mask, cookie, len; char name[len]; }: the name ends with at least one zero.
    private void Decode_NeedsLock(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= HeaderSize)
        {
            var watch = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            var mask = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]), (uint)(bytes.Length - HeaderSize));
            var name = bytes.Slice(HeaderSize, length);
            bytes = bytes[(HeaderSize + length)..];
            if ((mask & Inotify.Overflow) != 0) _read.Add(new(FileEventKind.Lost, "", ""));
            if (!_folders.TryGetValue(watch, out var folders)) continue;
            if ((mask & (Inotify.DeleteSelf | Inotify.MoveSelf | Inotify.Unmounted | Inotify.Ignored)) != 0) Forget_NeedsLock(watch, folders, mask);
            else
            {
                var text = Encoding.UTF8.GetString(name.TrimEnd((byte)0));
                foreach (var folder in folders) _read.Add(new(KindOf(mask, folder, text), folder, text));
            }
        }
    }

    private void Forget_NeedsLock(int watch, List<string> folders, uint mask)
    {
        foreach (var folder in folders)
        {
            _read.Add(new(FileEventKind.FolderGone, folder, ""));
            _watches.Remove(folder);
        }
        _folders.Remove(watch);
        // A folder that was moved would still be told of, under its old name.
        if ((mask & Inotify.MoveSelf) != 0) _ = Inotify.RemoveWatch(_events, watch);
    }

    private static FileEventKind KindOf(uint mask, string folder, string name)
    {
        if ((mask & Inotify.IsFolder) != 0) return (mask & Inotify.Attributes) != 0 ? FileEventKind.Touched : FileEventKind.FolderChanged;
        if ((mask & Inotify.Attributes) != 0) return FileEventKind.Touched;
        if ((mask & Inotify.Modify) != 0) return FileEventKind.Writing;
        // A file is made open, to be written and closed; a link is made whole.
        if ((mask & Inotify.Create) != 0) return new FileInfo(Path.Combine(folder, name)).LinkTarget is null ? FileEventKind.Writing : FileEventKind.Changed;
        return FileEventKind.Changed;
    }

    private static IOException Refused(string folder) => Marshal.GetLastPInvokeError() switch
    {
        Inotify.NoSpace => new IOException(WatchingMessages.TooManyWatches(folder)),
        Inotify.TooManyFiles => new IOException(WatchingMessages.TooManyWatchers),
        var error => new IOException(WatchingMessages.NotWatchable(folder, Marshal.GetPInvokeErrorMessage(error))),
    };
}
