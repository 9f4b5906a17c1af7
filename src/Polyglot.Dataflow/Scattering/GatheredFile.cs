using System.Buffers;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Scattering;

/// <summary>
/// Writes the gathered value, one result after another: the bytes of a value inside a collection are those that it has by itself (spec 3.1), distances between
/// its containers too. So nothing is decoded, and no more than a piece of one result is in memory. Not thread-safe.
/// </summary>
internal sealed class GatheredFile : IDisposable
{
    private const int PieceSize = 64 * 1024;
    private const byte InlineMarker = 0;

    private readonly FileStream _file;
    private readonly EastType _type;
    private readonly EastType _element;
    private readonly ArrayBufferWriter<byte> _before = new();
    private readonly byte[] _piece = new byte[PieceSize];

    /// <param name="path">A new file.</param>
    /// <param name="type">The type of the whole.</param>
    /// <param name="element">The type of the results.</param>
    /// <param name="count">How many there will be.</param>
    public GatheredFile(string path, EastType type, EastType element, int count)
    {
        (_type, _element) = (type, element);
        _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, PieceSize);
        _file.Write(Beast2.Header(type));
        _file.WriteByte(InlineMarker);
        WriteCount((ulong)count);
    }

    /// <summary>The type of what gathers results of a type.</summary>
    /// <param name="over">The type of the collection, where there is one.</param>
    /// <param name="axes">What is varied, by name, where there is a matrix.</param>
    /// <param name="result">The type of a result.</param>
    /// <param name="resultName">What it is called beside what is varied.</param>
    public static EastType TypeOf(EastType? over, IReadOnlyList<(string Name, EastType Type)> axes, EastType result, string resultName) =>
        over is DictType dict ? EastType.Dict(dict.Key, result)
        : over is not null ? EastType.Array(result)
        : EastType.Array(EastType.Struct([.. axes, (resultName, result)]));

    /// <summary>Adds a result; false where the file is none of the type.</summary>
    /// <param name="expansion">The elements.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="path">Its file.</param>
    public bool Add(Expansion expansion, int index, string path)
    {
        _before.ResetWrittenCount();
        expansion.WriteBefore(index, _before, _type);
        _file.Write(_before.WrittenSpan);
        using var part = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var read = part.ReadAtLeast(_piece, _piece.Length, throwOnEndOfStream: false);
        var header = Beast2.Header(_element);
        var start = header.Length;
        if (!_piece.AsSpan(0, read).StartsWith(header))
        {
            part.Position = 0;
            var other = Beast2.ReadHeader(part);
            if (!other.IsSuccess || !other.Value.Type.Equals(_element)) return false;
            part.Position = other.Value.ValueOffset;
            (start, read) = (0, 0);
        }
        _file.Write(_piece.AsSpan(start, read - start));
        while ((read = part.Read(_piece)) > 0) _file.Write(_piece.AsSpan(0, read));
        return true;
    }

    public void Dispose() => _file.Dispose();

    private void WriteCount(ulong count)
    {
        for (; count > 0x7F; count >>= 7) _file.WriteByte((byte)(count & 0x7F | 0x80));
        _file.WriteByte((byte)count);
    }
}
