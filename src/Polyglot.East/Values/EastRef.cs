namespace Polyglot.East;

/// <summary>A value of type Ref: a mutable cell with identity. Not thread-safe.</summary>
/// <typeparam name="T">The CLR type of the content (<see cref="ClrTypes"/>).</typeparam>
/// <param name="value">The first content.</param>
public sealed class EastRef<T>(T value) : IEastRef
{
    /// <summary>The content.</summary>
    public T Value { get; set; } = value;

    /// <summary>East code may not change the content (spec 4.6).</summary>
    internal bool IsFrozen { get; set; }

    object? IEastRef.Value
    {
        get => Value;
        set => Value = (T)value!;
    }
}
