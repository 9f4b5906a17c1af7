using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Resolving;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>A run that has ended and is recorded, with what it had looked at.</summary>
/// <param name="Asked">What was asked for.</param>
/// <param name="StartedAt">When it began: before anything was read.</param>
/// <param name="ProjectFiles">The project files, as they were before they were read.</param>
/// <param name="Graph">What was run.</param>
/// <param name="Resolved">How.</param>
/// <param name="Table">With every output.</param>
/// <param name="Record">Its record.</param>
/// <param name="Published">What it published.</param>
internal sealed record FinishedRun(
    EvaluationOptions Asked,
    DateTimeOffset StartedAt,
    ProjectFileStamps ProjectFiles,
    DataflowGraph Graph,
    ResolvedSnapshot Resolved,
    PlanTable Table,
    RunRecord Record,
    IReadOnlyList<PublishedFile> Published);
