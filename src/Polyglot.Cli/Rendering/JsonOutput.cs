using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Polyglot.Cli.CommandLine;

namespace Polyglot.Cli.Rendering;

/// <summary>
/// The one JSON document of <c>--output json</c>: an object that begins with the version of the shapes and the verb. The shapes are in
/// <c>docs/cli.md</c>; members are only ever added.
/// </summary>
internal static class JsonOutput
{
    /// <summary>The version of the shapes.</summary>
    public const int Schema = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Prints the document on standard output.</summary>
    public static void Write(Session session, Action<Utf8JsonWriter> members) => Write(session, members, Options);

    /// <summary>Prints a document on a line of its own, for verbs that print more than one.</summary>
    public static void WriteLine(Session session, Action<Utf8JsonWriter> members) => Write(session, members, Options with { Indented = false });

    private static void Write(Session session, Action<Utf8JsonWriter> members, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WriteString("verb", session.Verb);
            members(writer);
            writer.WriteEndObject();
        }
        session.Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A member that is null where there is nothing.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null) writer.WriteNull(name);
        else writer.WriteString(name, value);
    }

    /// <summary>A duration in seconds, to the millisecond.</summary>
    public static void WriteSeconds(this Utf8JsonWriter writer, string name, TimeSpan time) =>
        writer.WriteNumber(name, Math.Round((decimal)time.TotalSeconds, 3));
}
