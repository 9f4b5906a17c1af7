using System.Runtime.InteropServices;

namespace Polyglot.Runners;

/// <summary>The error of the last failed system call of this thread.</summary>
internal static class Errno
{
    public static bool IsInterrupted => Marshal.GetLastPInvokeError() == Libc.EIntr;

    public static bool WouldBlock => Marshal.GetLastPInvokeError() == Libc.EAgain;

    /// <summary>The system's words for it.</summary>
    public static string Text() => Text(Marshal.GetLastPInvokeError());

    /// <summary>The system's words for an error.</summary>
    public static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
