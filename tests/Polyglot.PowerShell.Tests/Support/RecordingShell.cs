using System.Collections;
using Polyglot.PowerShell.Shell;

namespace Polyglot.PowerShell.Tests.Support;

/// <summary>A shell that remembers what it was told, and on which thread.</summary>
internal sealed class RecordingShell : IShell
{
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public List<object?> Results { get; } = [];

    public List<Fault> Faults { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Details { get; } = [];

    public List<ProgressStep> Steps { get; } = [];

    public List<(string Target, string Action)> Asked { get; } = [];

    /// <summary>What is answered.</summary>
    public Consent Answer { get; set; } = Consent.Given;

    /// <summary>Thrown when a result is given out; null for nothing.</summary>
    public Exception? Deaf { get; set; }

    /// <summary>Called for each result.</summary>
    public Action<object?> OnResult { get; set; } = static _ => { };

    /// <summary>Called for each detail.</summary>
    public Action<string> OnDetail { get; set; } = static _ => { };

    public bool ShowsDetail { get; set; }

    public T Only<T>() => (T)Results.Single()!;

    public void Write(object? value, bool enumerate)
    {
        OnThread();
        if (Deaf is not null) throw Deaf;
        if (enumerate) Results.AddRange(((IEnumerable)value!).Cast<object?>());
        else Results.Add(value);
        OnResult(value);
    }

    public void Fail(Fault fault)
    {
        OnThread();
        Faults.Add(fault);
    }

    public void Warn(string message)
    {
        OnThread();
        Warnings.Add(message);
    }

    public void Detail(string message)
    {
        OnThread();
        Details.Add(message);
        OnDetail(message);
    }

    public void Progress(ProgressStep step)
    {
        OnThread();
        Steps.Add(step);
    }

    public Consent Ask(string target, string action)
    {
        OnThread();
        Asked.Add((target, action));
        return Answer;
    }

    private void OnThread() => Assert.That(Environment.CurrentManagedThreadId, Is.EqualTo(_thread), "only the thread that runs a command may talk to the shell");
}
