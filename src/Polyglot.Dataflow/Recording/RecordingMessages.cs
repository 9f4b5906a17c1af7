using Polyglot.East;

namespace Polyglot.Dataflow.Recording;

/// <summary>Messages about what is written after tasks have run.</summary>
internal static class RecordingMessages
{
    public const string NotPublishedNext = "The result is in the repository; correct this and run again, which computes nothing anew.";

    public static string NotPublished(string path, string detail) => $"the output {path} could not be written: {detail.TrimEnd('.')}";

    public static string NotAFileOf(EastType type) => $"the object does not hold a {type}";

    public static string NoRef(string name, string detail) => $"the ref {name} could not be set: {detail.TrimEnd('.')}";
}
