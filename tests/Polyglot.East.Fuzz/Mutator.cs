using System.Text;

namespace Polyglot.East.Fuzz;

/// <summary>Changes inputs in the ways that parsers mind: bytes, lengths, repeated and missing pieces, words of the format, pieces of others.</summary>
internal sealed class Mutator(Random random, byte[][] words)
{
    private const int MaxLength = 1 << 14;

    private static readonly byte[][] Numbers =
    [
        [0], [1], [2], [3], [0x7f], [0x80], [0xff], [0x80, 0], [0xff, 0x7f], [0xff, 0xff, 0xff, 0x7f], [0xff, 0xff, 0xff, 0xff, 0x0f],
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        [0, 0, 0, 0, 0, 0, 0xf0, 0x7f], [1, 0, 0, 0, 0, 0, 0xf8, 0x7f], [0, 0, 0, 0, 0, 0, 0xf8, 0xff], [0, 0, 0, 0, 0, 0, 0, 0x80],
    ];

    /// <summary>A new input from one of the corpus and, where pieces are exchanged, another.</summary>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        for (var changes = 1 << random.Next(4); changes > 0; changes--) Change(bytes, other);
        return bytes.Count > MaxLength ? [.. bytes[..MaxLength]] : [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, 1 + random.Next(8));
        switch (random.Next(11))
        {
            case 0 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 1 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2 when at < bytes.Count: bytes[at] = (byte)((bytes[at] + random.Next(-2, 3)) & 0xff); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 5: Overwrite(bytes, at, Numbers[random.Next(Numbers.Length)]); break;
            case 6: bytes.InsertRange(at, Numbers[random.Next(Numbers.Length)]); break;
            case 7 when words.Length > 0: bytes.InsertRange(at, words[random.Next(words.Length)]); break;
            case 8: bytes.RemoveRange(at, bytes.Count - at); break;
            case 9 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 64))]);
                break;
            case 10 when bytes.Count > 0 && bytes.Count < MaxLength / 4:
                var piece = bytes.GetRange(at, length);
                for (var i = random.Next(1, 200); i > 0; i--) bytes.InsertRange(at, piece);
                break;
            default: bytes.Insert(at, (byte)random.Next(18)); break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        for (var i = 0; i < with.Length && at + i < bytes.Count; i++) bytes[at + i] = with[i];
    }

    /// <summary>Words of a text format as bytes.</summary>
    public static byte[][] Words(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];
}
