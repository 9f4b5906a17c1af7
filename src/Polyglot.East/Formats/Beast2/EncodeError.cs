namespace Polyglot.East;

/// <summary>Why a value cannot be written, and where in it.</summary>
/// <param name="Reason">What kind of obstacle.</param>
/// <param name="Path">The place in the value, such as <c>[3].kids</c>; empty for the value itself.</param>
/// <param name="Detail">The language's own sentence, where it has one; it does not say where.</param>
public sealed record EncodeError(EncodeObstacle Reason, string Path, string? Detail = null)
{
    /// <summary>One line for people.</summary>
    public string Message => Detail ?? Reason switch
    {
        EncodeObstacle.Cycle => $"the value contains itself{Place}: a tree cannot hold a cycle",
        EncodeObstacle.SelfReference => $"a Ref's content begins with the Ref itself{Place}: beast2 has no form for that",
        EncodeObstacle.Function => $"there is a function{Place}: functions cannot be written as values here",
        EncodeObstacle.Never => $"there is a value of type Never{Place}: there are none",
        _ => $"values are nested more than {Beast2.MaxDepth} levels{Place}",
    };

    private string Place => Path.Length == 0 ? "" : " at " + Path;

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}

/// <summary>What stands in the way of writing a value.</summary>
public enum EncodeObstacle
{
    /// <summary>The value contains itself and was to be written as a tree.</summary>
    Cycle,

    /// <summary>A Ref's content is, or begins with, the Ref itself (spec 9, quirk 16: an error).</summary>
    SelfReference,

    /// <summary>A function where data is asked for.</summary>
    Function,

    /// <summary>A function that has captured variables.</summary>
    Closure,

    /// <summary>A function of the host, which has no program text.</summary>
    HostFunction,

    /// <summary>A value of type Never.</summary>
    Never,

    /// <summary>Nesting beyond <see cref="Beast2.MaxDepth"/>.</summary>
    Depth,
}
