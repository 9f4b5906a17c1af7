using System.Text;
using System.Text.Unicode;

namespace Polyglot.East;

/// <summary>
/// A cursor over UTF-8 text as it comes from a stream. It knows no places: readers that use it take what they know for certain, and leave
/// (<see cref="NotPlainException"/>) at the first thing that they do not.
/// </summary>
internal ref struct Utf8Cursor(ByteSource source)
{
    private readonly ByteSource _source = source;
    private ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _depth;

    /// <summary>The byte here, or -1 at the end.</summary>
    public int Peek() => _at < _bytes.Length || Has(1) ? _bytes[_at] : -1;

    /// <summary>Passes over one byte that was peeked at.</summary>
    public void Skip() => _at++;

    /// <summary>Passes over the blanks that all formats have.</summary>
    public void SkipBlanks()
    {
        while (Peek() is ' ' or '\n' or '\r' or '\t') _at++;
    }

    public bool TryTake(byte expected)
    {
        if (Peek() != expected) return false;
        _at++;
        return true;
    }

    public void Take(byte expected)
    {
        if (!TryTake(expected)) throw new NotPlainException();
    }

    /// <summary>Takes these bytes if they are the next ones.</summary>
    public bool TryTake(ReadOnlySpan<byte> expected)
    {
        if (!Has(expected.Length) || !_bytes.Slice(_at, expected.Length).SequenceEqual(expected)) return false;
        _at += expected.Length;
        return true;
    }

    /// <summary>Takes as many bytes as are in a set; valid until the next read.</summary>
    public ReadOnlySpan<byte> TakeWhile(System.Buffers.SearchValues<byte> set)
    {
        var length = 0;
        while (true)
        {
            var other = _bytes[(_at + length)..].IndexOfAnyExcept(set);
            if (other >= 0)
            {
                length += other;
                break;
            }
            length = _bytes.Length - _at;
            if (!Has(length + 1)) break;
        }
        var taken = _bytes.Slice(_at, length);
        _at += length;
        return taken;
    }

    /// <summary>
    /// Takes the inside of a string whose opening quote has been taken, and the closing one; escapes are left as they are. Valid until
    /// the next read.
    /// </summary>
    public ReadOnlySpan<byte> TakeQuoted(out bool hasEscapes)
    {
        hasEscapes = false;
        var length = 0;
        while (true)
        {
            var stop = _bytes[(_at + length)..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                length = _bytes.Length - _at;
                if (!Has(length + 1)) throw new NotPlainException();
                continue;
            }
            length += stop;
            if (_bytes[_at + length] == '"') break;
            hasEscapes = true;
            length += 2;
            if (!Has(length)) throw new NotPlainException();
        }
        var inside = _bytes.Slice(_at, length);
        _at += length + 1;
        return inside;
    }

    /// <summary>Goes down one constructor; every call is paired with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_depth > Beast2.MaxDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new NotPlainException();
    }

    public void Leave() => _depth--;

    /// <summary>Valid UTF-8 as text.</summary>
    public static string Text(ReadOnlySpan<byte> utf8) => Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw new NotPlainException();

    private bool Has(int count)
    {
        if (_bytes.Length - _at >= count) return true;
        _bytes = _source.Advance(_at, count);
        _at = 0;
        return _bytes.Length >= count;
    }
}

/// <summary>
/// A quick reader met something that it leaves to the one that knows the whole text: an error, a reference, an odd spelling. Never leaves
/// the format's own code.
/// </summary>
internal sealed class NotPlainException : Exception;
