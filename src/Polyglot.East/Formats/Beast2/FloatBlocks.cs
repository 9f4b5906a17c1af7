using System.Numerics;
using System.Runtime.InteropServices;

namespace Polyglot.East;

/// <summary>
/// Many Floats side by side. Copying and looking for NaNs go over the same few kilobytes one after the other, so that the second finds
/// them in the cache; only a block that has a NaN is looked at number by number.
/// </summary>
internal static class FloatBlocks
{
    /// <summary>How many are read at a time.</summary>
    public const int Length = 2048;

    /// <summary>Reads a block of Floats; NaNs become the one NaN, and those with a payload are refused.</summary>
    /// <param name="from">Eight bytes for each of <paramref name="to"/>.</param>
    /// <param name="to">Where the numbers go.</param>
    /// <param name="offset">Where <paramref name="from"/> begins, for errors.</param>
    public static void CopyChecked(ReadOnlySpan<byte> from, Span<double> to, long offset)
    {
        from.CopyTo(MemoryMarshal.AsBytes(to));
        if (!BitConverter.IsLittleEndian) ReverseBytes(to);
        if (!HasNaN(to)) return;
        for (var i = 0; i < to.Length; i++)
            if (double.IsNaN(to[i])) to[i] = Beast2Reader.CheckNaN(to[i], offset + i * sizeof(double));
    }

    /// <summary>Refuses what <see cref="CopyChecked"/> refuses.</summary>
    public static void Check(ReadOnlySpan<byte> from, long offset)
    {
        if (!BitConverter.IsLittleEndian)
        {
            CopyChecked(from, new double[from.Length / sizeof(double)], offset);
            return;
        }
        var numbers = MemoryMarshal.Cast<byte, double>(from);
        if (!HasNaN(numbers)) return;
        for (var i = 0; i < numbers.Length; i++)
            if (double.IsNaN(numbers[i])) Beast2Reader.CheckNaN(numbers[i], offset + i * sizeof(double));
    }

    /// <summary>Writes Floats, every NaN as the one NaN.</summary>
    public static void Write(Beast2Writer to, ReadOnlySpan<double> values)
    {
        if (BitConverter.IsLittleEndian && !HasNaN(values))
        {
            to.WriteRaw(MemoryMarshal.AsBytes(values));
            return;
        }
        foreach (var value in values) to.WriteFloat(value);
    }

    /// <summary>Whether there is a NaN: the only number that differs from itself.</summary>
    public static bool HasNaN(ReadOnlySpan<double> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        if (Vector.IsHardwareAccelerated && values.Length >= 4 * Vector<double>.Count)
        {
            var ordered = Vector<long>.AllBitsSet;
            for (; i <= values.Length - 4 * Vector<double>.Count; i += 4 * Vector<double>.Count)
            {
                var a = Load(ref first, i);
                var b = Load(ref first, i + Vector<double>.Count);
                var c = Load(ref first, i + 2 * Vector<double>.Count);
                var d = Load(ref first, i + 3 * Vector<double>.Count);
                ordered &= Vector.Equals(a, a) & Vector.Equals(b, b) & Vector.Equals(c, c) & Vector.Equals(d, d);
            }
            if (!Vector.EqualsAll(ordered, Vector<long>.AllBitsSet)) return true;
        }
        for (; i < values.Length; i++)
            if (double.IsNaN(values[i])) return true;
        return false;
    }

    private static Vector<double> Load(ref double first, int index) => Vector.LoadUnsafe(ref first, (nuint)index);

    private static void ReverseBytes(Span<double> block)
    {
        var bits = MemoryMarshal.Cast<double, ulong>(block);
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits, bits);
    }
}
