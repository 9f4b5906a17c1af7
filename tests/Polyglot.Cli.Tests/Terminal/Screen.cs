using System.Text;

namespace Polyglot.Cli.Tests.Terminal;

/// <summary>A terminal of a few sequences: enough to see what a live region leaves on the screen. Refuses what it does not know.</summary>
internal sealed class Screen : StringWriter
{
    private readonly List<StringBuilder> _lines = [new()];
    private int _row;
    private int _column;

    public bool CursorIsVisible { get; private set; } = true;

    /// <summary>The most lines that were ever cleared without being written again in the same write: what the eye sees as flicker.</summary>
    public bool IsInsideUpdate { get; private set; }

    public IReadOnlyList<string> Lines => [.. _lines.Select(l => l.ToString().TrimEnd()).Reverse().SkipWhile(l => l.Length == 0).Reverse()];

    public override void Write(string? value)
    {
        var text = value ?? "";
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\e') i = Sequence(text, i);
            else if (text[i] == '\n') Down();
            else if (text[i] == '\r') _column = 0;
            else Put(text[i]);
        }
    }

    private int Sequence(string text, int start)
    {
        var end = start + 2;
        while (!char.IsAsciiLetter(text[end])) end++;
        var parameter = text[(start + 2)..end];
        switch (text[end], parameter)
        {
            case ('m', _): break;
            case ('K', ""): Line.Length = Math.Min(Line.Length, _column); break;
            case ('J', ""):
                Line.Length = Math.Min(Line.Length, _column);
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                break;
            case ('A', _): _row = Math.Max(0, _row - int.Parse(parameter, System.Globalization.CultureInfo.InvariantCulture)); break;
            case ('h' or 'l', "?25"): CursorIsVisible = text[end] == 'h'; break;
            case ('h' or 'l', "?2026"): IsInsideUpdate = text[end] == 'h'; break;
            default: throw new InvalidOperationException($"unknown sequence {text[(start + 1)..(end + 1)]}");
        }
        return end;
    }

    private StringBuilder Line => _lines[_row];

    private void Down()
    {
        _row++;
        _column = 0;
        if (_row == _lines.Count) _lines.Add(new StringBuilder());
    }

    private void Put(char c)
    {
        while (Line.Length <= _column) Line.Append(' ');
        Line[_column++] = c;
    }
}
