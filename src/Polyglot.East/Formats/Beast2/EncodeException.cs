namespace Polyglot.East;

/// <summary>A value cannot be written. Thrown only by calls that have no other way to say so.</summary>
/// <param name="error">Why and where.</param>
public sealed class EncodeException(EncodeError error) : Exception(error.Message)
{
    /// <summary>Why and where.</summary>
    public EncodeError Error { get; } = error;
}
