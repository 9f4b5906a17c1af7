using System.Globalization;

namespace Polyglot.Store;

/// <summary>
/// Scratch paths on the repository's own file system, so that finished files can be renamed into place:
/// <c>tmp/pid-start-boot.n/</c>, one folder per opened repository, removed when it is closed. What a killed process left is removed
/// when a repository is opened and its process is known to be dead (<see cref="Liveness"/>). Thread-safe.
/// </summary>
public sealed class TempSpace : IDisposable
{
    private const string OwnerName = "owner";
    private static int _instances;

    private readonly FileSystem _files;
    private readonly IDisposable? _signOfLife;
    private long _next;

    internal TempSpace(string root, FileSystem files, ProcessIdentity self)
    {
        _files = files;
        Root = root;
        Folder = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{self.FolderName}.{Interlocked.Increment(ref _instances)}"));
        OwnerFile = Path.Combine(Folder, OwnerName);
        while (true)
        {
            // Somebody in another process namespace may sweep the folder before it has an owner: then it is made again.
            Directory.CreateDirectory(Folder);
            var outcome = files.Create(OwnerFile, self.ToBytes(), readOnly: true);
            if (outcome == FileOutcome.Exists) throw new IOException(StoreMessages.TempInUse(Folder));
            if (outcome == FileOutcome.Done) break;
        }
        _signOfLife = files.HoldAlive(OwnerFile);
    }

    /// <summary>The folder of this process's scratch files: absolute.</summary>
    public string Folder { get; }

    /// <summary>The folder of everybody's scratch folders.</summary>
    internal string Root { get; }

    /// <summary>The file that says whose folder this is; lock files are links to it.</summary>
    internal string OwnerFile { get; }

    /// <summary>An absolute path that nobody uses yet. The caller makes the file or folder, and renames or deletes it when done.</summary>
    /// <param name="suffix">Ends the name, for programs that look at extensions; no separators.</param>
    public string NextPath(string suffix = "")
    {
        ArgumentNullException.ThrowIfNull(suffix);
        if (suffix.AsSpan().IndexOfAny('/', '\\') >= 0) throw new ArgumentException(StoreMessages.TempSuffix, nameof(suffix));
        return string.Concat(Folder, Path.DirectorySeparatorChar.ToString(), Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture), suffix);
    }

    /// <summary>Removes this process's scratch folder with all that is in it.</summary>
    public void Dispose()
    {
        _signOfLife?.Dispose();
        // As a rule nothing else is left in it.
        _files.Delete(OwnerFile);
        if (!_files.TryRemoveFolder(Folder)) Remove(Folder);
    }

    /// <summary>The scratch folders whose process is dead.</summary>
    internal static IEnumerable<string> Abandoned(string root, FileSystem files, ProcessIdentity self)
    {
        if (!Directory.Exists(root)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(root))
            if (!IsAlive(folder, files, self)) yield return folder;
    }

    /// <summary>Removes what dead processes left; what cannot be removed now is left for the next time.</summary>
    internal static void Sweep(string root, FileSystem files, ProcessIdentity self)
    {
        foreach (var folder in Abandoned(root, files, self)) Remove(folder);
    }

    /// <summary>Whether the process of a scratch folder lives, as far as can be known.</summary>
    internal static bool IsAlive(string folder, FileSystem files, ProcessIdentity self)
    {
        var owner = Path.Combine(folder, OwnerName);
        Span<byte> buffer = stackalloc byte[ProcessIdentity.MaxLength + 1];
        var length = files.ReadSmall(owner, buffer);
        if (length >= 0 && ProcessIdentity.Parse(buffer[..length]) is { } writer) return Liveness.IsAlive(writer, self, files, owner);
        // Its process was stopped before, or has not come to, writing the owner file: only the name is left to judge by.
        return Path.GetFileName(folder).Split('-') is [var pid, var start, ..]
            && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var began)
            && ProcessIdentity.IsRunning(id, began);
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process sweeps too, or something of a killed worker still writes there: the next opening tries again.
        }
    }
}
