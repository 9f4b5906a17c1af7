namespace Polyglot.Pictures.Reports;

/// <summary>How large a report may become. What is left out is said where it would stand.</summary>
public sealed record ReportLimits
{
    /// <summary>Tasks that are shown with their inputs, logs and previews; the others have a line each.</summary>
    public int DetailedTasks { get; init; } = 250;

    /// <summary>Elements, and tasks of returned dataflows, whose times are looked up, of all tasks together.</summary>
    public int Parts { get; init; } = 3_000;

    /// <summary>Of those of a task so many are shown one by one, with what they printed: what failed, then what took longest.</summary>
    public int ListedParts { get; init; } = 40;

    /// <summary>How deep a part's own parts are shown: a returned dataflow may return dataflows.</summary>
    public int PartDepth { get; init; } = 3;

    /// <summary>Things that made a task run, shown with how they differ.</summary>
    public int Leaves { get; init; } = 4;

    /// <summary>Characters of a log: a third from its beginning, the rest from its end.</summary>
    public int LogCharacters { get; init; } = 18_000;

    /// <summary>Values whose files are larger are not read.</summary>
    public long ValueBytes { get; init; } = 64_000_000;

    /// <summary>Images that are larger are not shown.</summary>
    public int ImageBytes { get; init; } = 1_500_000;

    /// <summary>Rows of a table.</summary>
    public int Rows { get; init; } = 12;

    /// <summary>Characters of all previews and logs together; after that, none are shown.</summary>
    public int AllCharacters { get; init; } = 8_000_000;
}
