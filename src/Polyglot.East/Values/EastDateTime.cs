namespace Polyglot.East;

/// <summary>A value of type DateTime: an instant without a zone.</summary>
/// <param name="Milliseconds">Milliseconds since 1970-01-01T00:00:00Z; any 64-bit number, of which ±8.64e15 have a calendar date.</param>
public readonly record struct EastDateTime(long Milliseconds) : IComparable<EastDateTime>
{
    /// <summary>The instant, cut to milliseconds.</summary>
    public static EastDateTime From(DateTimeOffset instant) => new(instant.ToUnixTimeMilliseconds());

    /// <summary>The instant in UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1 to 9999.</exception>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    /// <inheritdoc/>
    public int CompareTo(EastDateTime other) => Milliseconds.CompareTo(other.Milliseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(EastDateTime left, EastDateTime right) => left.Milliseconds < right.Milliseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(EastDateTime left, EastDateTime right) => left.Milliseconds > right.Milliseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(EastDateTime left, EastDateTime right) => left.Milliseconds <= right.Milliseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(EastDateTime left, EastDateTime right) => left.Milliseconds >= right.Milliseconds;

    /// <summary>East text, such as <c>2025-01-15T14:30:45.123</c>.</summary>
    public override string ToString() => CalendarText.East(Milliseconds);
}
