using Polyglot.Dataflow.Workspaces;
using Polyglot.Store;

namespace Polyglot.Pictures.Text;

/// <summary>What names mean, in a few words beside a completion.</summary>
public static class NameText
{
    /// <summary><c>task, python</c>, or how a run ended and when.</summary>
    public static string Of(KnownName name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Kind switch
        {
            NameKinds.Tasks => $"task, {name.Of}",
            NameKinds.Inputs => "input",
            NameKinds.Outputs => $"output, {name.Of}",
            NameKinds.Refs => "ref",
            NameKinds.Tags => "tag",
            _ => name.Of is RunRecord run ? $"{run.Status.ToString().ToLowerInvariant()} {Quantity.Age(run.EndedAt, now)}, {Quantity.Count(run.Tasks.Count, "task")}" : "run",
        };
    }
}
