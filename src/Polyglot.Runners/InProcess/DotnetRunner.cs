namespace Polyglot.Runners;

/// <summary>
/// The runner that is part of the host: it runs East programs in the host's own process, so that they need no runtime at all. It has no
/// manifest file; <see cref="RunnerCatalog"/> has it unless a file has a runner of that id.
/// </summary>
public static class DotnetRunner
{
    /// <summary>Its id in project files.</summary>
    public const string Id = "dotnet";

    // Changed when a program may give other results than it gave before.
    private const string Code = "1";

    /// <summary>What the catalogue says of it.</summary>
    public static RunnerManifest Manifest { get; } = new()
    {
        Id = Id,
        Kind = RunnerKind.Host,
        File = "",
        Exec = [],
        Fingerprint = new FingerprintSpec(VersionPart.None, Code, []),
        Metadata = new RunnerMetadata(".NET", "East programs, in the host's own process", [], "", ""),
    };

    /// <summary>It is always there.</summary>
    internal static ResolvedRunner Resolved(RunnerManifest manifest, string projectDirectory) =>
        new(manifest, [], projectDirectory, [], Environment.Version.ToString(), [new("code", manifest.Fingerprint.Code)]);
}
