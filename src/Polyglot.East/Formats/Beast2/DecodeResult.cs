using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>Why bytes could not be decoded, and where.</summary>
/// <param name="Message">The text, with the offset where the spec has it.</param>
/// <param name="Offset">The offset from the start of the bytes.</param>
public sealed record DecodeError(string Message, long Offset)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}

/// <summary>What a decoder found: a value, or an error.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct DecodeResult<T>
{
    private readonly T? _value;

    internal DecodeResult(T? value, DecodeError? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>Null when there is a value.</summary>
    public DecodeError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is an error instead.</exception>
    public T Value => Error is null ? _value! : throw new InvalidOperationException(Error.Message);

    /// <summary>A result with a value.</summary>
    public static implicit operator DecodeResult<T>(T value) => new(value, null);

    /// <summary>A result with an error.</summary>
    public static implicit operator DecodeResult<T>(DecodeError error) => new(default, error);
}

/// <summary>Results for values whose static type is object, from which C# makes no conversion.</summary>
public static class DecodeResult
{
    /// <summary>A result with a value.</summary>
    public static DecodeResult<T> Success<T>(T value) => new(value, null);
}

/// <summary>Leaves the recursion of a reader; never leaves the format's own code.</summary>
internal sealed class Beast2Failure(string message, long offset) : Exception(message)
{
    public DecodeError Error { get; } = new(message, offset);
}
