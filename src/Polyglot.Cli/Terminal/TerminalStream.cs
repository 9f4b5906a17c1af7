using System.Runtime.InteropServices;

namespace Polyglot.Cli.Terminal;

/// <summary>
/// Standard output or error that is a terminal, written to directly: .NET's console would first switch the keypad into application mode and
/// leave it there. A terminal that has hung up takes nothing more and is no error. Not thread-safe.
/// </summary>
internal sealed class TerminalStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;

    /// <summary>The stream for a standard descriptor: this one for a terminal on Linux, .NET's own for everything else.</summary>
    public static Stream Open(int descriptor)
    {
        var isOutput = descriptor == 1;
        if (OperatingSystem.IsLinux() && !(isOutput ? Console.IsOutputRedirected : Console.IsErrorRedirected)) return new TerminalStream(descriptor);
        return isOutput ? Console.OpenStandardOutput() : Console.OpenStandardError();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written;
            fixed (byte* bytes = buffer) written = Write(descriptor, bytes, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == TryAgain) Thread.Yield();
            else if (error != Interrupted) return;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern unsafe nint Write(int descriptor, byte* bytes, nuint count);
}
