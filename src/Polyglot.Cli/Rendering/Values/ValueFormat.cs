namespace Polyglot.Cli.Rendering.Values;

/// <summary>How <c>cat</c> shows a value.</summary>
internal enum ValueFormat
{
    /// <summary>A table where the value is one, text where it is text, East text otherwise.</summary>
    Automatic,

    /// <summary>East text.</summary>
    East,

    /// <summary>East's JSON mapping.</summary>
    Json,

    /// <summary>CSV, for tables of scalars.</summary>
    Csv,

    /// <summary>Aligned columns.</summary>
    Table,

    /// <summary>The bytes of a Blob, the UTF-8 of a String.</summary>
    Raw,

    /// <summary>The whole beast2 file, for another program.</summary>
    Beast2,
}
