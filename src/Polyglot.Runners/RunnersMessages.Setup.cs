namespace Polyglot.Runners;

internal static partial class RunnersMessages
{
    public static string SetupFailed(string path, int exitCode) => $"{path} ended with exit code {exitCode}";

    public static string SetupNotStarted(string path, string reason) => $"{path} could not be started: {reason}";
}
