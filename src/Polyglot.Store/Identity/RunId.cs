using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Polyglot.Store;

/// <summary>
/// Names a run: when it began (UTC, milliseconds) and a random suffix, printed as <c>20260131-235959123-0a1b2c3d</c>.
/// The printed form sorts as time does and is a safe file name. Immutable.
/// </summary>
public readonly struct RunId : IEquatable<RunId>, IComparable<RunId>
{
    /// <summary>Length of the printed form.</summary>
    public const int TextLength = 27;

    private const string TimeFormat = "yyyyMMdd-HHmmssfff";
    private static int _made;
    private readonly long _milliseconds;
    private readonly uint _suffix;

    private RunId(long milliseconds, uint suffix) => (_milliseconds, _suffix) = (milliseconds, suffix);

    /// <summary>When the run began, in UTC, to the millisecond.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(_milliseconds);

    /// <summary>A new id for a run that begins now.</summary>
    public static RunId New(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        // A hash code is seeded at random in each process, and without loading the system's library for cryptography, which takes longer than much of a short run.
        var suffix = HashCode.Combine(Environment.ProcessId, clock.GetTimestamp(), Interlocked.Increment(ref _made));
        return new RunId(clock.GetUtcNow().ToUnixTimeMilliseconds(), unchecked((uint)suffix));
    }

    /// <summary>Reads the printed form; anything else is a <see cref="FormatException"/>.</summary>
    public static RunId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException(StoreMessages.BadRunId(text));

    /// <summary>Reads the printed form; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RunId id)
    {
        id = default;
        if (text.Length != TextLength || text[18] != '-') return false;
        if (!DateTimeOffset.TryParseExact(text[..18], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return false;
        foreach (var c in text[19..])
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f'))) return false;
        id = new RunId(time.ToUnixTimeMilliseconds(), uint.Parse(text[19..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>27 characters.</summary>
    public override string ToString() => string.Create(TextLength, this, static (text, id) =>
    {
        var time = id.Time;
        Digits(text, time.Year, 4);
        Digits(text[4..], time.Month, 2);
        Digits(text[6..], time.Day, 2);
        text[8] = '-';
        Digits(text[9..], time.Hour, 2);
        Digits(text[11..], time.Minute, 2);
        Digits(text[13..], time.Second, 2);
        Digits(text[15..], time.Millisecond, 3);
        text[18] = '-';
        for (var i = 0; i < 8; i++) text[19 + i] = "0123456789abcdef"[(int)((id._suffix >> (28 - (4 * i))) & 0xF)];
    });

    private static void Digits(Span<char> text, int number, int count)
    {
        for (var i = count - 1; i >= 0; i--, number /= 10) text[i] = (char)('0' + (number % 10));
    }

    /// <inheritdoc/>
    public bool Equals(RunId other) => _milliseconds == other._milliseconds && _suffix == other._suffix;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is RunId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_milliseconds, _suffix);

    /// <summary>Older runs first.</summary>
    public int CompareTo(RunId other)
    {
        var byTime = _milliseconds.CompareTo(other._milliseconds);
        return byTime != 0 ? byTime : _suffix.CompareTo(other._suffix);
    }

    /// <summary>Same run.</summary>
    public static bool operator ==(RunId left, RunId right) => left.Equals(right);

    /// <summary>Another run.</summary>
    public static bool operator !=(RunId left, RunId right) => !left.Equals(right);

    /// <summary>Older.</summary>
    public static bool operator <(RunId left, RunId right) => left.CompareTo(right) < 0;

    /// <summary>Newer.</summary>
    public static bool operator >(RunId left, RunId right) => left.CompareTo(right) > 0;

    /// <summary>Older or the same.</summary>
    public static bool operator <=(RunId left, RunId right) => left.CompareTo(right) <= 0;

    /// <summary>Newer or the same.</summary>
    public static bool operator >=(RunId left, RunId right) => left.CompareTo(right) >= 0;
}
