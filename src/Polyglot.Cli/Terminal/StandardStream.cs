using System.Runtime.InteropServices;
using Polyglot.Cli.Errors;

namespace Polyglot.Cli.Terminal;

/// <summary>
/// Standard output or error, written to directly: .NET's console would first switch a terminal's keypad into application mode and leave it there, and takes longer to open than a short
/// command to run. Nobody reading any more is no error, nor is a terminal that has hung up; any other failure of standard output is told once, and what is written after it is dropped. Not thread-safe.
/// </summary>
internal sealed class StandardStream : Stream
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;
    private const short Writable = 4;

    private readonly int _descriptor;
    private readonly bool _isTerminal;
    private bool _hasFailed;

    private StandardStream(int descriptor) => (_descriptor, _isTerminal) = (descriptor, IsTerminal(descriptor));

    /// <summary>The stream for a standard descriptor, 1 or 2: this one on Linux, .NET's own elsewhere.</summary>
    public static Stream Open(int descriptor)
    {
        if (OperatingSystem.IsLinux()) return new StandardStream(descriptor);
        return descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
    }

    /// <summary>Whether a standard descriptor, 1 or 2, is a terminal.</summary>
    public static bool IsTerminal(int descriptor)
    {
        if (OperatingSystem.IsLinux()) return AsksTerminal(descriptor) == 1;
        return descriptor == 1 ? !Console.IsOutputRedirected : !Console.IsErrorRedirected;
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
        while (!buffer.IsEmpty && !_hasFailed)
        {
            nint written;
            fixed (byte* bytes = buffer) written = Write(_descriptor, bytes, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == Interrupted) continue;
            if (error == TryAgain)
            {
                var wait = new PollFd { Descriptor = _descriptor, Wanted = Writable };
                _ = Poll(&wait, 1, -1);
                continue;
            }
            if (_isTerminal || error == BrokenPipe) return;
            _hasFailed = true;
            // Where standard error takes nothing, there is nobody to tell.
            if (_descriptor == 1) throw new OutputException(CliMessages.CannotWriteOutput(Marshal.GetPInvokeErrorMessage(error)));
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

    [DllImport("libc", EntryPoint = "isatty")]
    private static extern int AsksTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "poll")]
    private static extern unsafe int Poll(PollFd* descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
