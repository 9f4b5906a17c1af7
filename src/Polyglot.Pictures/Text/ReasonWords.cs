using Polyglot.Store;

namespace Polyglot.Pictures.Text;

/// <summary>Why a task runs, in words.</summary>
public static class ReasonWords
{
    /// <summary>A few words, such as <c>input weekly changed</c>; empty for null.</summary>
    public static string Of(Reason? reason) => reason switch
    {
        null => "",
        Reason.NeverRan => "never ran",
        Reason.InputChanged r => $"input {r.Name} {Change(r.Old, r.New)}",
        Reason.ProgramChanged r => $"{r.File} {Change(r.Old, r.New)}",
        Reason.TypeChanged r => $"type of {r.What} {Values(r.Old, r.New)}",
        Reason.RunnerChanged r => $"runner {r.What} {Values(r.Old, r.New)}",
        Reason.EnvironmentChanged r => $"variable {r.Name} {Values(r.Old, r.New)}",
        Reason.Forced => "forced",
        Reason.PreviousFailed => "did not succeed before",
        Reason.OutputMissing r => $"its output {r.Id.Abbreviated()} is gone or damaged",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static string Change(string? old, string? now) => old is null ? "is new" : now is null ? "is gone" : "changed";

    private static string Values(string? old, string? now) => (old, now) switch
    {
        (null, null) => "changed",
        (null, _) => $"is new: {now}",
        (_, null) => $"is gone, was {old}",
        _ => $"changed: {old} -> {now}",
    };
}
