using Polyglot.Cli.Verifying;
using Polyglot.Runners;

namespace Polyglot.Cli.Errors;

/// <summary>What <c>verify</c> says.</summary>
internal static class VerifyMessages
{
    public const string NoSandboxOption = "Run tasks without a sandbox, whatever the project says";

    public static string NoSandbox(SandboxProblem problem) => $"without a sandbox, so undeclared files are not looked for: {problem.Reason} ({problem.Next})";

    public static string SameEverywhere(string task, int runs) => runs == 1 ? $"{task} gives the same again" : $"{task} gives the same in all {runs} runtimes";

    public static string DifferentSomewhere(string task, string? before) => before is null ? $"{task} does not give the same" : $"{task} does not give the same: it gave {before} before";

    /// <summary>One line about a task.</summary>
    public static string Of(string task, Verification verification) => verification.Conclusion switch
    {
        Conclusion.Same => $"{task} gives the same again",
        Conclusion.Undeclared when verification.Path is { } path => $"{task} reads {path}, which it does not declare: name it under `depends` or make it an input",
        Conclusion.Undeclared when verification.Error is { } error => $"{task} needs something that it does not declare, a file or the network: without a sandbox it succeeds, in one it says: {error}",
        Conclusion.Undeclared => $"{task} reads something that it does not declare: without a sandbox it gives {verification.Before?.Abbreviated()} again, in one another result each time the same",
        Conclusion.NotDeterministic => $"{task} is not deterministic: the same inputs gave another result each time",
        Conclusion.NotReproduced => $"{task} does not give the same: it gave {verification.Before?.Abbreviated()} before, and now another result each time the same",
        Conclusion.Faulted => $"{task} could not be run again: {verification.Error}",
        _ => $"{task} does not give the same: it fails",
    };

    public static string Summary(int same, int all) => same == all ? $"all {all} tasks give the same again" : $"{all - same} of {all} tasks do not give the same";
}
