using System.Diagnostics;
using System.Text;
using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Terminal;

/// <summary>A program on a real pseudo-terminal of its own, with somebody who looks at it and types.</summary>
internal sealed class Pty : IDisposable
{
    // Generous: only a defect takes so long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What is typed comes on standard input, what is drawn goes to standard output.
    private const string Relay =
        """
        import fcntl, os, pty, select, struct, sys, termios
        pid, fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
            os.execv(sys.argv[2], sys.argv[2:])
        sources = [fd, 0]
        while True:
            ready = select.select(sources, [], [])[0]
            if 0 in ready:
                typed = os.read(0, 65536)
                if typed:
                    os.write(fd, typed)
                else:
                    sources = [fd]
            if fd in ready:
                try:
                    drawn = os.read(fd, 65536)
                except OSError:
                    break
                if not drawn:
                    break
                os.write(1, drawn)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    private readonly object _gate = new();
    private readonly StringBuilder _drawn = new();
    private readonly Process _process;
    private readonly Thread _reader;
    private bool _hasEnded;

    /// <summary>Starts a program.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="columns">Of the terminal, which has 24 rows.</param>
    /// <param name="environment">What it gets beside what every tested program gets.</param>
    /// <param name="command">The program's path and its arguments.</param>
    public Pty(string folder, int columns, (string Name, string Value)[] environment, params string[] command)
    {
        var start = new ProcessStartInfo("/usr/bin/env") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var argument in new[] { "python3", "-c", Relay, $"{columns}" }.Concat(command)) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in PolyglotProcess.Environment([("TERM", "xterm-256color"), .. environment])) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>Skips the test where a terminal cannot be made.</summary>
    /// <param name="minor">The Python 3 that the test needs; 3.9 makes terminals.</param>
    public static void Require(int minor = 9)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/env", ["python3", "-c", $"import pty, sys; sys.exit(sys.version_info < (3, {minor}))"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        if (python.ExitCode != 0) Assert.Ignore($"No Python 3.{minor} is here to make a pseudo-terminal.");
    }

    /// <summary>Types.</summary>
    public void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    /// <summary>Looks until what was drawn is as it should be.</summary>
    /// <param name="condition">Asked about everything that was drawn so far, whenever there is more.</param>
    /// <returns>Everything that was drawn; also where the program ended, or a long time passed, before.</returns>
    public string Await(Func<string, bool> condition)
    {
        var since = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (true)
            {
                var drawn = _drawn.ToString();
                var left = Patience - Stopwatch.GetElapsedTime(since);
                if (condition(drawn) || _hasEnded || left <= TimeSpan.Zero) return drawn;
                Monitor.Wait(_gate, left);
            }
        }
    }

    /// <summary>Waits for the program's end.</summary>
    public (int ExitCode, string Drawn) Finish()
    {
        var drawn = Await(_ => false);
        if (!_process.WaitForExit(Patience)) throw new TimeoutException($"the program did not end; it drew {drawn}");
        return (_process.ExitCode, drawn);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _reader.Join();
        _process.Dispose();
    }

    private void Read()
    {
        var buffer = new char[4096];
        while (true)
        {
            var count = _process.StandardOutput.Read(buffer);
            lock (_gate)
            {
                _drawn.Append(buffer, 0, count);
                _hasEnded = count == 0;
                Monitor.PulseAll(_gate);
                if (_hasEnded) return;
            }
        }
    }
}
