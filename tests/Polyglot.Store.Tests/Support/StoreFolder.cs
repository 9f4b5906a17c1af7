using Polyglot.Testing;

namespace Polyglot.Store.Tests;

/// <summary>A fresh repository folder, in which any number of repositories can be opened as if by different processes.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly List<Repository> _open = [];

    public StoreFolder(FileSystem? files = null)
    {
        Files = files ?? FileSystem.Current;
        Repository.Init(Path).Dispose();
    }

    public FileSystem Files { get; }

    public ManualTimeProvider Clock { get; } = new();

    public string Project => _folder.Path;

    public string Path => System.IO.Path.Combine(_folder.Path, Repository.FolderName);

    /// <summary>A process that has never existed: its id is above what systems give, so that it is known to be dead.</summary>
    public static ProcessIdentity DeadProcess { get; } = ProcessIdentity.Self with { ProcessId = int.MaxValue, Start = 1 };

    /// <summary>Another machine's process, of which nothing can be known.</summary>
    public static ProcessIdentity ForeignProcess { get; } = ProcessIdentity.Self with { Boot = "elsewhere", Host = "another-host" };

    public Repository Open(ProcessIdentity? identity = null)
    {
        var files = identity == DeadProcess ? new LifelessFileSystem(Files) : Files;
        var repository = Repository.Open(Path, Clock, files, identity ?? ProcessIdentity.Self);
        _open.Add(repository);
        return repository;
    }

    public string Write(string relative, ReadOnlySpan<byte> content)
    {
        var path = System.IO.Path.Combine(_folder.Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content.ToArray());
        return path;
    }

    /// <summary>Changes a file behind everybody's back.</summary>
    public static void Overwrite(string path, ReadOnlySpan<byte> content)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(path, content.ToArray());
    }

    public void Dispose()
    {
        foreach (var repository in _open) repository.Dispose();
        _folder.Dispose();
    }
}
