using System.Diagnostics;

namespace Polyglot.Runners.Setup;

/// <summary>
/// A program that installs runtimes by name (<c>eng/setup.sh julia python:sklearn</c>). It is chosen by whoever starts Polyglot; nothing is installed without one.
/// Thread-safe.
/// </summary>
/// <param name="path">Absolute path of the program.</param>
public sealed class SetupScript(string path)
{
    /// <summary>Runs it and waits for its end. What it prints goes on line by line as it comes.</summary>
    /// <param name="names">What to install: a runner's id, or <c>id:library</c>.</param>
    /// <param name="line">Hears each line of its standard output and error, on any thread, one at a time.</param>
    /// <param name="cancel">Kills it and what it started; then <see cref="OperationCanceledException"/> is thrown.</param>
    /// <returns>Null when it succeeded, otherwise why not, in one line.</returns>
    public async Task<string?> RunAsync(IReadOnlyList<string> names, Action<string> line, CancellationToken cancel = default)
    {
        var start = new ProcessStartInfo(path) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in names) start.ArgumentList.Add(name);
        var gate = new Lock();
        void Hear(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is not { } text) return;
            lock (gate) line(text);
        }
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.OutputDataReceived += Hear;
            process.ErrorDataReceived += Hear;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
            return process.ExitCode == 0 ? null : RunnersMessages.SetupFailed(path, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return RunnersMessages.SetupNotStarted(path, e.Message);
        }
    }
}
