using System.Text.Json;
using Polyglot.Store;

namespace Polyglot.Cli.Rendering;

/// <summary>Why a task runs, in words and as JSON.</summary>
internal static class ReasonText
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

    /// <summary>A member: null, or an object whose <c>kind</c> says which other members there are.</summary>
    public static void Write(Utf8JsonWriter writer, string name, Reason? reason)
    {
        if (reason is null)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WriteStartObject(name);
        switch (reason)
        {
            case Reason.InputChanged r: Change(writer, "inputChanged", "name", r.Name, r.Old, r.New); break;
            case Reason.ProgramChanged r: Change(writer, "programChanged", "file", r.File, r.Old, r.New); break;
            case Reason.TypeChanged r: Change(writer, "typeChanged", "what", r.What, r.Old, r.New); break;
            case Reason.RunnerChanged r: Change(writer, "runnerChanged", "what", r.What, r.Old, r.New); break;
            case Reason.EnvironmentChanged r: Change(writer, "environmentChanged", "name", r.Name, r.Old, r.New); break;
            case Reason.NeverRan: writer.WriteString("kind", "neverRan"); break;
            case Reason.Forced: writer.WriteString("kind", "forced"); break;
            case Reason.PreviousFailed: writer.WriteString("kind", "previousFailed"); break;
            case Reason.OutputMissing r:
                writer.WriteString("kind", "outputMissing");
                writer.WriteString("output", r.Id.ToString());
                break;
            default: throw new ArgumentOutOfRangeException(nameof(reason), reason, null);
        }
        writer.WriteString("text", Of(reason));
        writer.WriteEndObject();
    }

    private static void Change(Utf8JsonWriter writer, string kind, string member, string value, string? old, string? now)
    {
        writer.WriteString("kind", kind);
        writer.WriteString(member, value);
        writer.WriteOptional("old", old);
        writer.WriteOptional("new", now);
    }

    private static string Change(string? old, string? now) => old is null ? "is new" : now is null ? "is gone" : "changed";

    private static string Values(string? old, string? now) => (old, now) switch
    {
        (null, null) => "changed",
        (null, _) => $"is new: {now}",
        (_, null) => $"is gone, was {old}",
        _ => $"changed: {old} -> {now}",
    };
}
