namespace Polyglot.Runners;

/// <summary>A problem in a manifest file.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="Path">Where in it, such as <c>runners.python.exec[1]</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record ManifestProblem(string File, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? $"{File}: {Message}" : $"{File}: {Path}: {Message}";
}

/// <summary>The runners of one file or section, and what is wrong with it.</summary>
/// <param name="Runners">Those that could be read whole.</param>
/// <param name="Problems">Empty when all is well.</param>
public sealed record ManifestReading(IReadOnlyList<RunnerManifest> Runners, IReadOnlyList<ManifestProblem> Problems)
{
    /// <summary>The packages of platform functions that the file lists.</summary>
    public IReadOnlyList<PlatformPackage> Platforms { get; init; } = [];
}
