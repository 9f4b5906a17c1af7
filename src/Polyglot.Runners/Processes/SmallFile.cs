using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>
/// Reads files that are expected to be small and may not be there, such as those of <c>/proc</c> and the outputs of tasks: three system calls each, where .NET makes seven, and no
/// exception. Where <see cref="PosixLauncher.IsSupported"/>.
/// </summary>
internal static unsafe class SmallFile
{
    /// <summary>The first bytes of a file; 0 when it is not there or not for us.</summary>
    public static int Read(string path, Span<byte> buffer)
    {
        using var file = new SafeFileHandle(Libc.Open(path, Libc.OReadOnly | Libc.OCloseOnExec, 0), ownsHandle: true);
        if (file.IsInvalid) return 0;
        var total = 0;
        fixed (byte* start = buffer)
            while (total < buffer.Length)
            {
                var count = (int)Libc.Read(file, start + total, buffer.Length - total);
                if (count < 0 && Errno.IsInterrupted) continue;
                if (count <= 0) break;
                total += count;
            }
        return total;
    }
}
