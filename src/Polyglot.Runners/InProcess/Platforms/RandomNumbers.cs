using System.Numerics;

namespace Polyglot.Runners;

/// <summary>
/// The random generator of programs, the same in every runtime: xoshiro256** (Blackman and Vigna), its state made from the seed by splitmix64.
/// The last bit of logarithms, exponentials and cosines is the host's. Not thread-safe.
/// </summary>
/// <param name="seed">Of the request.</param>
internal sealed class RandomNumbers(ulong seed)
{
    private ulong[] _state = StateOf(seed);

    /// <summary>Starts again.</summary>
    public void Restart(ulong seed) => _state = StateOf(seed);

    /// <summary>In [0, 1): the upper 53 bits.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>From least to most, both included, all equally likely.</summary>
    public long Range(long least, long most)
    {
        var count = unchecked((ulong)most - (ulong)least + 1);
        if (count == 0) return unchecked((long)Next());
        // What is beyond the last whole multiple of the count would make the first numbers likelier. It is 0 for powers of two.
        var beyond = unchecked(0 - count) % count;
        ulong word;
        do word = Next();
        while (beyond > 0 && word >= unchecked(0 - beyond));
        return unchecked(least + (long)(word % count));
    }

    public double Normal()
    {
        var first = 1 - Uniform();
        var second = Uniform();
        return Math.Sqrt(-2 * Math.Log(first)) * Math.Cos(2 * Math.PI * second);
    }

    /// <summary>-ln(1 - u), from which most distributions are made.</summary>
    public double NegativeLog() => -Math.Log(1 - Uniform());

    public long Bernoulli(double probability) => Uniform() < probability ? 1 : 0;

    /// <summary>By Knuth's product of uniform numbers.</summary>
    public long Poisson(double rate)
    {
        var limit = rate > -700 ? Math.Exp(-rate) : double.PositiveInfinity;
        var count = 0L;
        for (var product = Uniform(); product > limit; product *= Uniform()) count++;
        return count;
    }

    public double Sum(long count)
    {
        var total = 0.0;
        for (var i = 0L; i < count; i++) total += Uniform();
        return total;
    }

    private ulong Next() => unchecked(NextOf(_state));

    private static ulong NextOf(ulong[] state)
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(state[1] * 5, 7) * 9;
            var shifted = state[1] << 17;
            state[2] ^= state[0];
            state[3] ^= state[1];
            state[1] ^= state[2];
            state[0] ^= state[3];
            state[2] ^= shifted;
            state[3] = BitOperations.RotateLeft(state[3], 45);
            return result;
        }
    }

    private static ulong[] StateOf(ulong seed)
    {
        var state = new ulong[4];
        unchecked
        {
            for (var i = 0; i < state.Length; i++)
            {
                seed += 0x9E3779B97F4A7C15;
                var word = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
                word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
                state[i] = word ^ (word >> 31);
            }
        }
        return state;
    }
}
