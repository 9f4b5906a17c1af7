using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>An output that differs between two runs.</summary>
/// <param name="Path">Where it is published.</param>
/// <param name="Old">What it was; null where it was not published.</param>
/// <param name="New">What it is; null where it is not published.</param>
/// <param name="Content">How they differ; null where neither is at hand.</param>
public sealed record OutputDifference(string Path, ObjectId? Old, ObjectId? New, ContentDifference? Content);

/// <summary>A task's result in two runs.</summary>
/// <param name="Task">The task.</param>
/// <param name="Old">The earlier result; null for none.</param>
/// <param name="New">The later result; null for none.</param>
public sealed record ResultDifference(string Task, ObjectId? Old, ObjectId? New);

/// <summary>What a task took in two runs; null in a run that did not execute it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Old">In the earlier run.</param>
/// <param name="New">In the later run.</param>
public sealed record TimeDifference(string Task, TimeSpan? Old, TimeSpan? New);

/// <summary>How two runs differ. Immutable.</summary>
/// <param name="Old">The earlier run.</param>
/// <param name="New">The later run.</param>
/// <param name="Inputs">Inputs with another content or type, which came or which went.</param>
/// <param name="Programs">What differs of tasks that both runs have: files, code, commands, types, runners, variables, which inputs they take.</param>
/// <param name="Outputs">Published files that differ.</param>
/// <param name="Results">Tasks that both runs have and whose results differ.</param>
/// <param name="Added">Tasks of the later run alone.</param>
/// <param name="Removed">Tasks of the earlier run alone.</param>
/// <param name="Times">Tasks that at least one of them executed.</param>
public sealed record RunDifference(
    RunRecord Old,
    RunRecord New,
    IReadOnlyList<ExplainedLeaf> Inputs,
    IReadOnlyList<ExplainedLeaf> Programs,
    IReadOnlyList<OutputDifference> Outputs,
    IReadOnlyList<ResultDifference> Results,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<TimeDifference> Times)
{
    /// <summary>Whether the same inputs and programs gave the same outputs.</summary>
    public bool IsEmpty => Inputs.Count + Programs.Count + Outputs.Count + Results.Count + Added.Count + Removed.Count == 0;
}
