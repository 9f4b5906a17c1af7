using Polyglot.East;

namespace Polyglot.Cli.Rendering.Values;

/// <summary>Values that are tables: lists, sets and maps, of structs or of anything else.</summary>
internal static class ValueTable
{
    private const int WidestCell = 60;

    /// <summary>Whether a value of this type is best shown as a table.</summary>
    public static bool IsNatural(EastType type) => type is ArrayType { Element: StructType { Fields.Length: > 0 } } or DictType { Value: StructType { Fields.Length: > 0 } };

    /// <summary>Whether a value of this type can be shown as a table.</summary>
    public static bool IsPossible(EastType type) => type is ArrayType or SetType or DictType && !type.ContainsRecursion;

    /// <summary>Prints the table, and a line with its size where rows were left out.</summary>
    /// <param name="to">Where.</param>
    /// <param name="type">One that <see cref="IsPossible"/>.</param>
    /// <param name="value">A value of it.</param>
    /// <param name="limit">At most this many rows: the first half of them and the last; null for all.</param>
    /// <param name="palette">The colours.</param>
    /// <param name="width">Columns of the terminal; null for lines as long as they are.</param>
    public static void Write(TextWriter to, EastType type, object value, int? limit, Palette palette, int? width)
    {
        var columns = Columns(type);
        var (count, rows) = Rows(type, value);
        var table = new TextTable([new Column("", Right: true), .. columns.Select(c => new Column(Printable.Of(c.Name), IsNumber(c.Type), Shrinks: !IsNumber(c.Type)))]);
        var (head, tail) = limit is { } most && count > most ? ((most + 1) / 2, most / 2) : (count, 0);
        var index = 0;
        foreach (var row in rows)
        {
            if (index < head || index >= count - tail) table.Add([new Cell($"{index}", Tone.Dim), .. columns.Select(c => CellOf(c.Type, c.Get(row)))]);
            else if (index == head) table.Add([new Cell("⋮", Tone.Dim), .. columns.Select(_ => new Cell("⋮", Tone.Dim))]);
            index++;
        }
        table.Write(to, palette, width);
        if (head + tail < count) to.WriteLine(palette.Dim($"{count} rows, {head + tail} shown; --limit 0 shows all"));
        else if (count == 0) to.WriteLine(palette.Dim("no rows"));
    }

    private static IReadOnlyList<ValueColumn> Columns(EastType type) => type switch
    {
        ArrayType array => Fields(array.Element, row => row, "value"),
        SetType set => Fields(set.Key, row => row, "key"),
        DictType dict =>
        [
            .. Fields(dict.Key, row => ((KeyValuePair<object?, object?>)row!).Key, "key"),
            .. Fields(dict.Value, row => ((KeyValuePair<object?, object?>)row!).Value, "value"),
        ],
        _ => throw new ArgumentException($"{type} is not a table", nameof(type)),
    };

    /// <summary>One column per field of a struct, or one for everything else.</summary>
    private static IReadOnlyList<ValueColumn> Fields(EastType type, Func<object?, object?> get, string name) =>
        type is StructType { Fields.Length: > 0 } row
            ? [.. row.Fields.Select((field, i) => new ValueColumn(field.Name, field.Type, r => ((EastStruct)get(r)!)[i]))]
            : [new ValueColumn(name, type, get)];

    private static (int Count, IEnumerable<object?> Rows) Rows(EastType type, object value) => type switch
    {
        ArrayType => (((IEastArray)value).Count, Items((IEastArray)value)),
        SetType => (((IEastSet)value).Count, ((IEastSet)value).Keys),
        _ => (((IEastDict)value).Count, ((IEastDict)value).Entries.Select(e => (object?)e)),
    };

    private static IEnumerable<object?> Items(IEastArray array)
    {
        for (var i = 0; i < array.Count; i++) yield return array[i];
    }

    private static Cell CellOf(EastType type, object? value)
    {
        if (type is VariantType { OptionContent: { } content } && value is EastVariant option)
            return option.Case == "none" ? new Cell("none", Tone.Dim) : CellOf(content, option.Payload);
        var text = value as string ?? EastText.Print(type, value);
        return DisplayWidth.Cut(Printable.Of(text), WidestCell);
    }

    private static bool IsNumber(EastType type) => type.Kind is EastTypeKind.Integer or EastTypeKind.Float || (type is VariantType { OptionContent: { } content } && IsNumber(content));

    private sealed record ValueColumn(string Name, EastType Type, Func<object?, object?> Get);
}
