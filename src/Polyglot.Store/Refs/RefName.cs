using System.Diagnostics.CodeAnalysis;

namespace Polyglot.Store;

/// <summary>
/// A ref's name: a namespace and a name, <c>outputs/co2/page</c>; the first segment is the namespace and at least one more follows.
/// A segment is <c>[A-Za-z0-9][A-Za-z0-9._-]*</c> of at most 100 characters without <c>..</c>, does not end in <c>.</c> or <c>.lock</c>, and is not
/// a device name of Windows; the whole has at most 240 characters. So a name is a safe relative path on every system. Immutable.
/// </summary>
public readonly struct RefName : IEquatable<RefName>
{
    /// <summary>Longest name.</summary>
    public const int MaxLength = 240;

    /// <summary>Longest segment.</summary>
    public const int MaxSegmentLength = 100;

    private readonly string? _text;

    private RefName(string text) => _text = text;

    /// <summary>The first segment.</summary>
    public string Namespace => ToString()[..ToString().IndexOf('/', StringComparison.Ordinal)];

    /// <summary>What follows the namespace.</summary>
    public string Name => ToString()[(ToString().IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads <c>namespace/name</c>; a name against the rules is a <see cref="FormatException"/> that says which rule.</summary>
    public static RefName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Problem(text) is { } problem ? throw new FormatException(problem) : new RefName(text);
    }

    /// <summary>Reads <c>namespace/name</c>; false for a name against the rules or null.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RefName name)
    {
        name = default;
        if (text is null || Problem(text) is not null) return false;
        name = new RefName(text);
        return true;
    }

    /// <summary>Whether <paramref name="text"/> can be a namespace or another single segment.</summary>
    public static bool IsSegment([NotNullWhen(true)] string? text) => text is not null && SegmentProblem(text) is null;

    /// <summary><c>namespace/name</c>; the empty string for the default value, which names nothing.</summary>
    public override string ToString() => _text ?? "";

    /// <inheritdoc/>
    public bool Equals(RefName other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is RefName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>Same name.</summary>
    public static bool operator ==(RefName left, RefName right) => left.Equals(right);

    /// <summary>Another name.</summary>
    public static bool operator !=(RefName left, RefName right) => !left.Equals(right);

    private static string? Problem(string text)
    {
        if (text.Length > MaxLength) return StoreMessages.RefNameTooLong(text);
        var segments = text.Split('/');
        if (segments.Length < 2) return StoreMessages.RefNameWithoutNamespace(text);
        foreach (var segment in segments)
            if (SegmentProblem(segment) is { } problem) return StoreMessages.BadRefName(text, problem);
        return null;
    }

    private static string? SegmentProblem(string segment)
    {
        if (segment.Length == 0) return StoreMessages.SegmentEmpty;
        if (segment.Length > MaxSegmentLength) return StoreMessages.SegmentTooLong;
        if (!char.IsAsciiLetterOrDigit(segment[0])) return StoreMessages.SegmentStart;
        foreach (var c in segment)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')) return StoreMessages.SegmentCharacter;
        if (segment.Contains("..", StringComparison.Ordinal)) return StoreMessages.SegmentDots;
        if (segment.EndsWith('.')) return StoreMessages.SegmentEnd;
        if (segment.EndsWith(".lock", StringComparison.OrdinalIgnoreCase)) return StoreMessages.SegmentLock;
        return IsDevice(segment) ? StoreMessages.SegmentDevice : null;
    }

    private static bool IsDevice(string segment)
    {
        var stem = segment.Split('.')[0].ToUpperInvariant();
        if (stem is "CON" or "PRN" or "AUX" or "NUL") return true;
        return stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal)) && stem[3] is >= '1' and <= '9';
    }
}
