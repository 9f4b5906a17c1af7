using System.Security.Cryptography;
using System.Text;

namespace Polyglot.Resident;

/// <summary>
/// Where the host of a project of an installation listens: a socket in a folder that only its owner can open, in <c>XDG_RUNTIME_DIR</c> or the folder for temporary
/// files. Immutable.
/// </summary>
public sealed record HostAddress
{
    private const int LongestPath = 100;
    private const string SocketSuffix = ".socket";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private HostAddress(string folder, string name)
    {
        Folder = folder;
        SocketPath = Path.Combine(folder, name + SocketSuffix);
        LockPath = Path.Combine(folder, name + ".lock");
    }

    /// <summary>The folder of all of a user's hosts.</summary>
    public string Folder { get; }

    /// <summary>The socket.</summary>
    public string SocketPath { get; }

    /// <summary>The file that a host has locked for as long as it lives.</summary>
    public string LockPath { get; }

    /// <summary>The address of a project's host.</summary>
    /// <param name="installation">Absolute path of the installation.</param>
    /// <param name="project">Absolute path of the project's folder.</param>
    /// <param name="environment">Looks a variable up.</param>
    public static HostAddress Of(string installation, string project, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{installation}\0{project}")))[..16];
        return new(FolderOf(environment), name);
    }

    /// <summary>Whether there is a socket of any of the user's hosts: asked first, it spares most commands the name of their own.</summary>
    /// <param name="environment">Looks a variable up.</param>
    public static bool IsAnyThere(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var folder = FolderOf(environment);
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*" + SocketSuffix).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's folder: what is made of that is for whoever looks for a socket in it.
            return true;
        }
    }

    private static string FolderOf(Func<string, string?> environment) =>
        environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Path.IsPathRooted(runtime) && Directory.Exists(runtime)
            ? Path.Combine(runtime, "polyglot")
            : Path.Combine(Path.GetTempPath(), $"polyglot-{PeerUser.Own}");

    /// <summary>Makes the folder where it is missing.</summary>
    /// <returns>Why it cannot be used; null when it can.</returns>
    public string? Prepare()
    {
        if (SocketPath.Length > LongestPath) return ResidentMessages.LongPath(SocketPath);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Folder);
        else Directory.CreateDirectory(Folder, OwnerOnly);
        return IsOwnersAlone() ? null : ResidentMessages.OpenFolder(Folder);
    }

    /// <summary>Whether the folder is there and nobody else can open it.</summary>
    public bool IsOwnersAlone()
    {
        var folder = new DirectoryInfo(Folder);
        if (!folder.Exists || folder.LinkTarget is not null) return false;
        return OperatingSystem.IsWindows() || (folder.UnixFileMode & ~OwnerOnly) == 0;
    }
}
