using System.Diagnostics;

namespace Polyglot.Runners;

/// <summary>Starts a program that outlives this process: in a session of its own, with this process's variables, and with nothing to read from or print to.</summary>
public static class DetachedProgram
{
    /// <summary>Starts it.</summary>
    /// <param name="path">Absolute path of the program.</param>
    /// <param name="arguments">Without the program.</param>
    /// <param name="folder">The working folder: absolute.</param>
    /// <returns>Null when it was started, otherwise why not, in one line.</returns>
    public static string? Start(string path, IReadOnlyList<string> arguments, string folder)
    {
        try
        {
            if (PosixLauncher.IsSupported)
            {
                PosixLauncher.StartDetached(new ProcessStart([path, .. arguments], [.. HostEnvironment.Current()], folder));
                return null;
            }
            var start = new ProcessStartInfo(path) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            return null;
        }
        catch (Exception e) when (e is LaunchException or System.ComponentModel.Win32Exception)
        {
            return e.Message;
        }
    }
}
