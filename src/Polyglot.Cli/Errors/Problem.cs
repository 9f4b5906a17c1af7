namespace Polyglot.Cli.Errors;

/// <summary>Something that is wrong, in the three parts that every error here has. Immutable.</summary>
/// <param name="What">What is wrong: one sentence without its period.</param>
/// <param name="Where">The file or thing it is about; null where <paramref name="What"/> names it.</param>
/// <param name="Next">What to do: one sentence; null where there is nothing to do.</param>
internal sealed record Problem(string What, string? Where = null, string? Next = null)
{
    /// <summary>The line in <see cref="Where"/>, from 1; 0 for none.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1; 0 for none.</summary>
    public int Column { get; init; }

    /// <summary>The name that was probably meant; null for none.</summary>
    public string? Suggestion { get; init; }

    /// <summary><c>file:line:column</c>, or what there is of it.</summary>
    public string? Place => Where is null || Line == 0 ? Where : Column == 0 ? $"{Where}:{Line}" : $"{Where}:{Line}:{Column}";
}
