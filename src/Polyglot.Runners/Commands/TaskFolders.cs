using System.Collections.Concurrent;

namespace Polyglot.Runners;

/// <summary>
/// The folders that commands run in. One is used again when nothing of the task before can be left: every process of it has ended, and the folder is as empty and
/// as open as a new one. Making and removing a folder costs as much as a short program takes. Thread-safe.
/// </summary>
internal sealed class TaskFolders(WorkerServices services)
{
    private readonly ConcurrentBag<TaskFolder> _free = [];

    /// <summary>An empty folder for one task.</summary>
    public TaskFolder Take()
    {
        if (_free.TryTake(out var folder)) return folder;
        var path = services.MakeDirectory("task");
        var inputs = Path.Combine(path, CommandArguments.InputFolder);
        Directory.CreateDirectory(inputs);
        return new TaskFolder(path, inputs, Mode(path), Mode(inputs));
    }

    /// <summary>Takes a folder back when its task has ended.</summary>
    /// <param name="folder">As taken.</param>
    /// <param name="inputs">The names of the files that were put into it.</param>
    /// <param name="isAll">Every process of the task has ended.</param>
    public void Return(TaskFolder folder, IEnumerable<string> inputs, bool isAll)
    {
        try
        {
            if (isAll && TryEmpty(folder, inputs)) _free.Add(folder);
            else WorkerServices.RemoveDirectory(folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WorkerServices.RemoveDirectory(folder.Path);
        }
    }

    /// <summary>Removes the folders that nobody uses.</summary>
    public void RemoveFree()
    {
        while (_free.TryTake(out var folder)) WorkerServices.RemoveDirectory(folder.Path);
    }

    /// <summary>Removes what is known to be there; false when the folder is not like a new one then.</summary>
    private static bool TryEmpty(TaskFolder folder, IEnumerable<string> inputs)
    {
        // A task may have put a link there: what it leads to is somebody else's.
        if (new DirectoryInfo(folder.Inputs).LinkTarget is not null) return false;
        File.Delete(Path.Combine(folder.Path, CommandArguments.OutputName));
        foreach (var name in inputs) File.Delete(Path.Combine(folder.Inputs, name));
        return Mode(folder.Path) == folder.Mode && Mode(folder.Inputs) == folder.InputsMode
            && !Directory.EnumerateFileSystemEntries(folder.Inputs).Any()
            && Directory.EnumerateFileSystemEntries(folder.Path).All(entry => entry == folder.Inputs);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
}

/// <summary>A folder for one task at a time.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Inputs">Of the folder in it for the inputs.</param>
/// <param name="Mode">Who may do what in it, as made.</param>
/// <param name="InputsMode">The same for the inputs.</param>
internal sealed record TaskFolder(string Path, string Inputs, UnixFileMode Mode, UnixFileMode InputsMode);
