using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Polyglot.Resident;

/// <summary>Who is at the other end of a socket.</summary>
internal static partial class PeerUser
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialsSize = 12;

    /// <summary>The user of this process; 0 where users have no numbers.</summary>
    public static uint Own { get; } = OperatingSystem.IsWindows() ? 0 : EffectiveUser();

    /// <summary>Whether the process at the other end is this user's, where the system tells (Linux); elsewhere the folder's permissions must do.</summary>
    public static bool IsOwn(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return true;
        // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
        Span<byte> credentials = stackalloc byte[CredentialsSize];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialsSize && BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]) == Own;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
