using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>Asks the file system very many small questions, side by side.</summary>
internal static class Sweep
{
    // Fewer are asked faster one after the other.
    private const int Many = 500;
    private const int MostParts = 8;

    /// <summary>Whether the answer to each is yes; once one is no, the others need not be asked. A question that cannot be asked is answered by no.</summary>
    /// <param name="count">How many.</param>
    /// <param name="holds">Answers one; called from several threads.</param>
    public static bool All(int count, Func<int, bool> holds)
    {
        var parts = count < Many ? 1 : Math.Min(Environment.ProcessorCount, MostParts);
        var no = false;
        if (parts == 1) Ask(0);
        else Parallel.For(0, parts, Ask);
        return !no;

        void Ask(int part)
        {
            var end = (int)((long)count * (part + 1) / parts);
            for (var i = (int)((long)count * part / parts); i < end; i++)
            {
                if (Volatile.Read(ref no)) return;
                if (!Answer(holds, i)) Volatile.Write(ref no, true);
            }
        }
    }

    private static bool Answer(Func<int, bool> holds, int i)
    {
        try
        {
            return holds(i);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or StoreException)
        {
            return false;
        }
    }
}
