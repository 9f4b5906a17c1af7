using System.Buffers;

namespace Polyglot.East;

/// <summary>
/// Cuts bytes into rows of fields, a chunk at a time; a chunk may end anywhere. Lines end with CR LF, LF or CR. A quote opens a
/// quoted section only while the field is empty; elsewhere it is literal, and so is all but quotes within a section (spec 3.5).
/// </summary>
internal sealed class CsvScanner(CsvReadOptions options)
{
    private const int MaxRowBytes = 1 << 30;

    private readonly byte _delimiter = (byte)options.Delimiter;
    private readonly byte _quote = (byte)options.Quote;
    private readonly byte _escape = (byte)options.Escape;
    private readonly SearchValues<byte> _plainEnd = SearchValues.Create((byte)options.Delimiter, (byte)options.Quote, (byte)'\r', (byte)'\n');
    private readonly SearchValues<byte> _quotedEnd = SearchValues.Create((byte)options.Quote, (byte)options.Escape);
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<int> _ends = [];
    private State _state = State.Start;
    private int _markSeen;
    private bool _rowIsOpen;

    private enum State
    {
        /// <summary>Before the first byte, where a byte order mark is skipped.</summary>
        Start,

        /// <summary>Outside quotes.</summary>
        Plain,

        /// <summary>Inside quotes.</summary>
        Quoted,

        /// <summary>Inside quotes, after an escape character whose successor is not known yet.</summary>
        Escaped,

        /// <summary>After a CR that ended a row: a LF belongs to it.</summary>
        AfterReturn,
    }

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>How many fields the row has.</summary>
    public int Count => _ends.Count;

    /// <summary>The offset of the first byte that was not consumed yet, from the start of all chunks.</summary>
    public long Offset { get; private set; }

    /// <summary>All fields of the row are empty.</summary>
    public bool IsBlank => _bytes.WrittenCount == 0;

    /// <summary>The bytes of a field, without quotes; valid until the next row is read.</summary>
    public ReadOnlySpan<byte> Field(int index) => _bytes.WrittenSpan[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    /// <summary>
    /// Consumes bytes up to the end of a row. True: there is a row, and <paramref name="chunk"/> holds what is left. False: the chunk is used up.
    /// </summary>
    /// <exception cref="InvalidDataException">The row is too long.</exception>
    public bool TryReadRow(ref ReadOnlySpan<byte> chunk)
    {
        if (!_rowIsOpen) Clear();
        while (!chunk.IsEmpty)
        {
            switch (_state)
            {
                case State.Start:
                    if (chunk[0] == Mark[_markSeen])
                    {
                        Take(ref chunk, 1);
                        if (++_markSeen == Mark.Length) _state = State.Plain;
                        continue;
                    }
                    // What looked like a mark was text.
                    Append(Mark[.._markSeen]);
                    _state = State.Plain;
                    continue;
                case State.AfterReturn:
                    if (chunk[0] == '\n') Take(ref chunk, 1);
                    _state = State.Plain;
                    continue;
                case State.Plain:
                    if (Plain(ref chunk)) return true;
                    continue;
                case State.Quoted:
                    Quoted(ref chunk);
                    continue;
                default:
                    Escaped(ref chunk);
                    continue;
            }
        }
        return false;
    }

    /// <summary>The end of the input: true when a last row was open, without a line end after it.</summary>
    /// <param name="unclosed">The input ended inside quotes.</param>
    public bool TryReadLastRow(out bool unclosed)
    {
        if (!_rowIsOpen) Clear();
        if (_state == State.Start && _markSeen > 0) Append(Mark[.._markSeen]);
        if (_state == State.Escaped) _state = _escape == _quote ? State.Plain : State.Quoted;
        unclosed = _state == State.Quoted;
        if (unclosed || !_rowIsOpen) return false;
        EndRow();
        return true;
    }

    private bool Plain(ref ReadOnlySpan<byte> chunk)
    {
        var length = chunk.IndexOfAny(_plainEnd);
        if (length != 0)
        {
            if (length < 0) length = chunk.Length;
            Append(chunk[..length]);
            Take(ref chunk, length);
            return false;
        }
        var found = chunk[0];
        Take(ref chunk, 1);
        if (found is (byte)'\r' or (byte)'\n')
        {
            _state = found == '\r' ? State.AfterReturn : State.Plain;
            EndRow();
            return true;
        }
        _rowIsOpen = true;
        if (found == _delimiter) _ends.Add(_bytes.WrittenCount);
        else if (FieldIsEmpty) _state = State.Quoted;
        else Append([found]);
        return false;
    }

    private void Quoted(ref ReadOnlySpan<byte> chunk)
    {
        var length = chunk.IndexOfAny(_quotedEnd);
        if (length != 0)
        {
            if (length < 0) length = chunk.Length;
            Append(chunk[..length]);
            Take(ref chunk, length);
            return;
        }
        _state = chunk[0] == _escape ? State.Escaped : State.Plain;
        Take(ref chunk, 1);
    }

    private void Escaped(ref ReadOnlySpan<byte> chunk)
    {
        if (chunk[0] == _quote)
        {
            Append([_quote]);
            Take(ref chunk, 1);
            _state = State.Quoted;
        }
        else if (_escape == _quote)
        {
            _state = State.Plain;
        }
        else
        {
            Append([_escape]);
            _state = State.Quoted;
        }
    }

    private bool FieldIsEmpty => _bytes.WrittenCount == (_ends.Count == 0 ? 0 : _ends[^1]);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _rowIsOpen = true;
        if (bytes.Length > MaxRowBytes - _bytes.WrittenCount) throw new InvalidDataException(CsvMessages.RowTooLong);
        _bytes.Write(bytes);
    }

    private void Take(ref ReadOnlySpan<byte> chunk, int length)
    {
        chunk = chunk[length..];
        Offset += length;
    }

    private void EndRow()
    {
        _ends.Add(_bytes.WrittenCount);
        _rowIsOpen = false;
    }

    private void Clear()
    {
        _bytes.ResetWrittenCount();
        _ends.Clear();
    }
}
