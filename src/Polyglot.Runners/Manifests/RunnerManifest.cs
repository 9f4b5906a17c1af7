namespace Polyglot.Runners;

/// <summary>How to start a runtime: one entry of a <c>runners</c> section. The reference is <c>ir/schema/runners.schema.json</c>. Immutable.</summary>
public sealed record RunnerManifest
{
    /// <summary><c>[a-z][a-z0-9-]*</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the runtime can do.</summary>
    public required RunnerKind Kind { get; init; }

    /// <summary>Absolute path of the file that holds this manifest; messages name it. Empty for the host's own runner, which has none.</summary>
    public required string File { get; init; }

    /// <summary>Absolute path of the folder of <see cref="File"/>; <c>{runnerDir}</c>.</summary>
    public string Directory => Path.GetDirectoryName(File)!;

    /// <summary>The alternatives, each an argv with placeholders, never empty; none at all for the host's own runner. The first that is there and passes the probe is used.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Exec { get; init; }

    /// <summary>
    /// Kind command: the arguments after the executable for tasks that give a script and no command, with placeholders. Null where <see cref="Exec"/> serves both.
    /// </summary>
    public IReadOnlyList<string>? ScriptArgs { get; init; }

    /// <summary>
    /// Kinds worker and east: a program that workers are started through where it is there, with the whole argv as its arguments; it may hold <c>{runnerDir}</c> and
    /// <c>{projectDir}</c>. It makes the start faster and changes nothing else, so probes do without it and no task's identity has it. Null for none.
    /// </summary>
    public string? Launcher { get; init; }

    /// <summary>The environment, in the order of the file. Values may hold <c>{runnerDir}</c> and <c>{projectDir}</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Env { get; init; } = [];

    /// <summary>Names of variables that are handed on from the host where it has them.</summary>
    public IReadOnlyList<string> PassEnv { get; init; } = [];

    /// <summary>How to find out whether an alternative works and which version it is; null where being there is enough.</summary>
    public ProbeSpec? Probe { get; init; }

    /// <summary>How to find out whether an alternative has a library; null where tasks cannot require any.</summary>
    public RequiresSpec? Requires { get; init; }

    /// <summary>Most requests that one worker is given at a time; null for what the runtime announces, which is an upper limit in any case.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Where tasks run unless they say otherwise.</summary>
    public IsolationMode Isolation { get; init; } = IsolationMode.Shared;

    /// <summary>How a running task is asked to stop.</summary>
    public InterruptMode Interrupt { get; init; } = InterruptMode.Message;

    /// <summary>How long things may take.</summary>
    public RunnerTimeouts Timeouts { get; init; } = RunnerTimeouts.Default;

    /// <summary>What of the runner enters the identity of its tasks.</summary>
    public FingerprintSpec Fingerprint { get; init; } = FingerprintSpec.Default;

    /// <summary>
    /// Files and folders that the runtime itself reads, such as installed libraries, and that a sandbox shows beside the system's and those that it is installed with. They may
    /// hold <c>{runnerDir}</c> and <c>{projectDir}</c>; <c>~/</c> is the user's home, and what is relative lies in the project. They need not be there.
    /// </summary>
    public IReadOnlyList<string> Readable { get; init; } = [];

    /// <summary>For people and for inference.</summary>
    public RunnerMetadata Metadata { get; init; } = RunnerMetadata.Default;

    /// <summary>Kind east: the packages of platform functions that plugins bring for it; <see cref="RunnerCatalog"/> puts them here.</summary>
    public IReadOnlyList<PlatformPackage> Platforms { get; init; } = [];

    /// <summary>Kind command: how inputs and output are written unless the task says otherwise.</summary>
    public TaskFormat Format { get; init; } = TaskFormat.Beast2;

    /// <summary>Kind command: where the result is.</summary>
    public OutputSource Output { get; init; } = OutputSource.File;

    /// <summary>How a command that is a program's name with plain words is started. It does not change what the command means, so no task's identity has it.</summary>
    public PlainCommands PlainCommands { get; init; } = PlainCommands.Exec;
}

/// <summary>The levels of runner.</summary>
public enum RunnerKind
{
    /// <summary>A program per task; inputs and output are files.</summary>
    Command,

    /// <summary>Speaks the protocol, stays warm, runs functions in scripts.</summary>
    Worker,

    /// <summary>A worker that also runs East IR.</summary>
    East,

    /// <summary>The host's own process, which runs East IR; no manifest file can say so (<see cref="DotnetRunner"/>).</summary>
    Host,
}

/// <summary>Where a task runs, from fastest to cleanest.</summary>
public enum IsolationMode
{
    /// <summary>In a warm worker, after other tasks.</summary>
    Shared,

    /// <summary>In a fresh copy of a warm worker where the runtime can; in a fresh process where it cannot.</summary>
    Fork,

    /// <summary>In a fresh process that ends with the task.</summary>
    Process,
}

/// <summary>How a running task is asked to stop before it is killed.</summary>
public enum InterruptMode
{
    /// <summary>By the protocol's <c>Cancel</c>.</summary>
    Message,

    /// <summary>By <c>Cancel</c>, then by a signal: SIGINT for workers, SIGTERM for commands.</summary>
    Signal,

    /// <summary>It is not asked.</summary>
    None,
}

/// <summary>How the files of a command's inputs and output hold their values.</summary>
public enum TaskFormat
{
    /// <summary>Whole beast2 files, as the store keeps them.</summary>
    Beast2,

    /// <summary>East JSON.</summary>
    Json,

    /// <summary>A table with a header row: Array of flat Structs only.</summary>
    Csv,

    /// <summary>A Blob's bytes, a String's UTF-8, nothing for Null, the East text of Boolean, Integer, Float and DateTime.</summary>
    Raw,
}

/// <summary>Where a command's result is.</summary>
public enum OutputSource
{
    /// <summary>In the file <c>{output}</c>.</summary>
    File,

    /// <summary>On its standard output.</summary>
    Stdout,
}

/// <summary>How a command that every shell reads alike is started: a program's name and words without any sign that means something to a shell.</summary>
public enum PlainCommands
{
    /// <summary>As every other, by <see cref="RunnerManifest.Exec"/>.</summary>
    Exec,

    /// <summary>By itself, if the environment's PATH has a program of that name: <see cref="RunnerManifest.Exec"/> is a POSIX shell that would start just that.</summary>
    Direct,
}

/// <summary>Started as <c>executable args</c>: exit code 0 and, with <see cref="Version"/>, output that it matches.</summary>
/// <param name="Args">Arguments after the alternative's executable.</param>
/// <param name="Version">A regular expression whose first group is the version; searched in stdout, then stderr. Null: no version.</param>
/// <param name="Minimum">Lowest version that will do, compared number by number; null for any.</param>
/// <param name="Timeout">How long it may take.</param>
public sealed record ProbeSpec(IReadOnlyList<string> Args, string? Version, string? Minimum, TimeSpan Timeout);

/// <summary>Started as <c>executable args</c> for each requirement, with <c>{requirement}</c> filled: exit code 0 means it is there.</summary>
/// <param name="Args">Arguments after the alternative's executable.</param>
/// <param name="Hint">What to do when one is missing, with <c>{requirement}</c>; null for nothing to say.</param>
/// <param name="Timeout">How long it may take.</param>
public sealed record RequiresSpec(IReadOnlyList<string> Args, string? Hint, TimeSpan Timeout);

/// <summary>How long things may take.</summary>
/// <param name="Start">From the start of a worker to its <c>Ready</c>.</param>
/// <param name="Cancel">From the polite request to stop to the next step.</param>
/// <param name="Interrupt">From the signal to the kill.</param>
/// <param name="Kill">From the kill to giving the process up.</param>
/// <param name="Idle">How long a worker stays warm without work.</param>
/// <param name="Task">A task that does not say; null for ever.</param>
public sealed record RunnerTimeouts(TimeSpan Start, TimeSpan Cancel, TimeSpan Interrupt, TimeSpan Kill, TimeSpan Idle, TimeSpan? Task)
{
    /// <summary>Start 30 s, cancel 2 s, interrupt 2 s, kill 5 s, idle 300 s, tasks for ever.</summary>
    public static RunnerTimeouts Default { get; } = new(
        TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(300), null);
}

/// <summary>How much of the probed version enters the identity of tasks.</summary>
public enum VersionPart
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>3</c> of <c>3.11.2</c>.</summary>
    Major,

    /// <summary><c>3.11</c> of <c>3.11.2</c>.</summary>
    Minor,

    /// <summary>All of it.</summary>
    Full,
}

/// <summary>What of the runner enters the identity of its tasks, besides its id and the environment it is given.</summary>
/// <param name="Version">How much of the probed version.</param>
/// <param name="Code">The runner code's own version: changed by its author when results may change.</param>
/// <param name="Files">Files whose content counts (lock files), with placeholders; one that is absent counts as absent.</param>
public sealed record FingerprintSpec(VersionPart Version, string Code, IReadOnlyList<string> Files)
{
    /// <summary>The version to minor, code <c>1</c>, no files.</summary>
    public static FingerprintSpec Default { get; } = new(VersionPart.Minor, "1", []);
}

/// <summary>For people and for inference.</summary>
/// <param name="Name">The language's name; empty when not given.</param>
/// <param name="Description">One line; empty when not given.</param>
/// <param name="Extensions">File name extensions of scripts, with their dot: from these the runner of a task is inferred.</param>
/// <param name="Homepage">Where to read more, and where to get it; empty when not given.</param>
/// <param name="Install">What to do when no alternative works; empty when not given.</param>
public sealed record RunnerMetadata(string Name, string Description, IReadOnlyList<string> Extensions, string Homepage, string Install)
{
    /// <summary>Nothing known.</summary>
    public static RunnerMetadata Default { get; } = new("", "", [], "", "");
}
