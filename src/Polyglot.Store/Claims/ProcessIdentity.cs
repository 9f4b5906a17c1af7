using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Polyglot.Store;

/// <summary>
/// Says which process wrote a file, so that others can find out whether it is still there: process id, its start time (ids are used
/// again), the boot it belongs to, the process namespace (containers count from 1 again) and the host's name.
/// One line of text: <c>polyglot-process 1 pid start boot namespace host</c>. Immutable.
/// </summary>
internal sealed record ProcessIdentity(int ProcessId, long Start, string Boot, string Namespace, string Host)
{
    /// <summary>The longest line anybody writes.</summary>
    public const int MaxLength = 400;

    private const string Header = "polyglot-process 1";
    private const string Unknown = "-";

    /// <summary>This process.</summary>
    public static ProcessIdentity Self { get; } = OfSelf();

    /// <summary>The person-readable part.</summary>
    public Claimant Claimant => new(ProcessId, Host);

    /// <summary>The name of the process's temporary folder: <c>pid-start-boot</c>.</summary>
    public string FolderName => string.Create(CultureInfo.InvariantCulture, $"{ProcessId}-{Start}-{Boot.Replace("-", "", StringComparison.Ordinal)}");

    /// <summary>The line, with its newline.</summary>
    public byte[] ToBytes() =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Header} {ProcessId} {Start} {Boot} {Namespace} {Host}\n"));

    /// <summary>Reads the line; null for anything else (a torn write, another program's file).</summary>
    public static ProcessIdentity? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length is 0 or > MaxLength || line[^1] != '\n') return null;
        var parts = Encoding.UTF8.GetString(line[..^1]).Split(' ');
        if (parts.Length != 7 || parts[0] != "polyglot-process" || parts[1] != "1") return null;
        if (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid <= 0) return null;
        if (!long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var start)) return null;
        if (parts[4].Length == 0 || parts[5].Length == 0 || parts[6].Length == 0) return null;
        return new ProcessIdentity(pid, start, parts[4], parts[5], parts[6]);
    }

    /// <summary>Whether a process of this id runs that started at that moment. What may not be asked is taken for running.</summary>
    public static bool IsRunning(int pid, long start)
    {
        try
        {
            return StartOf(pid) == start;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It exists, and belongs to another user.
            return true;
        }
    }

    // When a process started, in a unit of the system's own that only equality is asked of; null when there is no such process.
    private static long? StartOf(int pid)
    {
        if (OperatingSystem.IsLinux() && LinuxStart(pid) is var (known, start)) return known ? start : null;
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    // Fields 3 (state), 20 (threads) and 22 (start) of /proc/pid/stat; the fields are counted from the end of the name, which may hold spaces and parentheses.
    private static (bool Known, long Start)? LinuxStart(int pid)
    {
        Span<byte> buffer = stackalloc byte[1024];
        int length;
        try
        {
            length = FileSystem.Current.ReadSmall(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"), buffer);
        }
        catch (IOException)
        {
            return (false, 0);
        }
        if (length < 0) return Directory.Exists("/proc/self") ? (false, 0) : null;
        var text = Encoding.ASCII.GetString(buffer[..length]);
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20 || fields[0] == "X") return (false, 0);
        // A zombie keeps its entry until it is waited for. But of a killed process only the first thread may be one yet: as long as there are
        // others, one of them may still be inside a system call, and the process counts.
        if (fields[0] == "Z" && fields[17] is ("0" or "1")) return (false, 0);
        return long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? (true, start) : (false, 0);
    }

    private static ProcessIdentity OfSelf()
    {
        var pid = Environment.ProcessId;
        return new ProcessIdentity(pid, StartOf(pid) ?? 0, Word(BootId()), Word(NamespaceId()), Word(Environment.MachineName));
    }

    private static string? BootId() => OperatingSystem.IsLinux() ? ReadLine("/proc/sys/kernel/random/boot_id") : null;

    private static string? NamespaceId()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ReadLine(string path)
    {
        Span<byte> buffer = stackalloc byte[128];
        try
        {
            var length = FileSystem.Current.ReadSmall(path, buffer);
            return length < 0 ? null : Encoding.ASCII.GetString(buffer[..length]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // No spaces, not empty, not long: a word of the line.
    private static string Word(string? text)
    {
        var word = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)).Take(60));
        return word.Length == 0 ? Unknown : word;
    }
}
