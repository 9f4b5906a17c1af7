using Polyglot.Store;

namespace Polyglot.Dataflow.Queries;

/// <summary>What a user's word (on a command line) stands for in a repository.</summary>
public abstract record ResolvedWord
{
    private ResolvedWord()
    {
    }

    /// <summary>An object.</summary>
    /// <param name="Id">The object.</param>
    /// <param name="Via">How it was found, for people: <c>task clean of run 2026…</c>, <c>ref co2/clean</c>, <c>object</c>.</param>
    public sealed record Object(ObjectId Id, string Via) : ResolvedWord;

    /// <summary>A run.</summary>
    public sealed record Run(RunId Id) : ResolvedWord;

    /// <summary>It fits more than one thing; the candidates are ready to be typed instead.</summary>
    public sealed record Ambiguous(IReadOnlyList<string> Candidates) : ResolvedWord;

    /// <summary>It fits nothing.</summary>
    /// <param name="Suggestion">The name that was probably meant, or null.</param>
    public sealed record None(string? Suggestion) : ResolvedWord;
}
