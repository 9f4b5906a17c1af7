using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>How CSV is read (spec 3.5). Immutable; the defaults are RFC 4180 with a header row.</summary>
public sealed record CsvReadOptions
{
    /// <summary>The defaults.</summary>
    public static CsvReadOptions Default { get; } = new();

    /// <summary>Separates fields; ASCII.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Encloses a field; ASCII.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>Makes the quote that follows it a literal one, inside quotes; ASCII.</summary>
    public char Escape { get; init; } = '"';

    /// <summary>The first row names the columns. Without it they are the struct's fields in order.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Texts that mean <c>none</c> in an Option and are refused elsewhere.</summary>
    public ImmutableArray<string> NullStrings { get; init; } = [""];

    /// <summary>Rows whose fields are all empty are left out, and not numbered.</summary>
    public bool SkipEmptyLines { get; init; } = true;

    /// <summary>White space around a field is not part of it.</summary>
    public bool TrimFields { get; init; }

    /// <summary>Header name to field name, for columns that are named otherwise.</summary>
    public ImmutableDictionary<string, string> ColumnMapping { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A column that is no field is an error.</summary>
    public bool Strict { get; init; }

    internal string? Problem() => CsvMessages.Characters(Delimiter, Quote, Escape);
}

/// <summary>How CSV is written (spec 3.5). Immutable.</summary>
public sealed record CsvWriteOptions
{
    /// <summary>The defaults.</summary>
    public static CsvWriteOptions Default { get; } = new();

    /// <summary>Separates fields; ASCII.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Encloses a field; ASCII.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>Comes before a quote within quotes; ASCII.</summary>
    public char Escape { get; init; } = '"';

    /// <summary>Separates rows; there is none after the last.</summary>
    public string Newline { get; init; } = "\r\n";

    /// <summary>The first row has the names of the fields.</summary>
    public bool IncludeHeader { get; init; } = true;

    /// <summary>What <c>none</c> and null become.</summary>
    public string NullString { get; init; } = "";

    /// <summary>Every field is enclosed in quotes, not only those that need it.</summary>
    public bool AlwaysQuote { get; init; }

    internal string? Problem() => CsvMessages.Characters(Delimiter, Quote, Escape);
}
