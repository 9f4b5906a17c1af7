namespace Polyglot.PowerShell;

/// <summary>A repository. Immutable.</summary>
public sealed record PolyglotRepository
{
    /// <summary>Its own folder, <c>.e3</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The folder it is in, which is the project's.</summary>
    public required string Project { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
