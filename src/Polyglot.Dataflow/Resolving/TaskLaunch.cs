using Polyglot.Dataflow.Projects;
using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>What is needed to run a task and is no part of its identity. Immutable.</summary>
/// <param name="Runner">Where it runs.</param>
/// <param name="Program">What it runs; an East program is completed with the path of its object.</param>
/// <param name="Ir">The object of an East program; else null.</param>
/// <param name="InputNames">What the program calls its inputs, in order.</param>
/// <param name="InputTypes">Their types.</param>
/// <param name="OutputType">The result's type.</param>
/// <param name="Environment">The task's own variables.</param>
/// <param name="Timeout">Null for the runner's.</param>
/// <param name="Isolation">Null for the runner's.</param>
/// <param name="Format">Null for the runner's.</param>
/// <param name="Files">The files of the program as they were when the snapshot was taken.</param>
internal sealed record TaskLaunch(
    ResolvedRunner Runner,
    ProgramSpec Program,
    ObjectId? Ir,
    IReadOnlyList<string> InputNames,
    IReadOnlyList<EastType> InputTypes,
    EastType OutputType,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    TimeSpan? Timeout,
    IsolationMode? Isolation,
    TaskFormat? Format,
    IReadOnlyList<ProgramFile> Files)
{
    /// <summary>Whether the project file declares the output's type.</summary>
    public bool DeclaresOutput { get; init; }

    /// <summary>How the output is written where that is not as inputs are; else null.</summary>
    public TaskFormat? OutputFormat { get; init; }

    /// <summary>What the dataflow that the program returns may use; null where it returns none.</summary>
    public LaunchReturns? Returns { get; init; }

    /// <summary>Whether the project file puts it into a sandbox.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Gives the beast2 file of an East program; null for other programs, and gives null where its file has changed.</summary>
    public Func<byte[]?>? IrFile { get; init; }
}

/// <summary>
/// What the tasks of a returned dataflow may use: all of it is in the identity of the task that returns it, so that its result can be found without asking
/// what it returned. Immutable.
/// </summary>
/// <param name="Project">The file of the task; paths start at its folder.</param>
/// <param name="Runners">The runners, by id.</param>
/// <param name="Result">The type of the result.</param>
/// <param name="Depth">How deep dataflows may return dataflows, this one included; null where the task does not say.</param>
internal sealed record LaunchReturns(Project Project, IReadOnlyDictionary<string, ResolvedRunner> Runners, EastType Result, int? Depth);

/// <summary>A file of a program at one instant.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Name">Relative to the project's folder, with <c>/</c>; what the identity and people know it by.</param>
/// <param name="Id">Its content as a Blob object.</param>
/// <param name="Stamp">What a stat said when the content was looked at.</param>
internal sealed record ProgramFile(string Path, string Name, ObjectId Id, FileStamp Stamp)
{
    /// <summary>The file as it enters records and identities.</summary>
    public NamedObject Named { get; } = new(Name, Id);
}
