namespace Polyglot.Store;

/// <summary>
/// A repository, <c>.e3/</c>. Any number of processes may have one open; all parts are thread-safe. Dispose gives back every claim
/// and removes this process's scratch files.
/// </summary>
public sealed class Repository : IDisposable
{
    /// <summary>The name of a project's repository folder.</summary>
    public const string FolderName = ".e3";

    private readonly FileSystem _files;
    private readonly LockFiles _locks;
    private readonly Lazy<StatCache> _statCache;

    private Repository(string path, TimeProvider clock, FileSystem files, ProcessIdentity self)
    {
        RepositoryPath = path;
        Clock = clock;
        _files = files;
        var scratch = Path.Combine(path, "tmp");
        Directory.CreateDirectory(scratch);
        TempSpace.Sweep(scratch, files, self);
        Temp = new TempSpace(scratch, files, self);
        _locks = new LockFiles(files, self, Temp.OwnerFile, Path.Combine(scratch, "takeover"));
        Uses = new Uses(files, Temp.Folder, CollectGuard);
        FileObjects = new FileObjectStore(Path.Combine(path, "objects"), Temp, files, Uses);
        Dropped = new DroppedObjects(Path.Combine(path, "dropped"), files, Temp);
        FileRefs = new FileRefStore(Path.Combine(path, "refs"), files, Temp, _locks);
        FileExecutions = new FileExecutionStore(Path.Combine(path, "executions"), files, Temp, _locks, clock);
        FileRuns = new FileRunStore(Path.Combine(path, "runs"), files, Temp);
        IndexFolder = Path.Combine(path, "index");
        _statCache = new Lazy<StatCache>(() => StatCache.Load(Path.Combine(IndexFolder, "files"), ProjectDirectory, files, Temp, clock));
    }

    /// <summary>The repository's own folder: absolute.</summary>
    public string RepositoryPath { get; }

    /// <summary>The folder that the repository is in: the project's.</summary>
    public string ProjectDirectory => Path.GetDirectoryName(RepositoryPath) ?? RepositoryPath;

    /// <summary>The objects.</summary>
    public IObjectStore Objects => FileObjects;

    /// <summary>The refs.</summary>
    public IRefStore Refs => FileRefs;

    /// <summary>The executions.</summary>
    public IExecutionStore Executions => FileExecutions;

    /// <summary>The runs.</summary>
    public IRunStore Runs => FileRuns;

    /// <summary>What files of the working copy were imported as; loaded at first use, saved by <see cref="StatCache.Save"/>.</summary>
    public StatCache StatCache => _statCache.Value;

    /// <summary>What a stat says of a file of the working copy now; null where there is no such file (a folder is none). Symbolic links are followed.</summary>
    public FileStamp? Stamp(string path) => global::Polyglot.Store.StatCache.Stamp(_files, path);

    /// <summary>The time by the clock that everything here goes by.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Asks about very many files of the working copy and about very many executions. Dispose it.</summary>
    public Stamps Ask() => new(this, _files);

    /// <summary>The folders that results are in, to ask for very many of them.</summary>
    public ObjectFolders ObjectFolders => new(_files, Path.Combine(RepositoryPath, "objects"));

    /// <summary>The file of a ref: absolute.</summary>
    public string PathOf(RefName name) => Path.Combine(FileRefs.Root, name.ToString().Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The folder for other derived data, which may not exist yet: whatever is in it may be deleted at any time.</summary>
    public string IndexFolder { get; }

    /// <summary>Scratch paths on the repository's file system.</summary>
    public TempSpace Temp { get; }

    /// <summary>What this process relies on; collectors in other processes leave it alone.</summary>
    public Uses Uses { get; }

    /// <summary>Results that were removed to save room and are computed again when they are needed.</summary>
    public DroppedObjects Dropped { get; }

    /// <summary>The file whose lock collectors have alone while they remove things.</summary>
    internal string CollectGuard => Path.Combine(RepositoryPath, "tmp", "collect");

    /// <summary>The clock that everything here goes by.</summary>
    internal TimeProvider Clock { get; }

    internal FileObjectStore FileObjects { get; }

    internal FileRefStore FileRefs { get; }

    internal FileExecutionStore FileExecutions { get; }

    internal FileRunStore FileRuns { get; }

    internal LockFiles Locks => _locks;

    internal FileSystem Files => _files;

    /// <summary>Makes a repository and opens it. The folder may exist if it is empty.</summary>
    /// <param name="path">The repository's own folder, as a rule <c>.e3</c> in the project's folder.</param>
    /// <param name="clock">Null for the system's clock.</param>
    /// <exception cref="StoreException"><see cref="StoreError.AlreadyARepository"/>.</exception>
    public static Repository Init(string path, TimeProvider? clock = null)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Directory.CreateDirectory(full);
        if (Directory.EnumerateFileSystemEntries(full).Any(entry => !RepositoryFormat.IsUnfinished(entry)))
        {
            if (File.Exists(RepositoryFormat.PathIn(full))) throw new StoreException(StoreError.AlreadyARepository, StoreMessages.AlreadyARepository(full));
            throw new StoreException(StoreError.NotARepository, StoreMessages.NotEmpty(full));
        }
        RepositoryFormat.Write(full);
        return Open(full, clock);
    }

    /// <summary>Opens a repository and removes what dead processes left in its temporary space.</summary>
    /// <param name="path">The repository's own folder.</param>
    /// <param name="clock">Null for the system's clock.</param>
    /// <exception cref="StoreException"><see cref="StoreError.NotARepository"/>, <see cref="StoreError.NewerFormat"/>, <see cref="StoreError.BadFormat"/>.</exception>
    public static Repository Open(string path, TimeProvider? clock = null) => Open(path, clock, FileSystem.Current, ProcessIdentity.Self);

    /// <summary>The repository folder of the project that <paramref name="start"/> is in: <c>.e3</c> there or in the nearest folder above; null for none.</summary>
    public static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(start)); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, FolderName);
            if (File.Exists(RepositoryFormat.PathIn(candidate))) return candidate;
        }
        return null;
    }

    /// <summary>Brings everything written so far to the disk: one call for many objects. Without it the system does so within seconds.</summary>
    public void Flush() => _files.Flush(RepositoryPath);

    /// <inheritdoc/>
    public void Dispose()
    {
        _locks.Dispose();
        Uses.Dispose();
        Temp.Dispose();
    }

    internal static Repository Open(string path, TimeProvider? clock, FileSystem files, ProcessIdentity self)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        RepositoryFormat.Check(full);
        return new Repository(full, clock ?? TimeProvider.System, files, self);
    }
}
