namespace Polyglot.Dataflow.Projects;

/// <summary>
/// One thing that is wrong with a project, as a value: problems are collected and shown together, never thrown. Immutable.
/// </summary>
/// <param name="File">The file it is in, as the caller named it or absolute.</param>
/// <param name="Line">1-based; 0 when the problem has no place inside the file (it is missing, too large).</param>
/// <param name="Column">1-based, in characters; 0 where <paramref name="Line"/> is.</param>
/// <param name="Message">What is wrong, without the place and without a final period.</param>
/// <param name="Suggestion">The name that was probably meant, or null.</param>
/// <param name="NextStep">What to do about it, one sentence with its period, or null where the message says it all.</param>
public sealed record ProjectProblem(string File, int Line, int Column, string Message, string? Suggestion = null, string? NextStep = null)
{
    /// <summary><c>file:line:column: message. Did you mean `x`? next step</c> on one line.</summary>
    public override string ToString()
    {
        var place = Line == 0 ? File : $"{File}:{Line}:{Column}";
        var hint = Suggestion is null ? "" : $" Did you mean `{Suggestion}`?";
        var next = NextStep is null ? "" : " " + NextStep;
        return $"{place}: {Message}.{hint}{next}";
    }
}
