using System.Buffers;
using System.Text;

namespace Polyglot.East;

/// <summary>Writes a table row by row (spec 3.5). Not thread-safe.</summary>
public sealed class CsvEncoder
{
    private readonly StructType _row;
    private readonly CsvWriteOptions _options;
    private readonly IBufferWriter<byte> _target;
    private readonly SearchValues<char> _special;
    private readonly string _escapedQuote;
    private readonly string _quote;
    private bool _hasRow;

    /// <summary>A writer of rows. The header, if any, is written at once.</summary>
    /// <exception cref="ArgumentException">A field's type has no CSV form, or the options contradict each other.</exception>
    public CsvEncoder(StructType row, IBufferWriter<byte> target, CsvWriteOptions? options = null)
    {
        _row = row;
        _target = target;
        _options = options ?? CsvWriteOptions.Default;
        if ((EastCsv.WhyUnsupported(row) ?? _options.Problem()) is { } problem) throw new ArgumentException(problem);
        _special = SearchValues.Create(_options.Delimiter, _options.Quote, '\r', '\n');
        _quote = _options.Quote.ToString();
        _escapedQuote = $"{_options.Escape}{_options.Quote}";
        if (_options.IncludeHeader) Write([.. row.Fields.Select(f => f.Name)]);
    }

    /// <summary>Writes a row. Null, or why a text in it has no CSV form; then nothing was written.</summary>
    public string? Write(EastStruct row)
    {
        var texts = new string[_row.Fields.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = CsvCellWriter.Text(_row.Fields[i].Type, row[i], _options.NullString);
        return Write(texts);
    }

    private string? Write(string[] texts)
    {
        foreach (var text in texts)
            if (HasNoForm(text)) return CsvMessages.Error(CsvMessages.EscapeAtEnd(text, _options.Escape));
        if (_hasRow) Append(_options.Newline);
        _hasRow = true;
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0) Append([_options.Delimiter]);
            if (!NeedsQuotes(texts[i]))
            {
                Append(texts[i]);
                continue;
            }
            Append(_quote);
            Append(texts[i].Replace(_quote, _escapedQuote, StringComparison.Ordinal));
            Append(_quote);
        }
        return null;
    }

    private bool NeedsQuotes(string text) => _options.AlwaysQuote || text.AsSpan().ContainsAny(_special);

    /// <summary>With an escape of its own, a quoted text that ends in it would take its closing quote along.</summary>
    private bool HasNoForm(string text) => _options.Escape != _options.Quote && text.EndsWith(_options.Escape) && NeedsQuotes(text);

    private void Append(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _target);
}
