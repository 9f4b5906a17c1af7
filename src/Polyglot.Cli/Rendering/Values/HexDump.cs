using System.Globalization;
using System.Text;

namespace Polyglot.Cli.Rendering.Values;

/// <summary>Bytes sixteen to a line, as numbers and as characters.</summary>
internal static class HexDump
{
    private const int PerLine = 16;

    /// <summary>Prints the bytes, or the first <paramref name="most"/> of them and how many there are.</summary>
    public static void Write(TextWriter to, ReadOnlySpan<byte> bytes, int? most, Palette palette)
    {
        var shown = bytes[..Math.Min(bytes.Length, most ?? bytes.Length)];
        for (var offset = 0; offset < shown.Length; offset += PerLine)
        {
            var line = shown[offset..Math.Min(shown.Length, offset + PerLine)];
            var (numbers, characters) = (new StringBuilder(), new StringBuilder());
            foreach (var b in line)
            {
                numbers.Append(CultureInfo.InvariantCulture, $" {b:x2}");
                characters.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
            }
            to.WriteLine($"{palette.Dim(offset.ToString("x8", CultureInfo.InvariantCulture))} {numbers.ToString().PadRight(3 * PerLine)}  {palette.Dim(characters.ToString())}");
        }
        if (shown.Length < bytes.Length) to.WriteLine(palette.Dim($"{Quantity.Count(bytes.Length, "byte")}, {shown.Length} shown; -f raw writes them all"));
    }
}
