using Polyglot.Dataflow.Execution;
using Polyglot.Store;

namespace Polyglot.Dataflow.Scattering;

/// <summary>What has become of every element, and the first errors. Equal elements are one execution, which is run for the first of them. Thread-safe.</summary>
internal sealed class ElementBoard
{
    private const int MostErrors = 4;

    private readonly Lock _gate = new();
    private readonly Expansion _expansion;
    private readonly ExecutionId[] _executions;
    private readonly ObjectId?[] _outputs;
    private readonly Decision[] _decisions;
    private readonly int[] _firsts;
    private readonly SortedList<int, AttemptError> _errors = [];
    private int _done;
    private int _failed;
    private long? _peak;

    public ElementBoard(Expansion expansion, ExecutionId[] executions)
    {
        _expansion = expansion;
        _executions = executions;
        _outputs = new ObjectId?[executions.Length];
        _decisions = new Decision[executions.Length];
        Array.Fill(_decisions, Decision.Cancelled);
        _firsts = new int[executions.Length];
        var seen = new Dictionary<ExecutionId, int>(executions.Length);
        for (var i = 0; i < executions.Length; i++)
        {
            _firsts[i] = seen.GetValueOrDefault(executions[i], i);
            seen.TryAdd(executions[i], i);
        }
    }

    public int Count => _executions.Length;

    /// <summary>How many have a result or have failed.</summary>
    public (int Done, int Failed) Standing
    {
        get
        {
            lock (_gate) return (_done, _failed);
        }
    }

    public ExecutionId ExecutionOf(int index) => _executions[index];

    /// <summary>Whether it is the first with its execution; the others take what it gives.</summary>
    public bool IsFirst(int index) => _firsts[index] == index;

    /// <summary>The first with the same execution.</summary>
    public int FirstOf(int index) => _firsts[index];

    /// <summary>Its result; null where there is none.</summary>
    public ObjectId? OutputOf(int index)
    {
        lock (_gate) return _outputs[_firsts[index]];
    }

    /// <summary>Whether nothing was done with it yet.</summary>
    public bool IsOpen(int index)
    {
        lock (_gate) return _decisions[_firsts[index]] == Decision.Cancelled;
    }

    /// <summary>Its result was found or made.</summary>
    public void Succeed(int index, ObjectId output, Decision decision)
    {
        lock (_gate)
        {
            if (_decisions[index] == Decision.Cancelled) _done++;
            _outputs[index] = output;
            _decisions[index] = decision;
        }
    }

    /// <summary>It failed, or its runtime did.</summary>
    public void Fail(int index, AttemptError error)
    {
        lock (_gate)
        {
            if (_decisions[index] == Decision.Cancelled) _done++;
            _failed++;
            _outputs[index] = null;
            _decisions[index] = Decision.Failed;
            _errors[index] = error;
            if (_errors.Count > MostErrors) _errors.RemoveAt(MostErrors);
        }
    }

    /// <summary>The most memory that one of them took; null where nothing is known.</summary>
    public long? PeakMemory
    {
        get
        {
            lock (_gate) return _peak;
        }
    }

    /// <summary>One of them took that much memory; null where that is not known.</summary>
    public void Took(long? memory)
    {
        lock (_gate)
            if (_peak is null || memory > _peak) _peak = memory;
    }

    /// <summary>What is recorded.</summary>
    public ElementList ToList(TaskId task)
    {
        lock (_gate)
        {
            var elements = new Element[Count];
            for (var i = 0; i < elements.Length; i++)
            {
                var first = _firsts[i];
                var decision = first != i && _decisions[first] is Decision.Ran or Decision.Joined ? Decision.Cached : _decisions[first];
                elements[i] = new(_expansion.KeyOf(i), _expansion.ObjectsOf(i), _executions[i], decision, _outputs[first]);
            }
            return new(task, elements);
        }
    }

    /// <summary>The error of the whole: which elements failed, the first of them with all that is known, and the next ones in a line each.</summary>
    public AttemptError Error(ElementList list)
    {
        lock (_gate)
        {
            var failed = list.Elements.Where(element => element.Decision == Decision.Failed).Select(element => element.Key).ToList();
            var side = _errors.Values.Any(error => error.Side != ErrorSide.Task) ? _errors.Values.First(error => error.Side != ErrorSide.Task).Side : ErrorSide.Task;
            AttemptError? cause = null;
            foreach (var (index, error) in _errors.Reverse())
                cause = error with { Summary = ScatterMessages.OfElement(_expansion.KeyOf(index), Headline(error)), ErrorType = "", Cause = cause is null ? error.Cause : cause };
            return new() { Side = side, Code = ScatterMessages.FailedCode, Summary = ScatterMessages.Failed(failed, Count), Cause = cause };
        }
    }

    private static string Headline(AttemptError error) =>
        error.ErrorType.Length == 0 || error.Summary.StartsWith(error.ErrorType, StringComparison.Ordinal) ? error.Summary : $"{error.ErrorType}: {error.Summary}";
}
