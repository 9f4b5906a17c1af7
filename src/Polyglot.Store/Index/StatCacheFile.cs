using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Polyglot.Store;

/// <summary>
/// The bytes of the stat cache: the line <c>polyglot-stat-cache 1</c>, a u32 count, then per entry path and kind (u16 length, UTF-8), four
/// 64-bit numbers and the id; last the SHA-256 of all before it. Little-endian. Anything that is not exactly that reads as nothing.
/// </summary>
internal static class StatCacheFile
{
    private const int FixedSize = (4 * 8) + ObjectId.Size;
    private const int SmallestEntry = 2 + 2 + FixedSize;

    private static ReadOnlySpan<byte> Header => "polyglot-stat-cache 1\n"u8;

    /// <summary>The file of these entries. Entries whose texts do not fit are left out.</summary>
    public static byte[] Encode(IEnumerable<KeyValuePair<StatCache.Key, StatCache.Entry>> entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Header);
        writer.Write(0u);
        var count = 0u;
        var id = new byte[ObjectId.Size];
        foreach (var (key, entry) in entries)
        {
            var path = Encoding.UTF8.GetBytes(key.Path);
            var kind = Encoding.UTF8.GetBytes(key.Kind);
            if (path.Length > ushort.MaxValue || kind.Length > ushort.MaxValue) continue;
            writer.Write((ushort)path.Length);
            writer.Write(path);
            writer.Write((ushort)kind.Length);
            writer.Write(kind);
            writer.Write(entry.Stamp.Size);
            writer.Write(entry.Stamp.ModifiedNs);
            writer.Write(entry.Stamp.ChangedNs);
            writer.Write(entry.Stamp.Inode);
            entry.Id.CopyTo(id);
            writer.Write(id);
            count++;
        }
        writer.Seek(Header.Length, SeekOrigin.Begin);
        writer.Write(count);
        writer.Flush();
        writer.Seek(0, SeekOrigin.End);
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The entries of a file; null for anything that is not a whole, undamaged file of this version.</summary>
    public static Dictionary<StatCache.Key, StatCache.Entry>? Decode(ReadOnlySpan<byte> file)
    {
        if (file.Length < Header.Length + 4 + Digest.Size || !file.StartsWith(Header)) return null;
        Span<byte> hash = stackalloc byte[Digest.Size];
        SHA256.HashData(file[..^Digest.Size], hash);
        if (!file[^Digest.Size..].SequenceEqual(hash)) return null;
        var rest = file[Header.Length..^Digest.Size];
        var count = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[4..];
        if (count > rest.Length / SmallestEntry) return null;
        var entries = new Dictionary<StatCache.Key, StatCache.Entry>((int)count);
        var kinds = new KindNames();
        for (; count > 0; count--)
        {
            if (!TryText(ref rest, out var path) || !TryText(ref rest, out var kind) || rest.Length < FixedSize) return null;
            var stamp = new FileStamp(
                BinaryPrimitives.ReadInt64LittleEndian(rest),
                BinaryPrimitives.ReadInt64LittleEndian(rest[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(rest[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(rest[24..]));
            var id = ObjectId.FromBytes(rest.Slice(32, ObjectId.Size));
            rest = rest[FixedSize..];
            entries[new StatCache.Key(Encoding.UTF8.GetString(path), kinds.Get(kind))] = new StatCache.Entry(stamp, id, Used: false);
        }
        return rest.IsEmpty ? entries : null;
    }

    private static bool TryText(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (rest.Length < 2) return false;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        rest = rest[2..];
        if (rest.Length < length) return false;
        text = rest[..length];
        rest = rest[length..];
        return true;
    }

    // There are few kinds and many files: neighbours share one string.
    private sealed class KindNames
    {
        private byte[] _bytes = [];
        private string _text = "";

        public string Get(ReadOnlySpan<byte> utf8)
        {
            if (!utf8.SequenceEqual(_bytes)) (_bytes, _text) = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
            return _text;
        }
    }
}
