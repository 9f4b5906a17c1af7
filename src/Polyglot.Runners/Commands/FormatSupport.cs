using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>Which types a format can carry. Planning asks before anything runs. Thread-safe.</summary>
public static class FormatSupport
{
    /// <summary>Null when a value of the type can be an input or output file in the format; otherwise why not, and what can.</summary>
    public static string? WhyUnsupported(TaskFormat format, EastType type)
    {
        var reason = Reason(format, type);
        if (reason is null) return null;
        var others = Enum.GetValues<TaskFormat>().Where(f => f != format && Reason(f, type) is null).Select(Name);
        return RunnersMessages.FormatCannot(Name(format), type.ToString(), reason, string.Join(", ", others));
    }

    private static string? Reason(TaskFormat format, EastType type) => format switch
    {
        _ when !type.IsData => RunnersMessages.HasFunctions,
        TaskFormat.Csv => EastCsv.WhyUnsupported(type) ?? (type is ArrayType ? null : RunnersMessages.CsvNeedsArray),
        TaskFormat.Raw when !IsRaw(type.Kind) => RunnersMessages.RawTypes,
        _ => null,
    };

    private static bool IsRaw(EastTypeKind kind) => kind
        is EastTypeKind.Blob or EastTypeKind.String or EastTypeKind.Null or EastTypeKind.Boolean or EastTypeKind.Integer or EastTypeKind.Float or EastTypeKind.DateTime;

#pragma warning disable CA1308 // the names in manifests are lower case
    private static string Name(TaskFormat format) => format.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
