using System.Runtime.InteropServices;

namespace Polyglot.Cli.Terminal;

/// <summary>
/// How wide the terminal is. On Linux the kernel is asked directly: .NET's console would first switch the keypad into application mode, and
/// leave it there.
/// </summary>
internal static class TerminalSize
{
    private const int StandardOutput = 1;
    private const nuint GetWindowSize = 0x5413;

    /// <summary>The columns of the terminal of standard output; null where it does not say.</summary>
    public static int? Columns()
    {
        try
        {
            if (!OperatingSystem.IsLinux()) return Console.WindowWidth is > 0 and var width ? width : null;
            var size = default(WindowSize);
            return IoControl(StandardOutput, GetWindowSize, ref size) == 0 && size.Columns > 0 ? size.Columns : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int IoControl(int descriptor, nuint request, ref WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
