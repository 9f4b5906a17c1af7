using System.Text.Json;
using Polyglot.Store;

namespace Polyglot.Cli.Rendering;

/// <summary>Why a task runs, in words and as JSON.</summary>
internal static class ReasonText
{
    /// <summary>A few words, such as <c>input weekly changed</c>; empty for null.</summary>
    public static string Of(Reason? reason) => ReasonWords.Of(reason);

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
}
