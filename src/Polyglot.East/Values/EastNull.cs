namespace Polyglot.East;

/// <summary>The single value of type Null.</summary>
public readonly record struct EastNull
{
    /// <summary>The value as an object, for positions that are not typed; never a CLR null.</summary>
    public static object Boxed { get; } = default(EastNull);

    /// <inheritdoc/>
    public override string ToString() => "null";
}
