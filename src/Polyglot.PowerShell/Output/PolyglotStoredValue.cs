namespace Polyglot.PowerShell;

/// <summary>A value that was stored. Immutable.</summary>
public sealed record PolyglotStoredValue
{
    /// <summary>The name that it has now.</summary>
    public required string Name { get; init; }

    /// <summary>The object.</summary>
    public required string Object { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>The project's folder.</summary>
    public required string Project { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Object;
}
