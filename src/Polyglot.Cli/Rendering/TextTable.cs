using System.Text;

namespace Polyglot.Cli.Rendering;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading; tables whose columns have none are printed without a heading.</param>
/// <param name="Right">Aligned right, as numbers are.</param>
/// <param name="Shrinks">Cut where the table would be too wide.</param>
internal sealed record Column(string Title, bool Right = false, bool Shrinks = false);

/// <summary>A cell: one line of text.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>Aligned columns, two blanks apart, without lines around them.</summary>
internal sealed class TextTable(params IReadOnlyList<Column> columns)
{
    private const string Gap = "  ";
    private const int NarrowestShrunk = 8;

    private readonly List<Cell[]> _rows = [];

    /// <summary>How many rows.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row; missing cells are empty. Control characters are shown as escapes.</summary>
    public void Add(params ReadOnlySpan<Cell> cells)
    {
        var row = new Cell[columns.Count];
        for (var i = 0; i < row.Length; i++) row[i] = i < cells.Length ? cells[i] with { Text = Printable.Of(cells[i].Text) } : new Cell("");
        _rows.Add(row);
    }

    /// <summary>Prints it.</summary>
    /// <param name="to">Where.</param>
    /// <param name="palette">The colours.</param>
    /// <param name="width">Columns of the terminal; null where lines may be as long as they are.</param>
    /// <param name="indent">Before every line.</param>
    public void Write(TextWriter to, Palette palette, int? width = null, string indent = "")
    {
        var widths = Widths(width - indent.Length);
        if (columns.Any(c => c.Title.Length > 0)) to.WriteLine(indent + Line([.. columns.Select(c => new Cell(c.Title, Tone.Dim))], widths, palette));
        foreach (var row in _rows) to.WriteLine(indent + Line(row, widths, palette));
    }

    private int[] Widths(int? available)
    {
        var widths = new int[columns.Count];
        for (var i = 0; i < widths.Length; i++)
        {
            widths[i] = DisplayWidth.Of(columns[i].Title);
            foreach (var row in _rows) widths[i] = Math.Max(widths[i], DisplayWidth.Of(row[i].Text));
        }
        var excess = widths.Sum() + Gap.Length * (widths.Length - 1) - available;
        while (excess > 0)
        {
            // The widest shrinkable column gives way, one step at a time.
            var widest = -1;
            for (var i = 0; i < widths.Length; i++)
                if (columns[i].Shrinks && widths[i] > NarrowestShrunk && (widest < 0 || widths[i] > widths[widest])) widest = i;
            if (widest < 0) break;
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private string Line(IReadOnlyList<Cell> cells, int[] widths, Palette palette)
    {
        var line = new StringBuilder();
        var pendingBlanks = 0;
        for (var i = 0; i < widths.Length; i++)
        {
            var text = columns[i].Shrinks ? DisplayWidth.Cut(cells[i].Text, widths[i]) : cells[i].Text;
            var blanks = Math.Max(0, widths[i] - DisplayWidth.Of(text));
            if (i > 0) pendingBlanks += Gap.Length;
            if (columns[i].Right) pendingBlanks += blanks;
            // Blanks are written only when text follows them: no line ends in blanks.
            if (text.Length > 0)
            {
                line.Append(' ', pendingBlanks).Append(palette.Paint(text, cells[i].Tone));
                pendingBlanks = 0;
            }
            if (!columns[i].Right) pendingBlanks += blanks;
        }
        return line.ToString();
    }
}
