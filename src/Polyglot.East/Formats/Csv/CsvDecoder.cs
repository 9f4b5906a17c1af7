using System.Text;

namespace Polyglot.East;

/// <summary>
/// Reads a table row by row, from chunks of bytes that may end anywhere (spec 3.5). Between two chunks the caller may take the rows
/// that came out and truncate the list, so memory need not grow with the table. Not thread-safe.
/// </summary>
public sealed class CsvDecoder
{
    private readonly StructType _row;
    private readonly CsvReadOptions _options;
    private readonly CsvScanner _scanner;
    private readonly HashSet<string> _nulls;
    private int[]? _columns;
    private long _rowNumber;
    private DecodeError? _failure;

    /// <summary>A reader of rows.</summary>
    /// <exception cref="ArgumentException">A field's type has no CSV form, or the options contradict each other.</exception>
    public CsvDecoder(StructType row, CsvReadOptions? options = null)
    {
        _row = row;
        _options = options ?? CsvReadOptions.Default;
        if ((EastCsv.WhyUnsupported(row) ?? _options.Problem()) is { } problem) throw new ArgumentException(problem);
        _scanner = new CsvScanner(_options);
        _nulls = new HashSet<string>(_options.NullStrings, StringComparer.Ordinal);
        if (!_options.HasHeader) _columns = [.. Enumerable.Range(0, row.Fields.Length)];
    }

    /// <summary>Reads a chunk and appends the rows that end in it. After an error every later call gives that error again.</summary>
    public DecodeError? Push(ReadOnlySpan<byte> chunk, EastArray<EastStruct> rows)
    {
        try
        {
            while (_failure is null && _scanner.TryReadRow(ref chunk)) Row(rows);
        }
        catch (InvalidDataException e)
        {
            Fail(CsvMessages.Error(e.Message));
        }
        return _failure;
    }

    /// <summary>The end of the input: appends a last row that had no line end, and checks that nothing is missing.</summary>
    public DecodeError? Complete(EastArray<EastStruct> rows)
    {
        if (_failure is not null) return _failure;
        if (_scanner.TryReadLastRow(out var unclosed)) Row(rows);
        if (unclosed) Fail(CsvMessages.Error(CsvMessages.UnclosedQuote));
        if (_columns is null && _failure is null) BindColumns([]);
        return _failure;
    }

    private void Row(EastArray<EastStruct> rows)
    {
        if (_columns is null)
        {
            var names = new string[_scanner.Count];
            for (var i = 0; i < names.Length; i++) names[i] = _options.ColumnMapping.GetValueOrDefault(Text(i), Text(i));
            BindColumns(names);
            return;
        }
        if (_options.SkipEmptyLines && _scanner.IsBlank) return;
        _rowNumber++;
        var fields = new object?[_columns.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = Cell(i, _columns[i]);
            if (_failure is not null) return;
        }
        rows.Add(EastStruct.Of(_row, fields));
    }

    /// <summary>For each field the position of its column, -1 where an Option has none.</summary>
    private void BindColumns(string[] names)
    {
        var columns = new int[_row.Fields.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = Array.LastIndexOf(names, _row.Fields[i].Name);
            if (columns[i] < 0 && _row.Fields[i].Type is not VariantType) Fail(CsvMessages.Error(CsvMessages.MissingColumn(_row.Fields[i].Name)));
        }
        if (_options.Strict && names.FirstOrDefault(n => _row.IndexOf(n) < 0) is { } unexpected)
            Fail(CsvMessages.Error(CsvMessages.UnexpectedColumn(unexpected)));
        _columns = columns;
    }

    private object? Cell(int field, int column)
    {
        var type = _row.Fields[field].Type;
        var option = type as VariantType;
        if (column < 0) return None(option!);
        if (column >= _scanner.Count)
        {
            if (option is not null) return None(option);
            FailAt(CsvMessages.ShortRow(_scanner.Count, column + 1), field, column);
            return null;
        }
        var text = Text(column);
        if (_options.TrimFields) text = Blank.Trim(text).ToString();
        if (_nulls.Contains(text))
        {
            if (option is not null) return None(option);
            FailAt(CsvMessages.NullValue(_row.Fields[field].Name), field, column);
            return null;
        }
        var value = CsvCellReader.Read(option?.OptionContent!.Kind ?? type.Kind, text, out var problem);
        if (problem is not null) FailAt(problem, field, column);
        return problem is null && option is not null ? new EastVariant(option, "some", value) : value;
    }

    private static EastVariant None(VariantType option) => new(option, "none");

    /// <summary>Invalid UTF-8 becomes U+FFFD; a byte order mark at the start of a field is no part of it.</summary>
    private string Text(int column)
    {
        var text = Encoding.UTF8.GetString(_scanner.Field(column));
        return text is ['\uFEFF', ..] ? text[1..] : text;
    }

    private void FailAt(string message, int field, int column) =>
        Fail(CsvMessages.ErrorAt(message, _rowNumber, column, _row.Fields[field].Name));

    /// <summary>The first failure is the one that is told.</summary>
    private void Fail(string message) => _failure ??= new DecodeError(message, (int)Math.Min(_scanner.Offset, int.MaxValue));
}
