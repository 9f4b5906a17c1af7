using System.Buffers.Binary;
using System.Text;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>
/// Files as they were at some time: for each its path and stamp, or that there was none. Kept in the bytes of the index's file, so that asking about very many makes no
/// texts. Immutable.
/// <code>
/// entry = 1 . size . modified . changed . inode (8 bytes each, little-endian) . path     (a file with this stamp)
///       | 0 . path                                                                     (no file)
/// path  = length with the zero (4 bytes) . UTF-8 . 0                             (relative to the project's folder, or absolute)
/// </code>
/// </summary>
internal sealed class FileWitnesses
{
    private const int StampSize = 4 * sizeof(long);

    private readonly int[] _starts;

    private FileWitnesses(ReadOnlyMemory<byte> bytes, int[] starts) => (Bytes, _starts) = (bytes, starts);

    /// <summary>The entries, one after the other.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>How many.</summary>
    public int Count => _starts.Length;

    /// <summary>Reads entries, which are not trusted.</summary>
    /// <exception cref="InvalidDataException">They are not exactly as many, whole ones.</exception>
    public static FileWitnesses From(ReadOnlyMemory<byte> bytes, int count)
    {
        var rest = bytes.Span;
        if (count < 0 || count > rest.Length / (1 + sizeof(int) + 1)) throw new InvalidDataException();
        var starts = new int[count];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            starts[i] = at;
            at += Length(rest[at..]);
        }
        return at == rest.Length ? new(bytes, starts) : throw new InvalidDataException();
    }

    /// <summary>Puts witnesses together.</summary>
    /// <param name="files">By absolute path.</param>
    /// <param name="projectDirectory">The folder that paths are relative to where they are below it.</param>
    public static FileWitnesses Of(IReadOnlyCollection<KeyValuePair<string, FileStamp?>> files, string projectDirectory)
    {
        var below = projectDirectory + Path.DirectorySeparatorChar;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var starts = new List<int>(files.Count);
        foreach (var (path, stamp) in files)
        {
            starts.Add((int)bytes.Length);
            writer.Write(stamp is not null);
            if (stamp is { } known)
            {
                writer.Write(known.Size);
                writer.Write(known.ModifiedNs);
                writer.Write(known.ChangedNs);
                writer.Write(known.Inode);
            }
            var text = Encoding.UTF8.GetBytes(path.Length > below.Length && path.StartsWith(below, StringComparison.Ordinal) ? path[below.Length..] : path);
            writer.Write(text.Length + 1);
            writer.Write(text);
            writer.Write((byte)0);
            writer.Flush();
        }
        return new(bytes.ToArray(), [.. starts]);
    }

    /// <summary>Whether one is as it was.</summary>
    public bool Holds(int index, Stamps stamps)
    {
        var (stamp, path) = Read(Bytes.Span[_starts[index]..]);
        return stamps.Has(path, stamp);
    }

    private static (FileStamp? Stamp, int PathAt) Head(ReadOnlySpan<byte> entry)
    {
        if (entry.IsEmpty || entry[0] > 1) throw new InvalidDataException();
        if (entry[0] == 0) return (null, 1);
        if (entry.Length < 1 + StampSize) throw new InvalidDataException();
        return (new(
            BinaryPrimitives.ReadInt64LittleEndian(entry[1..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[9..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[17..]),
            BinaryPrimitives.ReadUInt64LittleEndian(entry[25..])), 1 + StampSize);
    }

    private static int Length(ReadOnlySpan<byte> entry)
    {
        var (_, at) = Head(entry);
        if (entry.Length < at + sizeof(int)) throw new InvalidDataException();
        var length = BinaryPrimitives.ReadInt32LittleEndian(entry[at..]);
        at += sizeof(int);
        if (length < 1 || length > entry.Length - at || entry[at + length - 1] != 0) throw new InvalidDataException();
        return at + length;
    }

    private static Witness Read(ReadOnlySpan<byte> entry)
    {
        var (stamp, at) = Head(entry);
        var length = BinaryPrimitives.ReadInt32LittleEndian(entry[at..]);
        return new(stamp, entry.Slice(at + sizeof(int), length));
    }

    private readonly ref struct Witness(FileStamp? stamp, ReadOnlySpan<byte> path)
    {
        private readonly FileStamp? _stamp = stamp;
        private readonly ReadOnlySpan<byte> _path = path;

        public void Deconstruct(out FileStamp? stamp, out ReadOnlySpan<byte> path)
        {
            stamp = _stamp;
            path = _path;
        }
    }
}
