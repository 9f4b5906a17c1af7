using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Errors;

/// <summary>Shows problems: what is wrong, where, and what to do next.</summary>
internal static class ProblemWriter
{
    private const int MostShown = 20;

    /// <summary>
    /// <code>
    /// error: there is no runner `nod`; did you mean `node`?
    ///   --> /project/polyglot.yaml:12:21
    ///   12 |   clean: { runner: nod }
    ///      |                    ^
    ///   next: list them with `polyglot runners`
    /// </code>
    /// </summary>
    public static void Write(TextWriter to, IReadOnlyList<Problem> problems, Palette palette)
    {
        foreach (var problem in problems.Take(MostShown)) Write(to, problem, palette);
        if (problems.Count > MostShown) to.WriteLine($"and {problems.Count - MostShown} more");
    }

    private static void Write(TextWriter to, Problem problem, Palette palette)
    {
        var meant = problem.Suggestion is null ? "" : $"; did you mean `{problem.Suggestion}`?";
        to.WriteLine($"{palette.Red("error:")} {problem.What}{meant}");
        if (problem.Place is { } place) to.WriteLine($"  {palette.Dim("-->")} {place}");
        if (problem.Where is not null)
            foreach (var line in SourceSnippet.Read(problem.Where, problem.Line, problem.Column, palette)) to.WriteLine($"  {line}");
        if (problem.Next is not null) to.WriteLine($"  {palette.Cyan("next:")} {problem.Next}");
    }
}
