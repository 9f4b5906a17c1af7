using Polyglot.Dataflow.Workspaces;

namespace Polyglot.PowerShell.Shell;

/// <summary>Where a command runs. Immutable.</summary>
/// <param name="Folder">The shell's current folder, absolute: that of the process is another.</param>
/// <param name="Program">The module's own folder.</param>
internal sealed record Surroundings(string Folder, string Program)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The folder of <c>runners.json</c>.</summary>
    /// <exception cref="FaultException">It is not there.</exception>
    public string Installation => InstallationFolder.Find(Program) ?? throw new FaultException(Faults.NoInstallation(InstallationFolder.Named, Program));

    /// <summary>The version that manifests are checked against.</summary>
    public static Version HostVersion { get; } = typeof(Surroundings).Assembly.GetName().Version is { } version ? new(version.Major, version.Minor, version.Build) : new(0, 0);
}
