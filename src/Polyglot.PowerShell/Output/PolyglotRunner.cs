namespace Polyglot.PowerShell;

/// <summary>A runner. Immutable.</summary>
public sealed record PolyglotRunner
{
    /// <summary>What projects call it.</summary>
    public required string Id { get; init; }

    /// <summary>What it can do: Command, Worker, East or Host.</summary>
    public required string Level { get; init; }

    /// <summary>Its language.</summary>
    public required string Language { get; init; }

    /// <summary>Extensions of its scripts.</summary>
    public required string[] Extensions { get; init; }

    /// <summary>Whether it is there.</summary>
    public required bool Available { get; init; }

    /// <summary>Its version; null where it is not there or does not say.</summary>
    public string? Version { get; init; }

    /// <summary>The program that is started; null where it is not there or runs in this process.</summary>
    public string? Executable { get; init; }

    /// <summary>Why it is not there; null where it is.</summary>
    public string? Problem { get; init; }

    /// <summary>How to get it; null where it is there or nobody says.</summary>
    public string? Install { get; init; }

    /// <summary>The file that says how it is started; empty for the built-in one.</summary>
    public required string Manifest { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>What came of testing a runner. Immutable.</summary>
public sealed record PolyglotRunnerTest
{
    /// <summary>The runner.</summary>
    public required string Id { get; init; }

    /// <summary>It is there, and no case failed.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>How many cases passed.</summary>
    public required int Passed { get; init; }

    /// <summary>How many cases failed.</summary>
    public required int Failed { get; init; }

    /// <summary>How many cases need a feature that it does not announce.</summary>
    public required int Skipped { get; init; }

    /// <summary>Every case; empty for a runner that does not speak the protocol.</summary>
    public required PolyglotRunnerCase[] Cases { get; init; }

    /// <summary>What else is to be said; empty for nothing.</summary>
    public required string Message { get; init; }
}

/// <summary>A case of a runner's test. Immutable.</summary>
public sealed record PolyglotRunnerCase
{
    /// <summary>Its group.</summary>
    public required string Group { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Passed, Failed or Skipped.</summary>
    public required string Status { get; init; }

    /// <summary>Why; empty where it passed.</summary>
    public required string Message { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Group}: {Name}: {Status}";
}
