namespace Polyglot.East;

/// <summary>A mutable variable that closures share.</summary>
internal sealed class Cell<T>
{
    public T Value = default!;
}
