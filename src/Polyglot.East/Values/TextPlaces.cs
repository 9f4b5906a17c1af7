using System.Runtime.InteropServices;

namespace Polyglot.East;

/// <summary>
/// Remembers where text keys were found. It may be wrong, because entries move and texts collide; whoever asks looks at the place and
/// searches when another key is there. So nothing has to be kept up to date, and keys that are made to collide only cost that
/// search. Several threads may ask and note at once.
/// </summary>
internal sealed class TextPlaces
{
    private const int MaxSlots = 1 << 20;

    private int[] _slots = new int[64];

    /// <summary>Where the key may be.</summary>
    public int Guess(string key)
    {
        var slots = _slots;
        return slots[Slot(key, slots.Length)];
    }

    /// <summary>Where the key is, among that many.</summary>
    public void Note(string key, int place, int count)
    {
        if (count > _slots.Length && _slots.Length < MaxSlots) _slots = new int[_slots.Length * 4];
        var slots = _slots;
        slots[Slot(key, slots.Length)] = place;
    }

    /// <summary>Quick rather than good: from the length, the beginning and the end.</summary>
    private static int Slot(string key, int slots)
    {
        var units = MemoryMarshal.Cast<char, byte>(key.AsSpan());
        var (hash, mixer) = ((ulong)key.Length, 0x9E3779B97F4A7C15);
        if (units.Length >= sizeof(ulong))
            hash ^= unchecked(MemoryMarshal.Read<ulong>(units) * mixer ^ MemoryMarshal.Read<ulong>(units[^sizeof(ulong)..]));
        else
            foreach (var unit in key) hash = unchecked(hash * 31 + unit);
        return (int)(unchecked(hash * mixer) >>> 40) & (slots - 1);
    }
}
