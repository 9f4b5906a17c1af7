using System.Text;

namespace Polyglot.Cli.Terminal;

/// <summary>
/// The last lines of a terminal, redrawn in place. Each redraw is one write, between the marks of a synchronized update, and
/// overwrites lines before it clears what is left of them: nothing flickers. Not thread-safe.
/// </summary>
internal sealed class LiveRegion(TextWriter terminal)
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string BeginUpdate = "\e[?2026h";
    private const string EndUpdate = "\e[?2026l";
    private const string ClearToEndOfLine = "\e[K";
    private const string ClearBelow = "\e[J";

    private IReadOnlyList<string> _shown = [];
    private bool _isActive;

    /// <summary>Shows these lines in place of the ones before. None may be wider than the terminal.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        if (_isActive && lines.SequenceEqual(_shown)) return;
        Draw("", lines);
    }

    /// <summary>Prints lines that stay, above the region.</summary>
    public void PrintAbove(string text) => Draw(text, _shown);

    /// <summary>Removes the region and gives the cursor back. May be called again, and when nothing was shown.</summary>
    public void Close()
    {
        if (!_isActive) return;
        terminal.Write(ToTop() + ClearBelow + ShowCursor);
        terminal.Flush();
        _isActive = false;
        _shown = [];
    }

    private void Draw(string above, IReadOnlyList<string> lines)
    {
        var frame = new StringBuilder(BeginUpdate);
        if (!_isActive) frame.Append(HideCursor);
        frame.Append(ToTop());
        if (above.Length > 0)
            foreach (var line in above.TrimEnd('\n').Split('\n')) frame.Append(line).Append(ClearToEndOfLine).Append('\n');
        foreach (var line in lines) frame.Append(line).Append(ClearToEndOfLine).Append('\n');
        frame.Append(ClearBelow).Append(EndUpdate);
        terminal.Write(frame.ToString());
        terminal.Flush();
        _isActive = true;
        _shown = lines;
    }

    private string ToTop() => _shown.Count == 0 ? "\r" : $"\e[{_shown.Count}A\r";
}
