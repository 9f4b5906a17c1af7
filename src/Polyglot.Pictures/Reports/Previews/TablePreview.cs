using System.Text;
using Polyglot.East;
using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Reports.Previews;

/// <summary>Rows of structs as a table, with the course of every number, and as a chart where there is something to draw it over. Pure.</summary>
internal sealed class TablePreview(ReportLimits limits)
{
    private const int MostColumns = 14;
    private const int MostSeries = 6;
    private const int MostBars = 24;

    /// <summary>The table, with a column of names where there are any.</summary>
    public string Html(StructType type, IReadOnlyList<EastStruct> rows, IReadOnlyList<string>? names = null)
    {
        if (rows.Count == 0) return "<p class=\"note\">no rows</p>";
        return Chart(type, rows, names) + Table(type, rows, names);
    }

    private string Table(StructType type, IReadOnlyList<EastStruct> rows, IReadOnlyList<string>? names)
    {
        var columns = type.Fields.Take(MostColumns).ToList();
        var html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\"><table class=\"data\"><thead><tr>");
        if (names is not null) html.Append("<th scope=\"col\"></th>");
        foreach (var column in columns) html.Append($"<th scope=\"col\"{Class(column.Type)}>{Markup.Escape(Markup.Cut(column.Name, 40))}</th>");
        html.Append("</tr>");
        if (rows.Count > 2 && columns.Any(column => Series.IsNumber(column.Type))) WriteCourses(html, columns, rows, names is not null);
        html.Append("</thead><tbody>");
        var (head, tail) = rows.Count > limits.Rows ? ((limits.Rows * 3 + 3) / 4, limits.Rows / 4) : (rows.Count, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i == head && head + tail < rows.Count)
            {
                html.Append($"<tr class=\"gap\"><td colspan=\"{columns.Count + (names is null ? 0 : 1)}\">… {Quantity.Count(rows.Count - head - tail, "more row")} …</td></tr>");
                i = rows.Count - tail;
                if (tail == 0) break;
            }
            html.Append("<tr>");
            if (names is not null) html.Append($"<th scope=\"row\">{Markup.Escape(names[i])}</th>");
            for (var c = 0; c < columns.Count; c++) html.Append($"<td{Class(columns[c].Type)}>{Cell(columns[c].Type, rows[i][c])}</td>");
            html.Append("</tr>");
        }
        html.Append("</tbody></table></div>");
        if (type.Fields.Length > MostColumns) html.Append($"<p class=\"note\">{type.Fields.Length} columns, the first {MostColumns} shown</p>");
        return html.ToString();
    }

    private static void WriteCourses(StringBuilder html, List<StructField> columns, IReadOnlyList<EastStruct> rows, bool hasNames)
    {
        html.Append(hasNames ? "<tr class=\"course\"><td></td>" : "<tr class=\"course\">");
        for (var c = 0; c < columns.Count; c++) html.Append($"<td>{(Series.IsNumber(columns[c].Type) ? Charts.Sparkline(Column(rows, c, "")) : "")}</td>");
        html.Append("</tr>");
    }

    // Numbers that belong together: over time, or over a first column of numbers that only grows; with names, one column of numbers as bars.
    private static string Chart(StructType type, IReadOnlyList<EastStruct> rows, IReadOnlyList<string>? names)
    {
        var time = Find(type, field => field.Type.Kind == EastTypeKind.DateTime);
        var axis = time ?? (Series.IsNumber(type.Fields[0].Type) ? 0 : null);
        if (axis is { } over && rows.Count > 2)
        {
            var at = Column(rows, over, "").Values;
            if (Grows(at))
            {
                var series = Enumerable.Range(0, type.Fields.Length).Where(c => c != over && Series.IsNumber(type.Fields[c].Type)).Take(MostSeries).Select(c => Column(rows, c, type.Fields[c].Name)).ToList();
                return Charts.Lines(series, at, time is not null, type.Fields[over].Name);
            }
        }
        if (rows.Count > MostBars || Find(type, field => Series.IsNumber(field.Type)) is not { } number) return "";
        if (type.Fields.Count(field => Series.IsNumber(field.Type)) != 1) return "";
        var label = names is null ? Find(type, field => field.Type.Kind == EastTypeKind.String) : null;
        if (names is null && label is null) return "";
        return Charts.Bars([.. rows.Select((row, i) => (names?[i] ?? (string)row[label!.Value]!, Series.Number(row[number])))]);
    }

    private static int? Find(StructType type, Func<StructField, bool> fits)
    {
        for (var i = 0; i < type.Fields.Length; i++)
            if (fits(type.Fields[i])) return i;
        return null;
    }

    private static bool Grows(double[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (double.IsNaN(values[i]) || (i > 0 && values[i] <= values[i - 1])) return false;
        return true;
    }

    private static Series Column(IReadOnlyList<EastStruct> rows, int column, string name) => new(name, [.. rows.Select(row => Series.Number(row[column]))]);

    private static string Cell(EastType type, object? value) =>
        type is ArrayType { Element: var element } && Series.IsNumber(element) && value is IEastArray { Count: > 2 } array
            ? Charts.Sparkline(Series.Of("", array))
            : Markup.Escape(ValuePreview.Short(type, value));

    private static string Class(EastType type) => Series.IsNumber(type) ? " class=\"number\"" : "";
}
