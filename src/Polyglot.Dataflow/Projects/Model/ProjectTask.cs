using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Projects;

/// <summary>A named task as written.</summary>
/// <param name="Name">Unique among the inputs and tasks of the file.</param>
/// <param name="Position">Where the name is written.</param>
/// <param name="Runner">The id of its runner.</param>
/// <param name="RunnerPosition">Where the runner is written.</param>
/// <param name="Program">What it runs.</param>
/// <param name="Inputs">Its inputs, in file order.</param>
/// <param name="InputsNamed">They were written as <c>{parameter: name}</c> and not as a list.</param>
/// <param name="InputsPosition">Where the inputs are written, or the task's own place where there are none.</param>
/// <param name="Output">The declared output type, or null when the program's annotation gives it.</param>
/// <param name="OutputPosition">Where the type is written.</param>
/// <param name="Settings">Everything else.</param>
public sealed record ProjectTask(
    string Name,
    SourcePosition Position,
    string Runner,
    SourcePosition RunnerPosition,
    ProgramReference Program,
    IReadOnlyList<TaskArgument> Inputs,
    bool InputsNamed,
    SourcePosition InputsPosition,
    EastType? Output,
    SourcePosition OutputPosition,
    TaskSettings Settings)
{
    /// <summary>Which inputs are taken apart, so that the task is run once for every element; null where it is run once.</summary>
    public ScatterClause? Scatter { get; init; }

    /// <summary>The program gives a dataflow, whose result is the task's; null where it gives the result itself. Not beside <see cref="Scatter"/>.</summary>
    public ReturnsClause? Returns { get; init; }

    /// <summary>What it takes of the machine while it runs. Not part of the identity.</summary>
    public TaskResources Resources { get; init; } = TaskResources.None;

    /// <summary>It runs in a sandbox, where it finds only what is declared. Not part of the identity: a task that declares what it reads gives the same without.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Whether and when it is tried again. Not part of the identity.</summary>
    public TaskRetry Retry { get; init; } = TaskRetry.Unsaid;
}

/// <summary>Whether and when a task that did not succeed is tried again, as its author says; each element of a task with a <see cref="ScatterClause"/> by itself.</summary>
/// <param name="Times">How often at most, whatever the reason; null where only faults of its runner that may pass count.</param>
/// <param name="Delay">The longest wait before the first further try; it doubles with each.</param>
/// <param name="Longest">The longest wait of all.</param>
/// <param name="Alone">Stopped for its memory, it is tried once more while nothing else of the run goes on.</param>
public sealed record TaskRetry(int? Times, TimeSpan Delay, TimeSpan Longest, bool Alone)
{
    /// <summary>A task that says nothing.</summary>
    public static TaskRetry Unsaid { get; } = new(null, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), Alone: false);
}

/// <summary>What a task takes of the machine while it runs, as its author says; each element of a task with a <see cref="ScatterClause"/> takes as much.</summary>
/// <param name="Cpus">Processors; at least 0, parts of one are allowed.</param>
/// <param name="Memory">Bytes, which are also its limit; 0 where the task does not say.</param>
/// <param name="Named">How many of what the file counts under <c>resources</c>.</param>
public sealed record TaskResources(double Cpus, long Memory, IReadOnlyList<NamedResource> Named)
{
    /// <summary>One processor: a task that says nothing.</summary>
    public static TaskResources None { get; } = new(1, 0, []);
}

/// <summary>An amount of something that the user counts: GPUs, licences.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Amount">How many; at least 1.</param>
/// <param name="Position">Where the name is written.</param>
public sealed record NamedResource(string Name, int Amount, SourcePosition Position);

/// <summary>A task whose program gives a dataflow.</summary>
/// <param name="Runners">What the tasks of that dataflow may run on beside the task's own runner.</param>
/// <param name="Depth">How deep dataflows may return dataflows, this one included; null where nothing is said.</param>
/// <param name="Position">Where it is written.</param>
public sealed record ReturnsClause(IReadOnlyList<RunnerName> Runners, int? Depth, SourcePosition Position)
{
    /// <summary>How deep, where nothing is said.</summary>
    public const int DefaultDepth = 8;

    /// <summary>The deepest that may be said.</summary>
    public const int MaxDepth = 64;

    /// <summary>The word for what is returned.</summary>
    public const string Dataflow = "dataflow";
}

/// <summary>The id of a runner, as written.</summary>
/// <param name="Id">The id.</param>
/// <param name="Position">Where it is written.</param>
public sealed record RunnerName(string Id, SourcePosition Position);

/// <summary>Which inputs of a task are taken apart: <see cref="ForeachClause"/> or <see cref="MatrixClause"/>.</summary>
/// <param name="Position">Where it is written.</param>
public abstract record ScatterClause(SourcePosition Position);

/// <summary>One run for every element of an Array or every value of a Dict.</summary>
/// <param name="Input">The place of the input in <see cref="ProjectTask.Inputs"/>.</param>
/// <param name="Position">Where its name is written.</param>
public sealed record ForeachClause(int Input, SourcePosition Position) : ScatterClause(Position);

/// <summary>One run for every combination of the elements of some Arrays, the last one changing fastest.</summary>
/// <param name="Inputs">The places of these inputs in <see cref="ProjectTask.Inputs"/>: the last ones.</param>
/// <param name="Position">Where the first is written.</param>
public sealed record MatrixClause(IReadOnlyList<int> Inputs, SourcePosition Position) : ScatterClause(Position)
{
    /// <summary>What a result is called beside the parameters that gave it.</summary>
    public const string ResultField = "value";
}

/// <summary>One input of a task.</summary>
/// <param name="Parameter">The parameter's name where inputs are named, else null.</param>
/// <param name="Source">The name of an input or a task.</param>
/// <param name="Position">Where the source is written.</param>
/// <param name="ParameterPosition">Where the parameter is written; the source's place where there is none.</param>
public sealed record TaskArgument(string? Parameter, string Source, SourcePosition Position, SourcePosition ParameterPosition);

/// <summary>What a task runs: <see cref="FunctionReference"/>, <see cref="IrReference"/>, <see cref="CommandReference"/> or <see cref="ScriptReference"/>.</summary>
/// <param name="Position">Where it is written.</param>
public abstract record ProgramReference(SourcePosition Position);

/// <summary>A function in one of the user's scripts.</summary>
/// <param name="Script">As written, relative to the project's folder.</param>
/// <param name="Function">Its name in the script.</param>
/// <param name="Position">Where it is written.</param>
public sealed record FunctionReference(string Script, string Function, SourcePosition Position) : ProgramReference(Position);

/// <summary>An East program in a file (<c>.json</c>, <c>.east</c> or <c>.beast2</c>).</summary>
/// <param name="Path">As written, relative to the project's folder.</param>
/// <param name="Position">Where it is written.</param>
public sealed record IrReference(string Path, SourcePosition Position) : ProgramReference(Position);

/// <summary>A command line, run by a command runner's own means.</summary>
/// <param name="Command">As written.</param>
/// <param name="Position">Where it is written.</param>
public sealed record CommandReference(string Command, SourcePosition Position) : ProgramReference(Position);

/// <summary>A script run as a whole program by a command runner.</summary>
/// <param name="Script">As written, relative to the project's folder.</param>
/// <param name="Position">Where it is written.</param>
public sealed record ScriptReference(string Script, SourcePosition Position) : ProgramReference(Position);

/// <summary>What a task may say beside its program, inputs and output.</summary>
/// <param name="Requires">What the runner must have for this task (packages), as its manifest understands it.</param>
/// <param name="Platforms">Platform packages that an East program may call.</param>
/// <param name="Depends">Files and globs that the program also reads, as written.</param>
/// <param name="Environment">Environment variables; part of the task's identity.</param>
/// <param name="Isolation">How much of a worker it may share, or null for the runner's default. Not part of the identity.</param>
/// <param name="Timeout">When it is stopped, or null for the runner's default. Not part of the identity.</param>
/// <param name="Version">The user's own version of the code, which replaces the files in the identity; null where absent.</param>
/// <param name="Format">How a command reads its inputs and writes its output, or null for the runner's default.</param>
/// <param name="Description">For people.</param>
public sealed record TaskSettings(
    IReadOnlyList<string> Requires,
    IReadOnlyList<string> Platforms,
    IReadOnlyList<DependsPattern> Depends,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    IsolationMode? Isolation,
    TimeSpan? Timeout,
    string? Version,
    TaskFormat? Format,
    string? Description);

/// <summary>A file or glob that a program reads besides its inputs.</summary>
/// <param name="Pattern">As written, relative to the project's folder.</param>
/// <param name="Position">Where it is written.</param>
public sealed record DependsPattern(string Pattern, SourcePosition Position);
