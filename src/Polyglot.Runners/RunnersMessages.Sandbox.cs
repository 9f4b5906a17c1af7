using System.Globalization;

namespace Polyglot.Runners;

internal static partial class RunnersMessages
{
    public const string NoSandboxOnSystem = "Polyglot knows no sandbox for this system, only one for Linux (bubblewrap)";
    public const string NoSandboxOnSystemNext = "run it on Linux (a virtual machine or a container will do), or without a sandbox: --no-sandbox";
    public const string NoBubblewrap = "bwrap, of the package bubblewrap, is not on this machine";
    public const string NoBubblewrapNext = "apt install bubblewrap (dnf, pacman and apk know it by the same name), or run without a sandbox: --no-sandbox";
    public const string NamespacesNext =
        "a container must allow namespaces and a /proc of their own (docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined), or run without a sandbox: --no-sandbox";
    public const string SandboxedLink = "its output is a link: in a sandbox the result must be a file";

    public static string BubblewrapFailed(string said) => $"bwrap cannot make a sandbox here: {said}";

    public static string SetKernel(string setting) => $"let users make namespaces: sysctl -w {setting} (as root), or run without a sandbox: --no-sandbox";

    public static string TooManyMounts(int count, int most) =>
        string.Create(CultureInfo.InvariantCulture, $"the task's sandbox would have to show {count} files and folders, and {most} is the most: name folders under depends");

    public static string NoSandbox(SandboxProblem problem) => $"the task is to run in a sandbox, and there is none: {problem.Reason}; {problem.Next}";

    public static string StartedInSandbox(string summary) =>
        $"{summary} (in a sandbox, where it sees the system's files, those it is installed with, and what its manifest calls readable)";
}
