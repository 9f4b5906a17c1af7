using Polyglot.Store;

namespace Polyglot.Dataflow.History;

/// <summary>Messages about runs that are looked up and files that are put back.</summary>
internal static class HistoryMessages
{
    public const string Outside = "it is not a path inside the project's folder";

    public const string NoFormat = "its extension says no format that a value of its type can be written in";

    public const string Unknown = "it holds something that no run has seen";

    public static string NoType(ObjectId id, string detail) => $"object {id.Abbreviated()} has no readable type: {detail}";
}
