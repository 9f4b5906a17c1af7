using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>A runtime's error as it is recorded. Pure.</summary>
internal static class Errors
{
    private const string CancelledCode = "cancelled";

    public static AttemptError From(TaskError error) => new()
    {
        Side = error.Side switch
        {
            FaultSide.Task => ErrorSide.Task,
            FaultSide.Host => ErrorSide.Host,
            _ => ErrorSide.Runner,
        },
        Code = error.Code,
        Summary = error.Summary,
        ErrorType = error.ErrorType,
        Frames = error.Frames.Select(From).ToList(),
        Location = error.Location.Select(From).ToList(),
        Argument = error.Argument < 0 ? null : error.Argument,
        Path = error.Path,
        Retryable = error.Retryable,
        Details = error.Details,
        Cause = error.Cause is { } cause ? From(cause) : null,
    };

    public static AttemptError Cancelled(string reason) => new() { Side = ErrorSide.Host, Code = CancelledCode, Summary = reason };

    /// <summary>An error of this program, or of what it asked for.</summary>
    public static AttemptError Host(string code, string summary, string details = "") =>
        new() { Side = ErrorSide.Host, Code = code, Summary = summary, Details = details };

    private static Polyglot.Store.ErrorFrame From(Polyglot.Runners.ErrorFrame frame) => new(frame.File, frame.Line, frame.Column, frame.Function, frame.IsUser);
}
