using System.Globalization;
using System.Text;

namespace Polyglot.Runners;

/// <summary>Keeps the beginning and the end of what may be any amount of bytes. Not thread-safe.</summary>
internal sealed class BoundedCapture
{
    private readonly int _headLimit;
    private readonly int _tailLimit;
    private byte[] _head = [];
    private int _headCount;
    private byte[]? _tail;
    private long _tailTotal;

    /// <summary>Keeps up to <paramref name="limit"/> bytes.</summary>
    public BoundedCapture(int limit)
    {
        _headLimit = limit / 2;
        _tailLimit = limit - _headLimit;
    }

    /// <summary>True when bytes were left out.</summary>
    public bool IsTruncated => _tailTotal > _tailLimit;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Min(bytes.Length, _headLimit - _headCount);
        if (first > 0)
        {
            if (_headCount + first > _head.Length) Array.Resize(ref _head, Math.Min(_headLimit, Math.Max(_headCount + first, _head.Length * 2)));
            bytes[..first].CopyTo(_head.AsSpan(_headCount));
            _headCount += first;
            bytes = bytes[first..];
        }
        if (bytes.IsEmpty || _tailLimit == 0) return;
        if (bytes.Length > _tailLimit)
        {
            _tailTotal += bytes.Length - _tailLimit;
            bytes = bytes[^_tailLimit..];
        }
        _tail ??= new byte[_tailLimit];
        var at = (int)(_tailTotal % _tailLimit);
        var fits = Math.Min(bytes.Length, _tailLimit - at);
        bytes[..fits].CopyTo(_tail.AsSpan(at));
        bytes[fits..].CopyTo(_tail);
        _tailTotal += bytes.Length;
    }

    /// <summary>What was kept, with a line in the middle that says how much was not.</summary>
    public ReadOnlyMemory<byte> ToMemory()
    {
        if (_tailTotal == 0) return _head.AsMemory(0, _headCount);
        var kept = (int)Math.Min(_tailTotal, _tailLimit);
        var gap = IsTruncated ? Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n[{_tailTotal - kept} bytes left out]\n")) : [];
        var whole = new byte[_headCount + gap.Length + kept];
        _head.AsSpan(0, _headCount).CopyTo(whole);
        gap.CopyTo(whole, _headCount);
        var start = IsTruncated ? (int)(_tailTotal % _tailLimit) : 0;
        var older = _tail.AsSpan(start, kept - start);
        older.CopyTo(whole.AsSpan(_headCount + gap.Length));
        _tail.AsSpan(0, start).CopyTo(whole.AsSpan(_headCount + gap.Length + older.Length));
        return whole;
    }
}
