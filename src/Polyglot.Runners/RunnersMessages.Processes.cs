namespace Polyglot.Runners;

internal static partial class RunnersMessages
{
    public static string CannotMakeFile(string directory, string reason) => $"cannot make a file in {directory}: {reason}";

    public static string NoPipe(string reason) => $"cannot make a pipe: {reason}";

    public static string CannotWatch(int pid, string reason) => $"cannot watch process {pid}: {reason}";

    public static string CannotStart(string program, string directory, string reason) =>
        directory.Length == 0 ? $"cannot start {program}: {reason}" : $"cannot start {program} in {directory}: {reason}";
}
