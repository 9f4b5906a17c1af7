using Microsoft.Win32.SafeHandles;
using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>
/// Makes the result out of the very file that a command has written, when it is small: its bytes move behind a Blob's header, and the file takes the result's name. That
/// saves making one file and removing another, which costs as much as a short program.
/// </summary>
internal static unsafe class SmallOutput
{
    // What is larger is copied from file to file, inside the system.
    private const int Largest = 1 << 16;

    /// <summary>
    /// True when the result is there. False, with nothing changed, where this cannot be done or must not: there is no such file, it is large or a link, or it has another
    /// name and so may belong to somebody else.
    /// </summary>
    public static bool TryWrap(TaskRequest request, string path, out long size)
    {
        size = 0;
        if (!PosixLauncher.IsSupported) return false;
        using var file = Descriptors.Own(Libc.Open(path, Libc.OReadWrite | Libc.ONoFollow | Libc.OCloseOnExec, 0));
        if (file.IsInvalid) return false;
        Libc.FileFacts facts;
        if (Libc.Facts((int)file.DangerousGetHandle(), "", Libc.EmptyPath, Libc.FactsWanted, &facts) != 0) return false;
        if (!facts.IsRegular || facts.Links != 1 || facts.Size > Math.Min(Largest, (ulong)(request.Limits.MaxOutputBytes ?? Largest))) return false;
        var length = (int)facts.Size;
        var start = BlobHeader.Of(request.OutputType, length);
        var bytes = new byte[start.Length + length];
        start.CopyTo(bytes, 0);
        if (!Fill(file, bytes.AsSpan(start.Length))) return false;
        RandomAccess.Write(file, bytes, 0);
        File.Move(path, request.OutputPath);
        size = bytes.Length;
        return true;
    }

    private static bool Fill(SafeFileHandle file, Span<byte> bytes)
    {
        for (var offset = 0; offset < bytes.Length;)
        {
            var read = RandomAccess.Read(file, bytes[offset..], offset);
            if (read == 0) return false;
            offset += read;
        }
        return true;
    }
}
