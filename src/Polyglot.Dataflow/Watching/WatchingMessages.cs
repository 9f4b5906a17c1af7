namespace Polyglot.Dataflow.Watching;

/// <summary>Messages about watching files.</summary>
public static class WatchingMessages
{
    /// <summary>Too many inotify instances.</summary>
    public const string TooManyWatchers = "the system has no room for another file watcher; raise fs.inotify.max_user_instances or end other watchers";

    /// <summary>What to do about files that do not come to rest.</summary>
    public const string NeverSettledNext = "something writes to them without pause; point the project at files that are complete";

    /// <summary>Too many inotify watches.</summary>
    public static string TooManyWatches(string folder) => $"the system has no room to watch {folder}; raise fs.inotify.max_user_watches or depend on fewer folders";

    /// <summary>Any other error.</summary>
    public static string NotWatchable(string folder, string detail) => folder.Length == 0 ? $"files cannot be watched: {detail}" : $"{folder} cannot be watched: {detail}";

    /// <summary>The files changed during every one of so many readings.</summary>
    public static string NeverSettled(int tries) => $"the files of the project changed each of the {tries} times they were read";
}
