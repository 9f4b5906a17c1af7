using Polyglot.Store;

namespace Polyglot.Cli.Verifying;

/// <summary>What running a task again tells of it.</summary>
internal enum Conclusion
{
    /// <summary>It gives what it gave.</summary>
    Same,

    /// <summary>It gives something else each time.</summary>
    NotDeterministic,

    /// <summary>It depends on something that a sandbox does not show.</summary>
    Undeclared,

    /// <summary>It gives the same each time, and that is not what is recorded.</summary>
    NotReproduced,

    /// <summary>It fails, with a sandbox and without.</summary>
    Failed,

    /// <summary>Not the task but its runtime or the host is at fault.</summary>
    Faulted,
}

/// <summary>How a task is run for the comparison.</summary>
internal enum Condition
{
    /// <summary>As <c>run</c> would: what is recorded counts.</summary>
    AsEver,

    /// <summary>Anew in a fresh process, in a sandbox where one is used.</summary>
    Anew,

    /// <summary>Anew in a fresh process without a sandbox.</summary>
    Outside,
}

/// <summary>What came of a task once.</summary>
/// <param name="Runner">The runtime that was asked for; null for the task's own.</param>
/// <param name="Output">Null where it has none.</param>
/// <param name="Elapsed">Its own time.</param>
/// <param name="Error">Why it has no output; null where it has.</param>
/// <param name="IsSandboxed">It ran in a sandbox.</param>
internal sealed record Verdict(string? Runner, ObjectId? Output, TimeSpan Elapsed, AttemptError? Error, bool IsSandboxed)
{
    /// <summary>The error in one line; null for none.</summary>
    public string? Summary => Error?.Summary;
}

/// <summary>What was found out about a task.</summary>
/// <param name="Conclusion">In a word.</param>
/// <param name="Before">What was recorded, where it is not what came; abbreviated for people by the printer.</param>
/// <param name="Verdicts">What came each time it was run anew, in order.</param>
/// <param name="Error">What it said in a sandbox, or why it failed; null for nothing.</param>
/// <param name="Path">The undeclared file, where the error names one; relative to the project where it lies in it.</param>
internal sealed record Verification(Conclusion Conclusion, ObjectId? Before, IReadOnlyList<Verdict> Verdicts, string? Error = null, string? Path = null)
{
    /// <summary>Runs a task as often as it takes to tell.</summary>
    /// <param name="run">Runs it once.</param>
    /// <param name="usesSandbox">Whether <see cref="Condition.Anew"/> is in a sandbox.</param>
    /// <param name="project">The project's folder.</param>
    public static async Task<Verification> OfAsync(Func<Condition, Task<Verdict>> run, bool usesSandbox, string project)
    {
        var recorded = await run(Condition.AsEver).ConfigureAwait(false);
        if (recorded.Output is null) return new(recorded.Error is { Side: not ErrorSide.Task } ? Conclusion.Faulted : Conclusion.Failed, null, [recorded], recorded.Summary);
        var first = await run(Condition.Anew).ConfigureAwait(false);
        if (first.Output == recorded.Output) return new(Conclusion.Same, null, [first]);
        if (first.Error is { } error) return await OfFailureAsync(run, recorded, first, error, usesSandbox, project).ConfigureAwait(false);

        var second = await run(Condition.Anew).ConfigureAwait(false);
        if (second.Output != first.Output) return new(Conclusion.NotDeterministic, recorded.Output, [first, second]);
        if (!usesSandbox) return new(Conclusion.NotReproduced, recorded.Output, [first, second]);
        var outside = await run(Condition.Outside).ConfigureAwait(false);
        var conclusion = outside.Output == first.Output ? Conclusion.NotReproduced : outside.Output == recorded.Output ? Conclusion.Undeclared : Conclusion.NotDeterministic;
        return new(conclusion, recorded.Output, [first, second, outside]);
    }

    private static async Task<Verification> OfFailureAsync(
        Func<Condition, Task<Verdict>> run, Verdict recorded, Verdict first, AttemptError error, bool usesSandbox, string project)
    {
        if (error.Side != ErrorSide.Task) return new(Conclusion.Faulted, recorded.Output, [first], error.Summary);
        if (!usesSandbox) return new(Conclusion.Failed, recorded.Output, [first], error.Summary);
        // What fails without a sandbox too does not fail for want of something undeclared.
        var outside = await run(Condition.Outside).ConfigureAwait(false);
        return outside.Output is null
            ? new(Conclusion.Failed, recorded.Output, [first, outside], error.Summary)
            : new(Conclusion.Undeclared, outside.Output == recorded.Output ? null : recorded.Output, [first, outside], error.Summary, MissingPath.In(error, project));
    }
}
