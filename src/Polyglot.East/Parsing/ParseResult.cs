using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>Why a text could not be read, and where.</summary>
/// <param name="Message">What was expected and what was found; with the place when <paramref name="NamesPlace"/>.</param>
/// <param name="Position">The offset in UTF-16 units from the start of the text.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
/// <param name="NamesPlace">The message says the place itself, as the sentences of the spec do.</param>
public sealed record ParseError(string Message, int Position, int Line, int Column, bool NamesPlace = false)
{
    /// <summary><c>message (line 1, col 5)</c>.</summary>
    public override string ToString() => NamesPlace ? Message : $"{Message} (line {Line}, col {Column})";

    /// <summary>An error at a place of a text; lines end at LF.</summary>
    internal static ParseError At(ReadOnlySpan<char> text, int position, string message)
    {
        var (line, column) = LineAndColumn(text, position);
        return new ParseError(message, position, line, column);
    }

    internal static (int Line, int Column) LineAndColumn(ReadOnlySpan<char> text, int position)
    {
        var before = text[..position];
        return (before.Count('\n') + 1, position - before.LastIndexOf('\n'));
    }
}

/// <summary>What a reader of text found: a value, or an error.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct ParseResult<T>
{
    private readonly T? _value;

    internal ParseResult(T? value, ParseError? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>Null when there is a value.</summary>
    public ParseError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is an error instead.</exception>
    public T Value => Error is null ? _value! : throw new InvalidOperationException(Error.ToString());

    /// <summary>A result with a value.</summary>
    public static implicit operator ParseResult<T>(T value) => new(value, null);

    /// <summary>A result with an error.</summary>
    public static implicit operator ParseResult<T>(ParseError error) => new(default, error);
}

/// <summary>Results for values whose static type is object, from which C# makes no conversion.</summary>
public static class ParseResult
{
    /// <summary>A result with a value.</summary>
    public static ParseResult<T> Success<T>(T value) => new(value, null);
}
