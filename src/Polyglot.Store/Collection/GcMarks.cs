namespace Polyglot.Store;

/// <summary>
/// Who wants what, counted, so that a run can be taken out again. An object is <em>firm</em> when something wants its bytes for ever, and
/// <em>soft</em> when it is only a result whose execution is kept: then it can be computed again. Not thread-safe.
/// </summary>
internal sealed class GcMarks
{
    private readonly Dictionary<ObjectId, int> _firm = [];
    private readonly Dictionary<ObjectId, int> _soft = [];
    private readonly Dictionary<ObjectId, int> _published = [];
    private readonly Dictionary<ExecutionId, int> _executions = [];

    /// <summary>Wants an object for ever.</summary>
    public void Firm(ObjectId id) => Count(_firm, id, 1);

    /// <summary>Wants an execution, and its output only as a result.</summary>
    public void Execution(ExecutionId id, ObjectId? output)
    {
        Count(_executions, id, 1);
        if (output is { } soft) Count(_soft, soft, 1);
    }

    /// <summary>Wants a run. Everything of a <paramref name="whole"/> one is firm; of another one results are soft, and of the <paramref name="newest"/> those that it published, or that nothing comes after, are firm too.</summary>
    public void Add(RunReach run, bool whole, bool newest) => Count(run, whole, newest, 1);

    /// <summary>Takes back what <see cref="Add"/> counted.</summary>
    public void Remove(RunReach run, bool whole, bool newest) => Count(run, whole, newest, -1);

    public bool IsFirm(ObjectId id) => _firm.ContainsKey(id);

    public bool IsSoft(ObjectId id) => !IsFirm(id) && _soft.ContainsKey(id);

    public bool IsWanted(ObjectId id) => _firm.ContainsKey(id) || _soft.ContainsKey(id);

    public bool IsPublished(ObjectId id) => _published.ContainsKey(id);

    public bool IsWanted(ExecutionId id) => _executions.ContainsKey(id);

    private void Count(RunReach run, bool whole, bool newest, int step)
    {
        foreach (var id in run.Inputs) Count(_firm, id, step);
        foreach (var id in run.Programs) Count(_firm, id, step);
        foreach (var id in run.Logs) Count(_firm, id, step);
        foreach (var id in run.Results.Keys) Count(whole ? _firm : _soft, id, step);
        foreach (var id in run.Published)
        {
            Count(_published, id, step);
            Count(whole || newest || !run.Results.ContainsKey(id) ? _firm : _soft, id, step);
        }
        if (newest && !whole)
            foreach (var id in run.Ends) Count(_firm, id, step);
        foreach (var id in run.Executions) Count(_executions, id, step);
    }

    private static void Count<T>(Dictionary<T, int> counts, T id, int step)
        where T : notnull
    {
        var count = counts.GetValueOrDefault(id) + step;
        if (count == 0) counts.Remove(id);
        else counts[id] = count;
    }
}
