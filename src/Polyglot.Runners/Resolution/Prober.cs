using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Polyglot.Runners;

/// <summary>Runs probes. Thread-safe.</summary>
internal sealed class Prober(ProbeCache cache)
{
    private const int MostBytes = 4096;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What the program says; from the cache where it has been asked before.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the program has been killed.</exception>
    /// <param name="start">The program; without input, in an environment of its own.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="lifetime">How long the answer holds.</param>
    /// <param name="witness">Is told what the answer depends on; null for nobody.</param>
    /// <param name="cancel">Kills the program.</param>
    public async Task<ProbeResult> RunAsync(ProcessStart start, TimeSpan timeout, ProbeLifetime lifetime, IResolutionWitness? witness, CancellationToken cancel)
    {
        witness?.File(start.Argv[0]);
        var key = Key(start, out var target);
        witness?.Target(start.Argv[0], target);
        if (cache.Find(key) is not { } result)
        {
            result = await StartAsync(start, timeout, cancel).ConfigureAwait(false);
            cache.Add(key, result, lifetime == ProbeLifetime.Program ? [] : Witnesses(result));
        }
        if (witness is not null) Tell(witness, cache.WitnessesOf(key));
        return result;
    }

    // What is not kept has to be asked again, and so has what depends on a folder, whose stamp says nothing of what is in it.
    private static void Tell(IResolutionWitness witness, ProbeWitness[]? kept)
    {
        if (kept is null) witness.Doubt();
        foreach (var entry in kept ?? [])
        {
            witness.File(entry.Path);
            if (!entry.Holds() || Directory.Exists(entry.Path)) witness.Doubt();
        }
    }

    /// <summary>The files that a probe printed, one a line; null unless it printed nothing but files that are there.</summary>
    private static ProbeWitness[]? Witnesses(ProbeResult result)
    {
        var lines = result.Stdout.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var witnesses = lines.Select(ProbeWitness.Of).OfType<ProbeWitness>().ToArray();
        return lines.Length > 0 && witnesses.Length == lines.Length ? witnesses : null;
    }

    /// <summary>The first group of the first match in what a probe said; null without a match.</summary>
    public static string? Match(string pattern, ProbeResult result)
    {
        // The manifest's reader has seen to it that the pattern needs no backtracking engine; this one starts faster.
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        try
        {
            foreach (var text in new[] { result.Stdout, result.Stderr })
                if (regex.Match(text) is { Success: true } match && match.Groups[1].Value.Trim() is { Length: > 0 } version) return version;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
        return null;
    }

    /// <summary>As <see cref="RunAsync"/>, asking the program in any case.</summary>
    public static async Task<ProbeResult> StartAsync(ProcessStart start, TimeSpan timeout, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("polyglot-probe-").FullName;
        try
        {
            IProcessLauncher launcher = PosixLauncher.IsSupported ? new PosixLauncher(directory, isGuarded: false) : new PortableLauncher(directory);
            await using (launcher.ConfigureAwait(false))
            {
                using var stdout = launcher.CreateOutputFile(isPassing: false);
                using var stderr = launcher.CreateOutputFile(isPassing: false);
                var process = launcher.StartCommand(start, stdout, stderr);
                try
                {
                    var exit = await process.Exited.WaitAsync(timeout, cancel).ConfigureAwait(false);
                    var (output, errors) = (Text(stdout), Text(stderr));
                    return new ProbeResult(exit.Code == 0 ? null : RunnersMessages.ProbeFailed(start.Argv, exit, errors.Length > 0 ? errors : output), output, errors);
                }
                catch (TimeoutException)
                {
                    return new ProbeResult(RunnersMessages.ProbeTimeout(start.Argv, timeout), "", "");
                }
            }
        }
        catch (Exception e) when (e is LaunchException or IOException)
        {
            return new ProbeResult(e.Message, "", "");
        }
        finally
        {
            WorkerServices.RemoveDirectory(directory);
        }
    }

    private static string Text(OutputFile file)
    {
        var buffer = new byte[MostBytes];
        return Encoding.UTF8.GetString(buffer.AsSpan(0, file.Read(0, buffer)));
    }

    private static string Key(ProcessStart start, out string path)
    {
        var file = new FileInfo(start.Argv[0]);
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        path = target.FullName;
        var key = new StringBuilder();
        key.Append(CultureInfo.InvariantCulture, $"{target.FullName}|{(target.Exists ? target.Length : -1)}|{target.LastWriteTimeUtc.Ticks}|{start.WorkingDirectory}");
        foreach (var argument in start.Argv) key.Append('|').Append(argument);
        foreach (var (name, value) in start.Environment) key.Append('|').Append(name).Append('=').Append(value);
        return key.ToString();
    }
}
