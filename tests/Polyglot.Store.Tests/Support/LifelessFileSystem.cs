namespace Polyglot.Store.Tests;

/// <summary>A file system on which no sign of life is given, as after the process that gave it has ended.</summary>
internal sealed class LifelessFileSystem(FileSystem files) : FileSystem
{
    public override FileStatus? Stat(string path) => files.Stat(path);

    public override OpenFile? OpenRead(string path) => files.OpenRead(path);

    public override OpenFile? TryCreate(string path, bool readOnly, out FileOutcome outcome) => files.TryCreate(path, readOnly, out outcome);

    public override FileOutcome Rename(string from, string to) => files.Rename(from, to);

    public override FileOutcome Link(string existing, string name, string guard) => files.Link(existing, name, guard);

    public override bool Delete(string path) => files.Delete(path);

    public override bool TryRemoveFolder(string path) => files.TryRemoveFolder(path);

    public override FileOutcome MakeFolder(string path) => files.MakeFolder(path);

    public override IDisposable Lock(string path) => files.Lock(path);

    public override IDisposable? HoldAlive(string path) => null;

    public override bool? IsHeld(string path) => files.IsHeld(path);

    public override void Flush(string folder) => files.Flush(folder);
}
