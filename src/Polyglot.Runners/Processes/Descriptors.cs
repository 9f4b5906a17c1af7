using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>Descriptors that children do not inherit and that never take the place of a standard stream.</summary>
internal static unsafe class Descriptors
{
    private const int DuplicateCloseOnExec = 1030;
    private const int FirstFree = 4;

    /// <summary>
    /// Takes a descriptor over. One below 4 is moved up: spawning duplicates descriptors to 0..3 one after the other, and a source there would be overwritten
    /// before its turn (a host may have been started with its standard streams closed).
    /// </summary>
    public static SafeFileHandle Own(int descriptor)
    {
        if (descriptor is < 0 or >= FirstFree) return new SafeFileHandle(descriptor, ownsHandle: true);
        using var low = new SafeFileHandle(descriptor, ownsHandle: true);
        return new SafeFileHandle(Libc.Control(descriptor, DuplicateCloseOnExec, FirstFree), ownsHandle: true);
    }

    /// <summary>A pipe.</summary>
    /// <exception cref="LaunchException">The process has too many descriptors.</exception>
    public static (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.OCloseOnExec) != 0) throw new LaunchException(RunnersMessages.NoPipe(Errno.Text()));
        return (Own(ends[0]), Own(ends[1]));
    }

    /// <summary>Makes writes return instead of waiting. It counts for this end of a pipe only.</summary>
    public static void DoNotBlock(SafeFileHandle descriptor) => Set(descriptor, Libc.ONonBlock);

    /// <summary>Makes every write go to the end of the file.</summary>
    public static void Append(SafeFileHandle descriptor) => Set(descriptor, Libc.OAppend);

    private static void Set(SafeFileHandle descriptor, int flag)
    {
        const int getFlags = 3;
        const int setFlags = 4;
        var number = (int)descriptor.DangerousGetHandle();
        _ = Libc.Control(number, setFlags, Libc.Control(number, getFlags, 0) | flag);
    }
}
