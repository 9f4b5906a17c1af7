using System.Buffers;

namespace Polyglot.East;

/// <summary>The text form of East values, <c>.east</c> (spec 3.4): what programs print and people write.</summary>
public static class EastText
{
    /// <summary>The text of a value. A container met again is a reference, so values that contain themselves have a text too.</summary>
    /// <param name="type">A closed type.</param>
    /// <param name="value">A value of it, as <see cref="ClrTypes"/> says.</param>
    /// <exception cref="ArgumentException">The type is open.</exception>
    /// <exception cref="InvalidCastException">The value is not of the type.</exception>
    /// <exception cref="InsufficientExecutionStackException">The value is nested too deeply for this thread's stack.</exception>
    public static string Print(EastType type, object? value)
    {
        using var text = new StringWriter();
        Print(text, type, value);
        return text.ToString();
    }

    /// <summary>Writes the text of a value piece by piece.</summary>
    /// <inheritdoc cref="Print(EastType, object)"/>
    public static void Print(TextWriter to, EastType type, object? value) => new EastTextPrinter(to).Print(TypeNode.Of(type), value);

    /// <summary>Writes the text of a value as UTF-8 piece by piece.</summary>
    /// <inheritdoc cref="Print(EastType, object)"/>
    public static void Print(IBufferWriter<byte> to, EastType type, object? value)
    {
        using var text = new Utf8TextWriter(to);
        Print(text, type, value);
    }

    /// <summary>Writes the text of a value as UTF-8 piece by piece.</summary>
    /// <inheritdoc cref="Print(EastType, object)"/>
    public static void Print(Stream to, EastType type, object? value)
    {
        using var text = new StreamWriter(to, bufferSize: 1 << 15, leaveOpen: true);
        Print(text, type, value);
    }

    /// <summary>
    /// Reads a value. An error's message is the spec's whole sentence: <c>Error occurred because expected integer, got 'x' at [1] (line 1,
    /// col 4) while parsing value of type ".Array .Integer"</c>.
    /// </summary>
    /// <param name="type">A closed type.</param>
    /// <param name="text">The text; blanks around the value are allowed, anything else is an error.</param>
    /// <returns>A value as <see cref="ClrTypes"/> says, or the error.</returns>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static ParseResult<object> Parse(EastType type, string text) => new EastTextReader(type, text).ReadAll();

    /// <summary>
    /// Reads a value from UTF-8, as it comes: plain text from a stream that can go back is never held as a whole. Text with references or
    /// errors is.
    /// </summary>
    /// <param name="type">A closed type.</param>
    /// <param name="text">The text, from where the stream is to its end.</param>
    /// <returns>A value as <see cref="ClrTypes"/> says, or the error.</returns>
    /// <exception cref="ArgumentException">The type is open.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ParseResult<object> Parse(EastType type, Stream text) => WholeText.Read(text, type, PlainTextReader.Read, Parse);
}
