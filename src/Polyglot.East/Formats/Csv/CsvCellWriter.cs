using System.Globalization;

namespace Polyglot.East;

/// <summary>The text of a cell, before quoting (spec 3.5, "Encoding").</summary>
internal static class CsvCellWriter
{
    public static string Text(EastType type, object? value, string nullString) => type.Kind switch
    {
        EastTypeKind.Null => nullString,
        EastTypeKind.Boolean => (bool)value! ? "true" : "false",
        EastTypeKind.Integer => ((long)value!).ToString(CultureInfo.InvariantCulture),
        EastTypeKind.Float => FloatText.Csv((double)value!),
        EastTypeKind.String => (string)value!,
        EastTypeKind.DateTime => CalendarText.Iso(((EastDateTime)value!).Milliseconds),
        EastTypeKind.Blob => value!.ToString()!,
        EastTypeKind.Variant when value is EastVariant { Case: "some" } some => Text(((VariantType)type).OptionContent!, some.Payload, nullString),
        EastTypeKind.Variant => nullString,
        _ => throw new ArgumentException(CsvMessages.UnsupportedCell(type.Kind)),
    };
}
