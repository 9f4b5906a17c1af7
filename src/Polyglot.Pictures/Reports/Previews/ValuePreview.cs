using System.Text;
using Polyglot.East;
using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Reports.Previews;

/// <summary>
/// A value as HTML: numbers as charts, lists of structs as tables, text and images as they are, everything else as East text. What is long is
/// cut, and the cut is told. All text is escaped. Pure.
/// </summary>
internal sealed class ValuePreview(ReportLimits limits)
{
    private const int MostText = 4_000;
    private const int MostDepth = 4;
    private const int MostLines = 40;
    private const int MostBars = 24;
    private const int MostFields = 24;

    private readonly BlobPreview _blobs = new(limits);

    /// <summary>The preview of a value.</summary>
    public string Html(EastType type, object? value) => Html(type, value, 0);

    /// <summary>A value in a few words, for a cell.</summary>
    public static string Short(EastType type, object? value)
    {
        if (type is VariantType { OptionContent: { } content } && value is EastVariant option) return option.Case == "none" ? "" : Short(content, option.Payload);
        return value switch
        {
            string text => Markup.Cut(text, 80),
            double number => double.IsFinite(number) ? Scale.Text(number) : EastText.Print(type, number),
            EastBlob blob => Quantity.Size(blob.Length),
            IEastArray list => Quantity.Count(list.Count, "element"),
            IEastSet set => Quantity.Count(set.Count, "element"),
            IEastDict dict => Quantity.Count(dict.Count, "entry", "entries"),
            EastStruct or EastVariant when type.ContainsRecursion => "…",
            _ => Markup.Cut(EastText.Print(type, value), 80),
        };
    }

    private string Html(EastType type, object? value, int depth)
    {
        if (depth > MostDepth) return Small(Short(type, value));
        return (type, value) switch
        {
            (_, string text) => _blobs.Text(text),
            (_, EastBlob blob) => _blobs.Html(blob),
            (ArrayType t, IEastArray array) => Array(t, array, depth),
            (DictType t, IEastDict dict) => Dict(t, dict, depth),
            (SetType t, IEastSet set) => Text(t, set, set.Count),
            (StructType t, EastStruct fields) => Struct(t, fields, depth),
            (VariantType { OptionContent: { } content }, EastVariant { Case: "some" } option) => Html(content, option.Payload, depth + 1),
            (VariantType t, EastVariant variant) => $"<p class=\"case\">.{Markup.Escape(variant.Case)}</p>{(variant.Payload is EastNull ? "" : Html(t.Cases[t.IndexOf(variant.Case)].Type, variant.Payload, depth + 1))}",
            (RefType t, IEastRef cell) => Html(t.Content, cell.Value, depth + 1),
            _ when type.ContainsRecursion => Note(ReportMessages.Cyclic),
            _ => $"<p class=\"scalar\">{Markup.Escape(Markup.Cut(EastText.Print(type, value), 200))}</p>",
        };
    }

    private string Array(ArrayType type, IEastArray array, int depth)
    {
        if (array.Count == 0) return Note("empty");
        if (Series.IsNumber(type.Element))
        {
            var series = Series.Of("", array);
            if (array.Count <= MostBars) return Charts.Bars([.. series.Values.Select((v, i) => ($"{i}", v))]);
            return Charts.Lines([series]) + Summary(series);
        }
        if (type.Element is ArrayType { Element: var inner } && Series.IsNumber(inner))
        {
            var shown = Spread(array.Count, MostLines).Select(i => Series.Of($"{i}", (IEastArray)array[i]!)).ToList();
            return Charts.Lines(shown) + Note(array.Count > shown.Count ? $"{Quantity.Count(array.Count, "list")}, {shown.Count} drawn" : Quantity.Count(array.Count, "list"));
        }
        if (type.Element is StructType { Fields.Length: > 0 } row) return new TablePreview(limits).Html(row, [.. Enumerable.Range(0, array.Count).Select(i => (EastStruct)array[i]!)]);
        if (array.Count == 1) return Html(type.Element, array[0], depth + 1);
        return Text(type, array, array.Count);
    }

    private string Dict(DictType type, IEastDict dict, int depth)
    {
        if (dict.Count == 0) return Note("empty");
        if (Series.IsNumber(type.Value))
        {
            var bars = dict.Entries.Take(MostBars).Select(e => (Short(type.Key, e.Key), Series.Number(e.Value))).ToList();
            return Charts.Bars(bars) + (dict.Count > MostBars ? Note($"{Quantity.Count(dict.Count, "entry", "entries")}, the first {MostBars} shown") : "");
        }
        if (type.Value is StructType { Fields.Length: > 0 } row)
            return new TablePreview(limits).Html(row, [.. dict.Entries.Select(e => (EastStruct)e.Value!)], [.. dict.Entries.Select(e => Short(type.Key, e.Key))]);
        var entries = dict.Entries.Take(MostFields).Select(e => (Short(type.Key, e.Key), type.Value, e.Value));
        return Fields(entries, depth) + (dict.Count > MostFields ? Note($"{Quantity.Count(dict.Count, "entry", "entries")}, the first {MostFields} shown") : "");
    }

    private string Struct(StructType type, EastStruct value, int depth)
    {
        if (type.Fields.Length == 0) return Note("no fields");
        var fields = Fields(type.Fields.Take(MostFields).Select((field, i) => (field.Name, field.Type, value[i])), depth);
        return fields + (type.Fields.Length > MostFields ? Note($"{type.Fields.Length} fields, the first {MostFields} shown") : "");
    }

    private string Fields(IEnumerable<(string Name, EastType Type, object? Value)> fields, int depth)
    {
        var html = new StringBuilder("<dl class=\"fields\">");
        foreach (var (name, type, value) in fields)
        {
            var small = type is not (ArrayType or DictType or SetType or StructType or RefType) && value is not EastBlob && value is not string { Length: > 80 };
            html.Append($"<dt>{Markup.Escape(Markup.Cut(name, 80))}</dt><dd>{(small ? Small(Short(type, value)) : Html(type, value, depth + 1))}</dd>");
        }
        return html.Append("</dl>").ToString();
    }

    // East text of the beginning: a list that is long is not printed whole only to be cut.
    private static string Text(EastType type, object value, int count)
    {
        if (type.ContainsRecursion) return Note(ReportMessages.Cyclic);
        const int most = 50;
        if (count > most)
        {
            var (element, items) = (type, value) switch
            {
                (ArrayType t, IEastArray array) => (t.Element, Enumerable.Range(0, most).Select(i => array[i])),
                (SetType t, IEastSet set) => (t.Key, set.Keys.Take(most)),
                _ => throw new ArgumentException($"{type} is no list", nameof(type)),
            };
            return Pre(string.Join(",\n", items.Select(item => Markup.Cut(EastText.Print(element, item), MostText / most)))) + Note($"{Quantity.Count(count, "element")}, the first {most} shown");
        }
        var text = EastText.Print(type, value);
        return text.Length <= MostText ? Pre(text) : Pre(Markup.Cut(text, MostText)) + Note(ReportMessages.TextCut(text.Length - MostText));
    }

    private static string Summary(Series series)
    {
        var numbers = series.Values.Where(v => !double.IsNaN(v)).ToList();
        return numbers.Count == 0 ? Note($"{Quantity.Count(series.Values.Length, "value")}, none of them a number")
            : Note($"{Quantity.Count(series.Values.Length, "value")} · least {Scale.Text(numbers.Min())} · mean {Scale.Text(numbers.Average())} · greatest {Scale.Text(numbers.Max())}");
    }

    private static IEnumerable<int> Spread(int count, int most) => count <= most ? Enumerable.Range(0, count) : Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)));

    private static string Pre(string text) => $"<pre>{Markup.Escape(text)}</pre>";

    private static string Small(string text) => $"<span class=\"value\">{Markup.Escape(text)}</span>";

    private static string Note(string text) => $"<p class=\"note\">{Markup.Escape(text)}</p>";
}
