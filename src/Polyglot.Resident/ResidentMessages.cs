namespace Polyglot.Resident;

/// <summary>Messages about resident hosts.</summary>
public static class ResidentMessages
{
    /// <summary>The other side ended within a message.</summary>
    public const string Truncated = "the connection ended within a message";

    /// <summary>Bytes that are no message.</summary>
    public const string NotAMessage = "what came is no message";

    /// <summary>Somebody else's process.</summary>
    public const string ForeignPeer = "the process at the other end belongs to another user";

    /// <summary>A second host of one project.</summary>
    public const string AlreadyRunning = "a host of this project is running already";

    /// <summary>A message that nobody may send.</summary>
    public static string TooLong(long length, int limit) => $"a message of {length} bytes is longer than {limit}";

    /// <summary>A folder that others can look into.</summary>
    public static string OpenFolder(string folder) => $"{folder} is open to other users, so no host is reached through it; remove it or make it yours alone (chmod 700)";

    /// <summary>A path that no socket can have.</summary>
    public static string LongPath(string path) => $"{path} is too long for the path of a socket; set XDG_RUNTIME_DIR to a shorter folder";
}
