namespace Polyglot.Dataflow.Watching;

/// <summary>Makes the file watcher of this system.</summary>
public static class FileWatcher
{
    /// <summary>inotify itself on Linux, which tells when a file that was written is closed; elsewhere what .NET has.</summary>
    /// <exception cref="IOException">The system has no room for another watcher.</exception>
    public static IFileWatcher Create() => OperatingSystem.IsLinux() ? new InotifyWatcher() : new PortableWatcher();
}
