namespace Polyglot.Store;

/// <summary>
/// Decides whether the process that wrote a file still exists. The states and why:
/// <list type="table">
/// <item><term>same boot, same process namespace</term><description>ask the system for the process id and its start time; alive too if it is
/// hidden from us but keeps its kernel lock: exact.</description></item>
/// <item><term>same boot, another namespace (a container)</term><description>the kernel's lock that every process keeps on its own owner file: exact.</description></item>
/// <item><term>another boot of the same host</term><description>dead: the machine was started again.</description></item>
/// <item><term>another host</term><description>cannot be known: taken for alive.</description></item>
/// <item><term>no readable identity</term><description>dead: claims appear whole, so this is a write torn by a power loss.</description></item>
/// </list>
/// </summary>
internal static class Liveness
{
    /// <summary>Whether the writer of the claim at <paramref name="path"/> lives, as <paramref name="self"/> sees it.</summary>
    public static bool IsAlive(ProcessIdentity? writer, ProcessIdentity self, FileSystem files, string path)
    {
        if (writer is null) return false;
        if (writer.Boot != self.Boot) return writer.Host != self.Host;
        if (writer.Namespace != self.Namespace) return files.IsHeld(path) ?? true;
        // Without boot ids (not Linux) an equal start time tells boots apart, but a repository may be shared between hosts.
        if (writer.Boot == "-" && writer.Host != self.Host) return true;
        return ProcessIdentity.IsRunning(writer.ProcessId, writer.Start) || files.IsHeld(path) == true;
    }
}
