namespace Polyglot.East.Fuzz;

/// <summary>
/// The choices that make one random thing: numbers that are drawn from a seed or replayed from a list. The same list makes the same thing, a
/// shorter or smaller list a simpler one, so that what failed shrinks without knowing what it is. Zero is always the simplest choice. Not thread-safe.
/// </summary>
public sealed class Choices
{
    private readonly Random? _random;
    private readonly IReadOnlyList<int> _replayed = [];
    private readonly List<int> _made = [];

    /// <summary>Random ones, the same for the same seed.</summary>
    public Choices(int seed) => _random = new Random(seed);

    /// <summary>Those of a list; beyond its end, the simplest.</summary>
    public Choices(IReadOnlyList<int> replayed) => _replayed = replayed;

    /// <summary>What was chosen so far.</summary>
    public IReadOnlyList<int> Made => _made;

    /// <summary>A number from 0 to <paramref name="count"/> - 1.</summary>
    public int Next(int count)
    {
        var choice = _random?.Next(count) ?? (_made.Count < _replayed.Count ? _replayed[_made.Count] % count : 0);
        _made.Add(choice);
        return choice;
    }

    /// <summary>True once in that many times; false is the simpler.</summary>
    public bool OneIn(int count) => Next(count) == count - 1;

    /// <summary>One of them; the first is the simplest.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];
}

/// <summary>Makes what fails smaller, as long as it fails.</summary>
public static class Shrinker
{
    /// <summary>The smallest choices that still fail, of those that were tried.</summary>
    /// <param name="choices">They fail.</param>
    /// <param name="fails">Whether what the choices make fails too; gives the choices that it really made.</param>
    /// <param name="tries">How often to ask at most.</param>
    public static IReadOnlyList<int> Shrink(IReadOnlyList<int> choices, Func<Choices, bool> fails, int tries = 2000)
    {
        var best = choices;
        for (var changed = true; changed && tries > 0;)
        {
            changed = false;
            for (var length = Math.Max(1, best.Count / 2); length >= 1 && tries > 0; length /= 2)
                for (var at = 0; at < best.Count && tries > 0; at += length)
                    changed |= Try([.. best.Take(at), .. best.Skip(at + length)]);
            for (var at = 0; at < best.Count && tries > 0; at++)
            {
                if (best[at] == 0) continue;
                changed |= Try([.. best.Take(at), 0, .. best.Skip(at + 1)]) || Try([.. best.Take(at), best[at] / 2, .. best.Skip(at + 1)]);
            }
        }
        return best;

        bool Try(List<int> candidate)
        {
            tries--;
            var made = new Choices(candidate);
            if (!fails(made) || !IsSimpler(made.Made, best)) return false;
            best = [.. made.Made];
            return true;
        }
    }

    private static bool IsSimpler(IReadOnlyList<int> one, IReadOnlyList<int> other) =>
        one.Count != other.Count ? one.Count < other.Count : one.Sum(c => (long)c) < other.Sum(c => (long)c);
}
