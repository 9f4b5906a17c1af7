using System.Buffers;

namespace Polyglot.East;

/// <summary>
/// The JSON mapping of East values (spec 3.3). Integers are strings, Dicts are arrays of entries, Variants name their case, and a
/// container met again is a <c>$ref</c>.
/// </summary>
public static class EastJson
{
    /// <summary>The JSON of a value, without blanks.</summary>
    /// <param name="type">A closed type of data.</param>
    /// <param name="value">A value of it, as <see cref="ClrTypes"/> says.</param>
    /// <exception cref="ArgumentException">The type is open or has functions inside, which have no JSON.</exception>
    /// <exception cref="InvalidCastException">The value is not of the type.</exception>
    /// <exception cref="InsufficientExecutionStackException">The value is nested too deeply for this thread's stack.</exception>
    public static string Print(EastType type, object? value)
    {
        using var text = new StringWriter();
        Print(text, type, value);
        return text.ToString();
    }

    /// <summary>Writes the JSON of a value piece by piece.</summary>
    /// <inheritdoc cref="Print(EastType, object)"/>
    public static void Print(TextWriter to, EastType type, object? value)
    {
        if (!type.IsData) throw new ArgumentException(EastJsonMessages.NoFunctions(type), nameof(type));
        new EastJsonPrinter(to).Print(TypeNode.Of(type), value);
    }

    /// <summary>Writes the JSON of a value as UTF-8 piece by piece.</summary>
    /// <inheritdoc cref="Print(EastType, object)"/>
    public static void Print(IBufferWriter<byte> to, EastType type, object? value)
    {
        using var text = new Utf8TextWriter(to);
        Print(text, type, value);
    }

    /// <summary>Writes the JSON of a value as UTF-8 piece by piece.</summary>
    /// <inheritdoc cref="Print(EastType, object)"/>
    public static void Print(Stream to, EastType type, object? value)
    {
        using var text = new StreamWriter(to, bufferSize: 1 << 15, leaveOpen: true);
        Print(text, type, value);
    }

    /// <summary>
    /// Reads a value. A structural error's message is the spec's sentence, whose place is always line 1, column 1; text that is not JSON
    /// gives <c>Failed to parse JSON: …</c> with the real place.
    /// </summary>
    /// <param name="type">A closed type of data.</param>
    /// <param name="text">One JSON value, with blanks around it allowed.</param>
    /// <returns>A value as <see cref="ClrTypes"/> says, or the error.</returns>
    /// <exception cref="ArgumentException">The type is open or has functions inside.</exception>
    public static ParseResult<object> Parse(EastType type, string text)
    {
        if (!type.IsData) throw new ArgumentException(EastJsonMessages.NoFunctions(type), nameof(type));
        var json = JsonText.Parse(text);
        return json.IsSuccess ? new EastJsonReader(type, mayRefer: text.Contains("$ref", StringComparison.Ordinal)).Read(json.Value) : json.Error;
    }

    /// <summary>
    /// Reads a value from UTF-8, as it comes: plain JSON from a stream that can go back is never held as a whole. JSON with references or
    /// errors is.
    /// </summary>
    /// <param name="type">A closed type of data.</param>
    /// <param name="text">One JSON value, from where the stream is to its end.</param>
    /// <returns>A value as <see cref="ClrTypes"/> says, or the error.</returns>
    /// <exception cref="ArgumentException">The type is open or has functions inside.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ParseResult<object> Parse(EastType type, Stream text)
    {
        if (!type.IsData) throw new ArgumentException(EastJsonMessages.NoFunctions(type), nameof(type));
        return WholeText.Read(text, type, PlainJsonReader.Read, Parse);
    }

    /// <summary>The message of the builtin that reads JSON (<c>StringParseJSON</c>) for an error of a reader here.</summary>
    public static string Explain(EastType type, ParseError error) =>
        error.Message.StartsWith(EastJsonMessages.SyntaxPrefix, StringComparison.Ordinal)
            ? error.Message
            : EastJsonMessages.Conversion(type, error.Message);
}
