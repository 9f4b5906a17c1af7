namespace Polyglot.Dataflow.Execution;

/// <summary>
/// Who may start next: of everything that waits and fits into what is left of the budget, that of the earliest task. Something that needs much is not passed
/// over for ever: after a while everybody waits for it. Belongs to the loop of a run (<see cref="Turns"/>); what is thread-safe says so.
/// </summary>
internal sealed class Admission(Turns turns, Budget budget)
{
    /// <summary>How often the first in line may be passed over by later ones.</summary>
    internal const int Patience = 32;

    // There are few different demands, so one queue for each finds the first that fits at once.
    private readonly Dictionary<Demand, PriorityQueue<Waiting, (int Task, long Order)>> _queues = [];
    private long _order;
    private int _passed;
    private int _finishing;

    /// <summary>A budget of processors only.</summary>
    public static Admission Of(int parallelism) => new(new(), new(new(parallelism)));

    /// <summary>The loop.</summary>
    public Turns Turns => turns;

    /// <summary>Called on the loop when a part of a task has failed; null for nobody.</summary>
    public Action? OnPartFailed { get; set; }

    /// <summary>Whether anything waits. Needs the loop.</summary>
    public bool IsEmpty => _queues.Count == 0;

    /// <summary>Lets something wait for its turn; it has its slot from when it starts until <see cref="Free"/>. Needs the loop.</summary>
    public void Enqueue(int task, Demand demand, Action<Slot> start) => Enqueue(task, new(demand, start, null));

    /// <summary>Asks to start a part of a running task. A slot when it may, which <see cref="Leave"/> gives back; null when nothing more starts. Thread-safe.</summary>
    public Task<Slot?> EnterAsync(int task, Demand demand)
    {
        var entered = new TaskCompletionSource<Slot?>(TaskCreationOptions.RunContinuationsAsynchronously);
        turns.Post(() => Enqueue(task, new(demand, entered.SetResult, () => entered.SetResult(null))));
        return entered.Task;
    }

    /// <summary>
    /// A program has ended and its result is still to be taken: the next one may start, as long as the host does not fall behind with taking results. Thread-safe.
    /// </summary>
    public void Finishing(Slot slot) => turns.Post(() =>
    {
        if (slot.IsFinishing) return;
        slot.IsFinishing = true;
        budget.Give(slot.Demand);
        _finishing++;
    });

    /// <summary>Something that held a slot has ended. Thread-safe.</summary>
    /// <param name="slot">What it held.</param>
    /// <param name="then">What else is to be done on the loop.</param>
    public void Leave(Slot slot, Action? then = null) => turns.Post(() =>
    {
        Free(slot);
        then?.Invoke();
    });

    /// <summary>A part of a running task has failed. Thread-safe.</summary>
    public void Failed() => turns.Post(() => OnPartFailed?.Invoke());

    /// <summary>Gives back what something held. Needs the loop.</summary>
    public void Free(Slot slot)
    {
        if (slot.IsFinishing) _finishing--;
        else budget.Give(slot.Demand);
    }

    /// <summary>Starts the next; false when there is none that may. Needs the loop.</summary>
    public bool StartNext()
    {
        if (_queues.Count == 0 || _finishing > budget.Processors) return false;
        var first = _queues.MinBy(queue => First(queue.Value));
        var next = budget.Fits(first.Key) ? first : _passed < Patience ? _queues.Where(queue => budget.Fits(queue.Key)).DefaultIfEmpty().MinBy(Place) : default;
        if (next.Key is null) return false;
        _passed = next.Key == first.Key ? 0 : _passed + 1;
        var waiting = next.Value.Dequeue();
        if (next.Value.Count == 0) _queues.Remove(next.Key);
        budget.Take(next.Key);
        waiting.Start(new Slot(next.Key));
        return true;
    }

    /// <summary>Nothing more may start: the parts that wait are told so. Needs the loop.</summary>
    public void RefuseParts()
    {
        var waiting = _queues.Values.SelectMany(queue => queue.UnorderedItems).Select(item => item.Element).Where(item => item.Refuse is not null).ToList();
        _queues.Clear();
        foreach (var part in waiting) part.Refuse!();
    }

    private static (int, long) Place(KeyValuePair<Demand, PriorityQueue<Waiting, (int, long)>> queue) => queue.Value is null ? default : First(queue.Value);

    private static (int, long) First(PriorityQueue<Waiting, (int, long)> queue) => queue.TryPeek(out _, out var place) ? place : default;

    private void Enqueue(int task, Waiting waiting)
    {
        if (!_queues.TryGetValue(waiting.Demand, out var queue)) _queues[waiting.Demand] = queue = new();
        queue.Enqueue(waiting, (task, _order++));
    }

    private sealed record Waiting(Demand Demand, Action<Slot> Start, Action? Refuse);
}

/// <summary>What something that runs holds of the budget.</summary>
internal sealed class Slot(Demand demand)
{
    public Demand Demand { get; } = demand;

    /// <summary>Its program has ended, and the demand is given back. Belongs to the loop.</summary>
    public bool IsFinishing { get; set; }
}
