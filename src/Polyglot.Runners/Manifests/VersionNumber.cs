using System.Globalization;

namespace Polyglot.Runners;

/// <summary>A version such as <c>3.11.2</c>: one to four numbers. What follows them in a probed version (<c>-rc1</c>) is not compared.</summary>
internal readonly struct VersionNumber(int[] parts) : IComparable<VersionNumber>
{
    private readonly int[] _parts = parts;

    /// <summary>Null unless the whole text is one to four numbers with dots between them.</summary>
    public static VersionNumber? TryParse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length > 4) return null;
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        return new VersionNumber(numbers);
    }

    /// <summary>The leading numbers of a probed version; null when it does not begin with one.</summary>
    public static VersionNumber? Leading(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        var parts = text[..end].Split('.', StringSplitOptions.RemoveEmptyEntries).Take(4).ToArray();
        return parts.Length == 0 ? null : TryParse(string.Join('.', parts));
    }

    /// <summary>The first parts, as text.</summary>
    public string Take(int count) => string.Join('.', _parts.Take(count).Select(p => p.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public int CompareTo(VersionNumber other)
    {
        for (var i = 0; i < 4; i++)
        {
            var order = Part(i).CompareTo(other.Part(i));
            if (order != 0) return order;
        }
        return 0;
    }

    private int Part(int index) => index < _parts.Length ? _parts[index] : 0;
}
