using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// The record of a run with its id and its times left open, so that the record of another run that found the same is written without being encoded anew. Immutable.
/// </summary>
public sealed class RunTemplate
{
    // A time takes as many bytes from 1970 to 2039.
    private const int TimeSize = 6;
    private const long LeastTime = 1L << (7 * (TimeSize - 1));
    private const long MostTime = (1L << (7 * TimeSize)) - 1;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<int> _times;

    private RunTemplate(ReadOnlyMemory<byte> bytes, int idAt, ReadOnlyMemory<int> times) => (_bytes, IdAt, _times) = (bytes, idAt, times);

    /// <summary>The bytes of a run's file; what is in the open places means nothing.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Where the run's id is.</summary>
    public int IdAt { get; }

    /// <summary>Where times are: the run's begin, its end, and all others.</summary>
    public ReadOnlyMemory<int> Times => _times;

    /// <summary>The template of a run; null when its times do not take the usual room.</summary>
    public static RunTemplate? Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var bytes = RunRecordWriter.Encode(run, out var times);
        foreach (var at in times)
            if (!IsTime(bytes, at)) return null;
        return new(bytes, Beast2.Header(RunRecordCodec.Type).Length + 1, times);
    }

    /// <summary>A template from its parts, which are not trusted; null where the places are none of an id and of times. That the rest is a run's is not looked at.</summary>
    public static RunTemplate? From(ReadOnlyMemory<byte> bytes, int idAt, ReadOnlyMemory<int> times)
    {
        var file = bytes.Span;
        var places = times.Span;
        if (places.Length < 2 || idAt < 1 || idAt > file.Length - RunId.TextLength || file[idAt - 1] != RunId.TextLength) return null;
        var last = idAt + RunId.TextLength - TimeSize;
        foreach (var at in places)
        {
            if (at < last + TimeSize || at > file.Length - TimeSize || !IsTime(file, at)) return null;
            last = at;
        }
        return new(bytes, idAt, times);
    }

    /// <summary>The file of a run with this id, begun and ended then, in which every task has the time of the end; null when a time does not fit its place.</summary>
    public byte[]? Fill(RunId id, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        var (start, end) = (ZigZag(startedAt), ZigZag(endedAt));
        if (start is < LeastTime or > MostTime || end is < LeastTime or > MostTime) return null;
        var file = _bytes.ToArray();
        System.Text.Encoding.ASCII.GetBytes(id.ToString(), file.AsSpan(IdAt));
        Span<byte> begun = stackalloc byte[TimeSize];
        Span<byte> ended = stackalloc byte[TimeSize];
        Write(begun, start);
        Write(ended, end);
        var places = _times.Span;
        begun.CopyTo(file.AsSpan(places[0]));
        foreach (var at in places[1..]) ended.CopyTo(file.AsSpan(at));
        return file;
    }

    private static long ZigZag(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() << 1;

    private static void Write(Span<byte> to, long value)
    {
        for (var i = 0; i < TimeSize; i++, value >>= 7) to[i] = (byte)((value & 0x7F) + (i < TimeSize - 1 ? 0x80 : 0));
    }

    private static bool IsTime(ReadOnlySpan<byte> file, int at)
    {
        for (var i = 0; i < TimeSize - 1; i++)
            if (file[at + i] < 0x80) return false;
        return file[at + TimeSize - 1] is > 0 and < 0x80;
    }
}
