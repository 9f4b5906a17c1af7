namespace Polyglot.Runners;

/// <summary>A runner that can be started on this machine for one project. Immutable; compared by reference (workers are shared by content).</summary>
public sealed class ResolvedRunner
{
    /// <summary>Made by <see cref="RunnerResolver"/>; tests may make their own.</summary>
    /// <param name="manifest">Where it came from.</param>
    /// <param name="argv">The chosen alternative: an absolute executable, <c>{runnerDir}</c> and <c>{projectDir}</c> filled; a command's other placeholders stay.</param>
    /// <param name="projectDirectory">Absolute path of the project; <c>{projectDir}</c>.</param>
    /// <param name="environment">The whole environment, values filled in.</param>
    /// <param name="version">As probed; empty where the manifest has no version probe.</param>
    /// <param name="fingerprint">What enters the identity of tasks, in order of key.</param>
    /// <param name="launcher">Absolute path of the program that workers are started through where it is there; null for none.</param>
    public ResolvedRunner(
        RunnerManifest manifest,
        IReadOnlyList<string> argv,
        string projectDirectory,
        IReadOnlyList<KeyValuePair<string, string>> environment,
        string version,
        IReadOnlyList<KeyValuePair<string, string>> fingerprint,
        string? launcher = null)
    {
        Manifest = manifest;
        Argv = argv;
        ProjectDirectory = projectDirectory;
        Environment = environment;
        Version = version;
        Fingerprint = fingerprint;
        Launcher = launcher;
    }

    /// <summary>Where it came from.</summary>
    public RunnerManifest Manifest { get; }

    /// <summary>The manifest's id.</summary>
    public string Id => Manifest.Id;

    /// <summary>The chosen alternative, starting with an absolute path.</summary>
    public IReadOnlyList<string> Argv { get; }

    /// <summary>Absolute path of the program that workers are started through where it is there; null for none.</summary>
    public string? Launcher { get; }

    /// <summary>What to start a worker with now: <see cref="Argv"/>, through the launcher where that is there.</summary>
    internal IReadOnlyList<string> WorkerArgv => Launcher is not null && File.Exists(Launcher) ? [Launcher, .. Argv] : Argv;

    /// <summary>Absolute path of the project.</summary>
    public string ProjectDirectory { get; }

    /// <summary>The whole environment of its processes, before the task's own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; }

    /// <summary>As probed (<c>3.11.2</c>); empty where the manifest has no version probe.</summary>
    public string Version { get; }

    /// <summary>
    /// What enters the identity of tasks, in order of key: <c>code</c>, <c>version</c>, <c>env:NAME</c>, <c>file:template</c>. Free of absolute paths of this machine,
    /// so that two machines agree.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fingerprint { get; }
}

/// <summary>What came of resolving: exactly one of the nested records.</summary>
public abstract record RunnerResolution
{
    private RunnerResolution()
    {
    }

    /// <summary>It can be started.</summary>
    /// <param name="Runner">How.</param>
    /// <param name="Refused">The alternatives before it, and why each was passed over.</param>
    public sealed record Found(ResolvedRunner Runner, IReadOnlyList<RefusedAlternative> Refused) : RunnerResolution;

    /// <summary>No alternative works.</summary>
    /// <param name="Message">The whole story in one text: what is wanted, each alternative with its reason, what to do.</param>
    /// <param name="Refused">Every alternative, and why.</param>
    public sealed record NotFound(string Message, IReadOnlyList<RefusedAlternative> Refused) : RunnerResolution;
}

/// <summary>An alternative that was not used.</summary>
/// <param name="Argv">As the manifest gives it, <c>{runnerDir}</c> and <c>{projectDir}</c> filled.</param>
/// <param name="Reason">One line.</param>
public sealed record RefusedAlternative(IReadOnlyList<string> Argv, string Reason);
