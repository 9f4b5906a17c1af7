using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>
/// Asks the file system very many small questions on threads of its own, while whoever began it does something else. A question that cannot be asked is answered by no, and once one
/// answer is no, the others need not be asked. Threads of its own rather than the pool's start at once, and the program that asks for little else needs no pool.
/// </summary>
internal sealed class Sweep : IDisposable
{
    // Fewer are asked faster one after the other.
    private const int Many = 500;
    private const int MostThreads = 7;
    private const int AtOnce = 64;

    private readonly Func<int, bool> _holds;
    private readonly int _count;
    private readonly Thread[] _threads;
    private int _next;
    private bool _no;

    private Sweep(int count, Func<int, bool> holds)
    {
        (_count, _holds) = (count, holds);
        _threads = new Thread[count < Many ? 0 : Math.Min(Environment.ProcessorCount - 1, MostThreads)];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new(Ask) { IsBackground = true };
            _threads[i].Start();
        }
    }

    /// <summary>Begins to ask.</summary>
    /// <param name="count">How many.</param>
    /// <param name="holds">Answers one; called on several threads.</param>
    public static Sweep Begin(int count, Func<int, bool> holds) => new(count, holds);

    /// <summary>Asks what has not been asked yet. Whether every answer was yes.</summary>
    public bool End()
    {
        Ask();
        foreach (var thread in _threads) thread.Join();
        return !_no;
    }

    /// <summary>Gives up: nothing is asked any more.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _no, true);
        foreach (var thread in _threads) thread.Join();
    }

    private void Ask()
    {
        while (true)
        {
            var end = Interlocked.Add(ref _next, AtOnce);
            for (var i = end - AtOnce; i < Math.Min(end, _count); i++)
            {
                if (Volatile.Read(ref _no)) return;
                if (!Answer(i)) Volatile.Write(ref _no, true);
            }
            if (end >= _count) return;
        }
    }

    private bool Answer(int i)
    {
        try
        {
            return _holds(i);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or StoreException)
        {
            return false;
        }
    }
}
