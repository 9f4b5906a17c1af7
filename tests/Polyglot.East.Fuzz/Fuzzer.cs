using System.Diagnostics;

namespace Polyglot.East.Fuzz;

/// <summary>What a run found.</summary>
/// <param name="Inputs">How many inputs were tried.</param>
/// <param name="Answers">How many kinds of answers they got.</param>
/// <param name="Slowest">The longest time that one input took.</param>
/// <param name="Largest">The most memory that one input allocated, beyond the allowance for its length.</param>
/// <param name="Failures">What went wrong, with the input in hex.</param>
internal sealed record FuzzReport(long Inputs, int Answers, TimeSpan Slowest, long Largest, IReadOnlyList<string> Failures);

/// <summary>
/// Feeds a decoder with mutated inputs. An input whose answer is new joins the corpus, so that the run goes deeper where the decoder
/// does. The same seed gives the same run.
/// </summary>
internal static class Fuzzer
{
    private const int MaxCorpus = 4000;
    private const int MaxFailures = 20;
    private const long BytesPerByte = 2048;
    private const long FreeBytes = 8 << 20;

    /// <summary>Elements without bytes have a budget of their own (<see cref="Beast2.MaxEmptyElements"/>), which costs up to this.</summary>
    private const long EmptyElements = 16L * Beast2.MaxEmptyElements * 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static FuzzReport Run(FuzzTarget target, long inputs, int seed, Action<long>? progress = null)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random, target.Words);
        var corpus = target.Seeds.ToList();
        var answers = new HashSet<string>(StringComparer.Ordinal);
        var failures = new List<string>();
        var (slowest, largest) = (TimeSpan.Zero, 0L);
        var i = 0L;
        for (; i < inputs && failures.Count < MaxFailures; i++)
        {
            var (origin, of) = corpus[random.Next(corpus.Count)];
            var input = mutator.Mutate(origin, corpus[random.Next(corpus.Count)].Input);
            var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                var answer = target.Run(input, of);
                if (answers.Add($"{of} {answer}") && corpus.Count < MaxCorpus) corpus.Add((input, of));
            }
#pragma warning disable CA1031 // Whatever comes is what we look for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures.Add($"{e.GetType().Name}: {e.Message} (seed {of}) {Convert.ToHexStringLower(input)}\n{e.StackTrace}");
            }
            var time = Stopwatch.GetElapsedTime(began);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated - input.Length * BytesPerByte;
            if (time > Patience) time = ProcessorTime(target, input, of);
            if (time > slowest) slowest = time;
            if (allocated > largest) largest = allocated;
            if (time > Patience) failures.Add($"{time.TotalSeconds:0.0} s (seed {of}) {Convert.ToHexStringLower(input)}");
            if (allocated > (HasEmptyElements(input, of) ? EmptyElements : FreeBytes))
                failures.Add($"{allocated:N0} bytes beyond the allowance (seed {of}) {Convert.ToHexStringLower(input)}");
            if (i % 10_000 == 0) progress?.Invoke(i);
        }
        return new FuzzReport(i, answers.Count, slowest, largest, failures);
    }

    /// <summary>An input that seemed slow again, without what others did on the machine meanwhile.</summary>
    private static TimeSpan ProcessorTime(FuzzTarget target, byte[] input, int seed)
    {
        var began = Environment.CpuUsage.TotalTime;
        try
        {
            target.Run(input, seed);
        }
#pragma warning disable CA1031 // It has been reported the first time.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        return Environment.CpuUsage.TotalTime - began;
    }

    private static bool HasEmptyElements(byte[] input, int seed) =>
        HasEmptyElements(Seeds.Values[seed].Type) || (Beast2.ReadHeader(input) is { IsSuccess: true } header && HasEmptyElements(header.Value.Type));

    private static bool HasEmptyElements(EastType type) => type switch
    {
        ArrayType { Element.FixedWidth: 0 } or SetType { Key.FixedWidth: 0 } => true,
        ArrayType t => HasEmptyElements(t.Element),
        RefType t => HasEmptyElements(t.Content),
        DictType t => t is { Key.FixedWidth: 0, Value.FixedWidth: 0 } || HasEmptyElements(t.Value),
        StructType t => t.Fields.Any(f => HasEmptyElements(f.Type)),
        VariantType t => t.Cases.Any(c => HasEmptyElements(c.Type)),
        _ => false,
    };
}
