using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>
/// Tables as CSV (spec 3.5): an Array of Structs whose fields are scalars or Options of such. What the reference gets wrong is put
/// right (spec 9, quirk 29): Integers must fit 64 bits, a Float is the whole cell, dates without a zone are UTC, quoting works for every quote
/// character and years are padded. Thread-safe.
/// </summary>
public static class EastCsv
{
    /// <summary>Why a type has no CSV form, naming the field; null when it has one. Takes the table's type or that of its rows.</summary>
    public static string? WhyUnsupported(EastType type)
    {
        if (RowOf(type) is not { } row) return CsvMessages.NotATable(type);
        foreach (var field in row.Fields)
            if (!CsvCellReader.IsSupported(field.Type)) return CsvMessages.UnsupportedField(field.Name);
        return null;
    }

    /// <summary>Reads a table. Errors say which row (data rows count from 1), column (from 0) and field.</summary>
    /// <param name="type">The table's type or that of its rows; the value is a list of rows in both cases.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="options">Null for <see cref="CsvReadOptions.Default"/>.</param>
    public static DecodeResult<EastArray<EastStruct>> Decode(EastType type, ReadOnlySpan<byte> bytes, CsvReadOptions? options = null)
    {
        if (!TryRow(type, (options ?? CsvReadOptions.Default).Problem(), out var row, out var problem)) return new DecodeError(problem, 0);
        var decoder = new CsvDecoder(row, options);
        var rows = new EastArray<EastStruct>();
        return (decoder.Push(bytes, rows) ?? decoder.Complete(rows)) is { } error ? error : rows;
    }

    /// <summary>Writes a table. The error, if any, names a text that has no form under these options; under the default ones every text has.</summary>
    /// <param name="type">The table's type or that of its rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="options">Null for <see cref="CsvWriteOptions.Default"/>.</param>
    public static DecodeResult<byte[]> Encode(EastType type, IEnumerable<EastStruct> rows, CsvWriteOptions? options = null)
    {
        if (!TryRow(type, (options ?? CsvWriteOptions.Default).Problem(), out var row, out var problem)) return new DecodeError(problem, 0);
        var target = new ArrayBufferWriter<byte>();
        var encoder = new CsvEncoder(row, target, options);
        foreach (var item in rows)
            if (encoder.Write(item) is { } error) return new DecodeError(error, target.WrittenCount);
        return target.WrittenSpan.ToArray();
    }

    private static StructType? RowOf(EastType type) => type as StructType ?? (type as ArrayType)?.Element as StructType;

    private static bool TryRow(
        EastType type, string? optionsProblem, [NotNullWhen(true)] out StructType? row, [NotNullWhen(false)] out string? problem)
    {
        row = RowOf(type);
        problem = WhyUnsupported(type) ?? (optionsProblem is null ? null : CsvMessages.Error(optionsProblem));
        return problem is null;
    }
}
