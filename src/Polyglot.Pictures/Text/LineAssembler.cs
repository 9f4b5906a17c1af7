using System.Text;

namespace Polyglot.Pictures.Text;

/// <summary>Makes lines of text from bytes that come in pieces, which may end inside a character. Not thread-safe.</summary>
public sealed class LineAssembler
{
    private const int LongestLine = 4096;

    private readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();
    private readonly StringBuilder _line = new();

    /// <summary>The lines that end in these bytes. A line that grows too long is given out in parts.</summary>
    public IReadOnlyList<string> Take(ReadOnlySpan<byte> bytes)
    {
        var chars = new char[_decoder.GetCharCount(bytes, flush: false)];
        var count = _decoder.GetChars(bytes, chars, flush: false);
        var lines = new List<string>();
        foreach (var c in chars.AsSpan(0, count))
        {
            if (c == '\n') lines.Add(End());
            else
            {
                _line.Append(c);
                if (_line.Length >= LongestLine) lines.Add(End());
            }
        }
        return lines;
    }

    /// <summary>What came after the last line end; null for nothing.</summary>
    public string? Rest() => _line.Length == 0 ? null : End();

    // A progress bar redraws its line by returning to its start: what was drawn last is what a terminal would show.
    private string End()
    {
        var text = _line.ToString().TrimEnd('\r');
        _line.Clear();
        var redrawn = text.LastIndexOf('\r');
        return redrawn < 0 ? text : text[(redrawn + 1)..];
    }
}
