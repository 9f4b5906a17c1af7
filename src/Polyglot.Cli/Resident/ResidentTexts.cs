namespace Polyglot.Cli.Resident;

/// <summary>What the command line says about resident hosts.</summary>
internal static class ResidentTexts
{
    public const string Lost = "the host that ran this command has ended";
    public const string LostNext = "run the same again: nothing that was done is lost; POLYGLOT_HOST=off runs without a host";
    public const string None = "no host is running for this project";
    public const string Stopped = "the host has ended";
    public const string NotStarted = "the host did not start";
    public const string NotStartedNext = "`polyglot host start --foreground` shows why";
    public const string WatchStays = "the host of this project is a watch; Ctrl-C there ends it";

    public static string NotHosted(string verb) => $"`{verb}` is not for a host to run";

    public static string NotBegun(string detail) => $"the host could not begin this command: {detail.TrimEnd('.')}";

    public static string Running(int processId) => $"a host is running, process {processId}";

    public static string Started(int processId) => $"a host has started, process {processId}";
}
