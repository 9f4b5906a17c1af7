using System.Text;

namespace Polyglot.East.Fuzz;

/// <summary>What came of a run, in a form that can be compared: the bytes of the result, or the error with its places.</summary>
/// <param name="Result">The beast2 file, written by identity; null for an error.</param>
/// <param name="Error">The message and the places, innermost first; null for a result.</param>
public sealed record ProgramOutcome(byte[]? Result, string? Error)
{
    private const int MaxSteps = 200_000;
    private const long MaxMemory = 1L << 30;

    /// <summary>Runs a program; null when it goes on for too long or takes too much, which random programs may.</summary>
    public static ProgramOutcome? Of(EastProgram program, object?[] inputs)
    {
        try
        {
            var value = program.Run(inputs, new EastLimits { Steps = MaxSteps, Memory = MaxMemory }, CancellationToken.None);
            return new ProgramOutcome(Beast2.Encode(program.Root.Type.Output, value), null);
        }
        catch (EastException error)
        {
            return OfError(error.Message, error.Locations.Select(l => l.ToString()));
        }
        catch (EastLimitException)
        {
            return null;
        }
        catch (EncodeException refused)
        {
            return new ProgramOutcome(null, $"not written: {refused.Message}");
        }
    }

    /// <summary>An error with its places, innermost first. A message may quote half of a character; what a runtime sends is UTF-8, which has no such thing.</summary>
    public static ProgramOutcome OfError(string message, IEnumerable<string> locations) =>
        new(null, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Join("\n  ", locations.Prepend(message)))));

    /// <summary>Whether both came to the same.</summary>
    public bool Equals(ProgramOutcome? other) =>
        other is not null && Error == other.Error && (Result ?? []).AsSpan().SequenceEqual(other.Result ?? []) && Result is null == other.Result is null;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Error, Result?.Length);

    /// <summary>The value as text, or the error.</summary>
    public override string ToString()
    {
        if (Result is null) return $"error {Error}";
        var read = Beast2.DecodeAny(Result);
        return read.IsSuccess ? EastText.Print(read.Value.Type, read.Value.Value) : Convert.ToHexStringLower(Result);
    }
}
