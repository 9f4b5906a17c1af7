using System.Collections.Concurrent;

namespace Polyglot.Store;

/// <summary>What came of asking for a lock file.</summary>
/// <param name="Held">Yours until disposed; null if somebody else has it.</param>
/// <param name="Other">Without <paramref name="Held"/>: who has it. With it: the dead process from which it was taken, or null.</param>
internal readonly record struct LockAnswer(IDisposable? Held, ProcessIdentity? Other);

/// <summary>
/// Lock files that outlive nobody: each is a second name (hard link) of its process's owner file, so that taking one is a single system
/// call and the file is never seen half-written.
/// <para>
/// States of a lock file: <c>absent</c>, <c>live</c> (its process exists), <c>dead</c>. Edges: absent to live by <c>link</c>, which one caller wins;
/// live to absent by its own process only; live to dead when the process ends; dead to absent by a process that holds the
/// <em>takeover guard</em>, a lock of the kernel, and has read the file under it. So what a guard holder removes is what it judged:
/// nobody else can have replaced a dead file meanwhile, and a fresh claim is never removed by a slow taker.
/// </para>
/// Thread-safe.
/// </summary>
internal sealed class LockFiles : IDisposable
{
    private readonly FileSystem _files;
    private readonly ProcessIdentity _self;
    private readonly string _ownerFile;
    private readonly string _guardFile;
    private readonly ConcurrentDictionary<HeldLock, bool> _held = new();

    /// <summary>Locks of <paramref name="self"/>, whose owner file exists on the same file system.</summary>
    public LockFiles(FileSystem files, ProcessIdentity self, string ownerFile, string guardFile) =>
        (_files, _self, _ownerFile, _guardFile) = (files, self, ownerFile, guardFile);

    /// <summary>The file whose lock guards what needs turns on file systems without hard links.</summary>
    public string GuardFile => _guardFile;

    /// <summary>
    /// Takes the lock file at <paramref name="path"/>, in a folder that exists, or says who has it. Null when the folder is not there
    /// (any more): make it and ask again.
    /// </summary>
    public LockAnswer? TryTake(string path)
    {
        ProcessIdentity? dead = null;
        while (true)
        {
            var outcome = _files.Link(_ownerFile, path, _guardFile);
            if (outcome == FileOutcome.NoFolder)
            {
                if (_files.Stat(_ownerFile) is null) throw new StoreException(StoreError.FileGone, StoreMessages.OwnerFileGone(_ownerFile));
                return null;
            }
            if (outcome == FileOutcome.Done)
            {
                var held = new HeldLock(this, path);
                _held[held] = true;
                return new LockAnswer(held, dead);
            }
            var (exists, owner, alive) = Inspect(path);
            if (!exists) continue;
            if (alive) return new LockAnswer(null, owner);
            dead = RemoveDead(path) ?? dead;
        }
    }

    /// <summary>Whether there is a lock file at this path whose process lives.</summary>
    public bool IsHeld(string path) => Inspect(path).Alive;

    /// <summary>Whether there is a lock file at this path whose process is gone; says which.</summary>
    public bool IsAbandoned(string path, out ProcessIdentity? owner)
    {
        (var exists, owner, var alive) = Inspect(path);
        return exists && !alive;
    }

    /// <summary>Removes a lock file whose process is gone. Returns that process, if its identity could be read and this call removed it.</summary>
    public ProcessIdentity? RemoveDead(string path)
    {
        using var guard = _files.Lock(_guardFile);
        var (exists, owner, alive) = Inspect(path);
        if (!exists || alive) return null;
        _files.Delete(path);
        return owner;
    }

    /// <summary>Gives back every lock that is still held.</summary>
    public void Dispose()
    {
        foreach (var held in _held.Keys) held.Dispose();
    }

    private (bool Exists, ProcessIdentity? Owner, bool Alive) Inspect(string path)
    {
        Span<byte> buffer = stackalloc byte[ProcessIdentity.MaxLength + 1];
        Span<byte> again = stackalloc byte[ProcessIdentity.MaxLength + 1];
        while (true)
        {
            var length = _files.ReadSmall(path, buffer);
            if (length < 0) return (false, null, false);
            var owner = ProcessIdentity.Parse(buffer[..length]);
            var alive = Liveness.IsAlive(owner, _self, _files, path);
            // The file may have become another process's between the reading and the judging; then what was judged is not who was read.
            if (!alive || (_files.ReadSmall(path, again) == length && again[..length].SequenceEqual(buffer[..length]))) return (true, owner, alive);
        }
    }

    private sealed class HeldLock(LockFiles owner, string path) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) != 0) return;
            owner._held.TryRemove(this, out _);
            owner._files.Delete(path);
        }
    }
}
