using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>Reads files of <c>/proc</c>, of which there are thousands to look at and most may vanish meanwhile: three system calls each, and no exception.</summary>
internal static unsafe class ProcFile
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
