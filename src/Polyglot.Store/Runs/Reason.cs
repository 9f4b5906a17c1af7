namespace Polyglot.Store;

/// <summary>
/// Why a task must run, as data. Found by comparing with the nearest earlier execution of the same task name.
/// <c>Old</c> and <c>New</c> are for people: abbreviated ids, types in East text, versions; null where there was or is nothing.
/// </summary>
public abstract record Reason
{
    private Reason()
    {
    }

    /// <summary>No earlier execution is known.</summary>
    public sealed record NeverRan : Reason;

    /// <summary>An input has another content.</summary>
    public sealed record InputChanged(string Name, string? Old, string? New) : Reason;

    /// <summary>A file of the program has another content, came or went.</summary>
    public sealed record ProgramChanged(string File, string? Old, string? New) : Reason;

    /// <summary>The type of an input or of the output is another; <paramref name="What"/> names it.</summary>
    public sealed record TypeChanged(string What, string? Old, string? New) : Reason;

    /// <summary>The runner or something of its fingerprint is another; <paramref name="What"/> names it.</summary>
    public sealed record RunnerChanged(string What, string? Old, string? New) : Reason;

    /// <summary>A declared environment variable has another value.</summary>
    public sealed record EnvironmentChanged(string Name, string? Old, string? New) : Reason;

    /// <summary>The user asked for it.</summary>
    public sealed record Forced : Reason;

    /// <summary>The same execution was tried and did not succeed; failures are never served as results.</summary>
    public sealed record PreviousFailed : Reason;

    /// <summary>It succeeded once, but its output is gone or damaged.</summary>
    public sealed record OutputMissing(ObjectId Id) : Reason;
}
