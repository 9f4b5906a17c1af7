using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Recording;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Scattering;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>What all dataflows of a run share, the project's own and those that tasks return. Thread-safe.</summary>
/// <param name="Repository">Where everything is kept.</param>
/// <param name="Host">Runs programs.</param>
/// <param name="Builder">Makes of what tasks return what can be run.</param>
/// <param name="Admission">Where everything asks to be let in.</param>
/// <param name="Claims">Waits for what somebody else runs.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Jitter">Gives numbers from 0 up to 1, on any thread.</param>
/// <param name="Time">The clock.</param>
internal sealed record RunServices(
    Repository Repository, RunnerHost Host, ReturnedBuilder Builder, Admission Admission, ClaimWaiter Claims, EvaluationOptions Options, Func<double> Jitter, TimeProvider Time);

/// <summary>One dataflow of a run with what runs its tasks. Thread-safe.</summary>
internal sealed class DataflowLevel
{
    private readonly Recorder _recorder;
    private readonly ObservedPeaks? _peaks;

    /// <param name="services">What all share.</param>
    /// <param name="graph">The dataflow.</param>
    /// <param name="resolved">The same with every type and identity.</param>
    /// <param name="lookups">What is known of it.</param>
    /// <param name="gate">Who is told of its tasks.</param>
    /// <param name="chain">The tasks that returned it.</param>
    public DataflowLevel(RunServices services, DataflowGraph graph, ResolvedSnapshot resolved, IPlanLookups lookups, ObserverGate gate, ReturnedChain chain)
    {
        (Services, Graph, Resolved, Lookups, Chain) = (services, graph, resolved, lookups, chain);
        var repository = services.Repository;
        _recorder = new(repository, graph, resolved);
        Restorer = new(resolved, repository.Objects, repository.StatCache);
        Local = new(repository, services.Host, resolved, Restorer, services.Options, new(Declared, services.Options.Memory), services.Time);
        _peaks = services.Options.Memory is null ? null : new(lookups, repository.Executions);
        var retries = new Retries(task => Declared(task).Retry, services.Jitter, services.Time);
        Parts = new(Local, repository.Executions, repository.Objects, gate, _recorder.KeepProgram, retries);
        var elements = new ScatterServices(
            Parts, services.Claims, services.Admission, DemandOf, lookups, repository.Objects, id => repository.Uses.Hold(repository.Objects, id),
            () => repository.Temp.NextPath(".beast2"), services.Time);
        var executor = new ReturningExecutor(new ScatterExecutor(Local, new(resolved, Local.Locate), elements), this);
        Runner = new(executor, repository.Executions, repository.Objects, gate, _recorder.KeepProgram, retries);
    }

    public RunServices Services { get; }

    public DataflowGraph Graph { get; }

    public ResolvedSnapshot Resolved { get; }

    public IPlanLookups Lookups { get; }

    public ReturnedChain Chain { get; }

    /// <summary>Brings inputs back.</summary>
    public InputRestorer Restorer { get; }

    /// <summary>Runs programs.</summary>
    public LocalExecutor Local { get; }

    /// <summary>Runs parts of tasks: elements, and programs that return dataflows.</summary>
    public TaskRunner Parts { get; }

    /// <summary>Runs tasks.</summary>
    public TaskRunner Runner { get; }

    /// <summary>Writes what a run leaves behind.</summary>
    public Recorder Recorder => _recorder;

    /// <summary>What a task takes, by its index.</summary>
    public Demand DemandOf(int task)
    {
        var resources = Declared(task).Resources;
        return Demand.Of(resources, resources.Memory > 0 ? 0 : _peaks?.Of(Graph.Tasks[task].Name) ?? 0);
    }

    /// <summary>
    /// Plans it. What the plan found stays, and so do the programs, which records will name, also those of tasks that do not run.
    /// </summary>
    /// <param name="planner">Of this dataflow.</param>
    /// <param name="shape">What describes it.</param>
    public PlanTable Plan(Planner planner, ObjectId shape)
    {
        var uses = Services.Repository.Uses;
        using var away = uses.KeepAway();
        var table = planner.Plan();
        var named = new HashSet<ObjectId>(table.Snapshot.Inputs.Select(input => input.Id)) { shape };
        foreach (var task in table.Snapshot.Tasks)
        {
            named.Add(task.Id.AsObject);
            if (task.Scatter is { } scatter) named.Add(scatter.Element.AsObject);
            if (task.Returns is { } returns) named.Add(returns.Program.AsObject);
            named.UnionWith(task.Files.Select(file => file.Id));
        }
        uses.Tell(named.ToArray());
        return table;
    }

    private ProjectTask Declared(int task) => Graph.Tasks[task].Declared;
}
