using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Resident;
using Polyglot.Runners;

namespace Polyglot.Cli.Resident;

/// <summary>The resident hosts of projects: where they are, which build they are, and how they are started.</summary>
internal static class ResidentHosts
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>Where the host of a project listens.</summary>
    /// <param name="project">The absolute path of the project file.</param>
    public static HostAddress AddressOf(string project) => HostAddress.Of(Installation.Require(), Path.GetDirectoryName(project)!, Environment.GetEnvironmentVariable);

    /// <summary>What must be the same for a host to do what this process would: the program itself and every manifest.</summary>
    /// <param name="project">The absolute path of the project file.</param>
    public static string BuildOf(string project)
    {
        var installation = Installation.Require();
        var plugins = InstallationFolder.Plugins;
        var text = new StringBuilder();
        text.Append(typeof(ResidentHosts).Assembly.ManifestModule.ModuleVersionId).Append('\n').Append(plugins).Append('\n');
        var manifests = RunnerCatalog.PluginFolders(installation, Path.GetDirectoryName(project), plugins).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetDirectories(folder).Order(StringComparer.Ordinal)).Select(folder => Path.Combine(folder, "plugin.json"))
            .Prepend(RunnerCatalog.FileOf(installation));
        foreach (var manifest in manifests.Select(path => new FileInfo(path)).Where(file => file.Exists))
            text.Append(CultureInfo.InvariantCulture, $"{manifest.FullName} {manifest.Length} {manifest.LastWriteTimeUtc.Ticks}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>The host of a project; null for none.</summary>
    public static ResidentClient? Connect(string project) => MayBeThere(project) ? ResidentClient.Connect(AddressOf(project), BuildOf(project)) : null;

    /// <summary>Whether it is worth trying to reach one.</summary>
    public static bool MayBeThere(string project) => HostAddress.IsAnyThere(Environment.GetEnvironmentVariable) && File.Exists(AddressOf(project).SocketPath);

    /// <summary>Whether a host would do exactly what this process would.</summary>
    public static bool IsCurrent(ResidentClient client, string project) => client.SpeaksProtocol && client.Host.Build == BuildOf(project);

    /// <summary>Starts a host in a process of its own, in the background, and waits until it listens.</summary>
    /// <param name="project">The absolute path of the project file.</param>
    /// <param name="idleMinutes">It ends when nothing was asked for so long; null for never.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>Null when it did not come up in time.</returns>
    public static async Task<ResidentClient?> StartAsync(string project, int? idleMinutes, TimeProvider time, CancellationToken cancel)
    {
        List<string> arguments = ["host", "start", "--foreground", "--quiet", "-C", project];
        if (idleMinutes is { } minutes) arguments.Add(string.Create(CultureInfo.InvariantCulture, $"--idle={minutes}"));
        if (DetachedProgram.Start(Environment.ProcessPath!, arguments, Path.GetDirectoryName(project)!) is { } problem)
            throw new CliFailure(ExitCode.Fault, new Problem(ResidentTexts.NotStarted, Next: problem));
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < StartPatience)
        {
            if (Connect(project) is { } client) return client;
            await Task.Delay(StartPoll, time, cancel).ConfigureAwait(false);
        }
        return null;
    }
}
