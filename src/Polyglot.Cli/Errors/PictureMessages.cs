namespace Polyglot.Cli.Errors;

/// <summary>What is said about pictures and reports.</summary>
internal static class PictureMessages
{
    public const string TargetsOfARun = "a run is drawn whole; without --run, tasks can be named";
    public const string NotAReport = "it is not a report, and is not overwritten; -o names another file";

    public static string UnknownFormat(string name) => $"there is no format `{name}`";

    public static string FileInTheWay(string path) => $"there is a file at {path} already";
}
