namespace Polyglot.Dataflow.Execution;

/// <summary>Something's leave to run: it holds a part of the budget, and gives it up where it waits for another try. For one task at a time.</summary>
internal sealed class Permit(Admission admission, int task, Demand demand, Slot slot)
{
    private Slot? _slot = slot;

    /// <summary>Its program has ended, and its result is still to be taken.</summary>
    public void Finishing()
    {
        if (_slot is { } held) admission.Finishing(held);
    }

    /// <summary>Lets others run until <see cref="TakeAgainAsync"/>.</summary>
    public void GiveUp()
    {
        if (_slot is { } held) admission.Leave(held);
        _slot = null;
    }

    /// <summary>Waits for its turn. False when nothing more starts.</summary>
    /// <param name="alone">Until nothing else runs, and then nothing else does.</param>
    public async Task<bool> TakeAgainAsync(bool alone)
    {
        _slot = await admission.EnterAsync(task, alone ? Demand.Alone : demand).ConfigureAwait(false);
        return _slot is not null;
    }

    /// <summary>It has ended.</summary>
    /// <param name="then">What else is to be done on the loop.</param>
    public void End(Action? then = null)
    {
        if (_slot is { } held) admission.Leave(held, then);
        else if (then is not null) admission.Turns.Post(then);
        _slot = null;
    }
}
