using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>Copies a part of a file into another.</summary>
internal static class FileCopy
{
    private const int BufferSize = 1 << 18;

    /// <summary>Copies exactly <paramref name="count"/> bytes, inside the system where it can, so that some file systems share them.</summary>
    /// <exception cref="IOException">The source is shorter, or the system refuses.</exception>
    public static void Copy(SafeFileHandle from, long fromOffset, SafeFileHandle to, long toOffset, long count)
    {
        if (OperatingSystem.IsLinux() && count > BufferSize) CopyInside(from, ref fromOffset, to, ref toOffset, ref count);
        if (count == 0) return;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferSize, count));
        try
        {
            while (count > 0)
            {
                var read = RandomAccess.Read(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, count)), fromOffset);
                if (read == 0) throw new EndOfStreamException(RunnersMessages.FileShrank);
                RandomAccess.Write(to, buffer.AsSpan(0, read), toOffset);
                fromOffset += read;
                toOffset += read;
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Copies as much as copy_file_range does; the rest is left to the caller.</summary>
    private static unsafe void CopyInside(SafeFileHandle from, ref long fromOffset, SafeFileHandle to, ref long toOffset, ref long count)
    {
        var (source, target) = (fromOffset, toOffset);
        while (count > 0)
        {
            var copied = (long)Libc.CopyRange(from, &source, to, &target, (nint)Math.Min(count, 1L << 30), 0);
            if (copied <= 0) return;
            (fromOffset, toOffset) = (source, target);
            count -= copied;
        }
    }
}
