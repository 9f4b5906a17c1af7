using System.Globalization;

namespace Polyglot.Runners;

/// <summary>
/// Sandboxes of Linux, made by <c>bwrap</c> of the package bubblewrap: new namespaces of mounts, processes, network, users, host name and shared memory, without root.
/// The option <c>--die-with-parent</c> is left out: the kernel takes the thread that started a process for its parent, and threads of a pool come and go. It is not
/// needed. The first process of the sandbox is of the group that the launcher and its guard kill, and when it dies, the kernel kills all others in there.
/// </summary>
internal sealed class Bubblewrap(string searchPath) : ISandbox
{
    /// <summary>The processes of bwrap itself between what is started and the program: its monitor, and the first process of the namespace.</summary>
    public const int Depth = 2;

    // bwrap takes 9,000 arguments, and a mount is three of them.
    private const int MostMounts = 2500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] SystemFolders =
        ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix", "/gnu", "/run/current-system", "/sys/devices/system"];

    /// <inheritdoc/>
    public string Name => "bubblewrap";

    /// <inheritdoc/>
    public async Task<SandboxProblem?> TryAsync(CancellationToken cancel)
    {
        if (Find() is null) return new SandboxProblem(RunnersMessages.NoBubblewrap, RunnersMessages.NoBubblewrapNext);
        var directory = Directory.CreateTempSubdirectory("polyglot-sandbox-").FullName;
        try
        {
            var view = new SandboxView { Readable = [], Hidden = [], Writable = [], Temp = directory };
            var start = Wrap(new ProcessStart(["/bin/sh", "-c", ":"], [new("PATH", "/usr/bin:/bin")], "/"), view);
            var result = await Prober.StartAsync(start, Patience, cancel).ConfigureAwait(false);
            if (result.Problem is null) return null;
            var said = result.Stderr.Trim();
            return new SandboxProblem(RunnersMessages.BubblewrapFailed(said.Length > 0 ? said : result.Problem), KernelSettings.Next(File.ReadAllText));
        }
        finally
        {
            WorkerServices.RemoveDirectory(directory);
        }
    }

    /// <inheritdoc/>
    public ProcessStart Wrap(ProcessStart start, SandboxView view)
    {
        var program = Find() ?? throw new LaunchException(RunnersMessages.NoBubblewrap);
        var mounts = SandboxMounts.Arrange(SystemFolders, view);
        if (mounts.Count > MostMounts) throw new LaunchException(RunnersMessages.TooManyMounts(mounts.Count, MostMounts));
        List<string> argv = [program, "--unshare-all", "--cap-drop", "ALL", "--hostname", "sandbox"];
        foreach (var mount in mounts) Add(argv, mount);
        argv.AddRange(["--proc", "/proc", "--dev", "/dev", "--symlink", "../tmp", "/var/tmp"]);
        // Last: until then there is something to be made in them.
        foreach (var mount in mounts)
            if (mount.Kind == MountKind.Hidden) argv.AddRange(["--remount-ro", mount.Path]);
        argv.AddRange(["--remount-ro", "/", "--chdir", start.WorkingDirectory, "--", .. start.Argv]);
        return start with { Argv = argv, Program = program, WorkingDirectory = "/", Depth = Depth };
    }

    private static void Add(List<string> argv, SandboxMount mount)
    {
        switch (mount.Kind)
        {
            case MountKind.Readable when SystemFolders.Contains(mount.Path) && new DirectoryInfo(mount.Path).LinkTarget is { } target:
                argv.AddRange(["--symlink", target, mount.Path]);
                break;
            case MountKind.Readable:
                argv.AddRange(["--ro-bind-try", mount.Path, mount.Path]);
                break;
            case MountKind.Writable:
                argv.AddRange(["--bind", mount.Source, mount.Path]);
                break;
            default:
                argv.AddRange(["--tmpfs", mount.Path]);
                break;
        }
    }

    private string? Find() => ExecutableSearch.Find("bwrap", "/", searchPath);

    /// <summary>Which of the kernel's settings most likely forbids it.</summary>
    internal static class KernelSettings
    {
        public static readonly IReadOnlyList<(string File, bool IsOnBad, string Name)> Known =
        [
            ("/proc/sys/user/max_user_namespaces", false, "user.max_user_namespaces=15000"),
            ("/proc/sys/kernel/unprivileged_userns_clone", false, "kernel.unprivileged_userns_clone=1"),
            ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", true, "kernel.apparmor_restrict_unprivileged_userns=0"),
        ];

        /// <summary>What to do about it.</summary>
        /// <param name="read">Gives the content of a file; throws <see cref="IOException"/> where there is none.</param>
        public static string Next(Func<string, string> read)
        {
            foreach (var (file, isOnBad, name) in Known)
                if (IsOn(file, read) == isOnBad) return RunnersMessages.SetKernel(name);
            return RunnersMessages.NamespacesNext;
        }

        private static bool? IsOn(string file, Func<string, string> read)
        {
            try
            {
                return long.TryParse(read(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value > 0 : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
