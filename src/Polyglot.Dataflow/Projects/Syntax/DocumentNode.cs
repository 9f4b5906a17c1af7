namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>A parsed YAML or JSON value with its place. Immutable; one node may be reached twice through a YAML alias.</summary>
public abstract class DocumentNode
{
    private protected DocumentNode(SourcePosition position) => Position = position;

    /// <summary>Where the value begins.</summary>
    public SourcePosition Position { get; }

    /// <summary>What it is, for messages: <c>a list</c>, <c>a mapping</c>, <c>the text "x"</c>.</summary>
    public abstract string Describe();
}

/// <summary>What a scalar stands for under the YAML 1.2 core schema (and in JSON).</summary>
public enum ScalarKind
{
    /// <summary>Nothing, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Decimal digits with an optional sign.</summary>
    Integer,

    /// <summary>A number with a point, an exponent, or <c>.inf</c>/<c>.nan</c>.</summary>
    Float,

    /// <summary>Anything else, and everything in quotes.</summary>
    String,
}

/// <summary>A value without parts.</summary>
public sealed class ScalarNode(SourcePosition position, string text, ScalarKind kind) : DocumentNode(position)
{
    /// <summary>The text, quotes and escapes resolved.</summary>
    public string Text { get; } = text;

    /// <summary>What the text stands for.</summary>
    public ScalarKind Kind { get; } = kind;

    /// <inheritdoc/>
    public override string Describe() => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => $"the boolean {Text}",
        ScalarKind.Integer or ScalarKind.Float => $"the number {ProjectMessages.Quote(Text)}",
        _ => $"the text {ProjectMessages.Quote(Text)}",
    };
}

/// <summary>A YAML sequence or JSON array.</summary>
public sealed class ListNode(SourcePosition position, IReadOnlyList<DocumentNode> items) : DocumentNode(position)
{
    /// <summary>The elements in file order.</summary>
    public IReadOnlyList<DocumentNode> Items { get; } = items;

    /// <inheritdoc/>
    public override string Describe() => "a list";
}

/// <summary>One entry of a <see cref="MapNode"/>.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="KeyPosition">Where the key begins.</param>
/// <param name="Value">What it maps to.</param>
public readonly record struct MapEntry(string Key, SourcePosition KeyPosition, DocumentNode Value);

/// <summary>A YAML mapping or JSON object; keys are unique.</summary>
public sealed class MapNode(SourcePosition position, IReadOnlyList<MapEntry> entries) : DocumentNode(position)
{
    /// <summary>The entries in file order.</summary>
    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    /// <inheritdoc/>
    public override string Describe() => "a mapping";
}
