using System.Text;

namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>Picks the reader by the file's extension: <c>.json</c> is JSON, anything else YAML.</summary>
internal static class ProjectDocument
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Parses the content of <paramref name="file"/>; the name only chooses the syntax and is named in problems.</summary>
    public static DocumentResult Read(string file, ReadOnlySpan<byte> content)
    {
        if (content.Length > DocumentLimits.Bytes)
            return new(null, new(file, 0, 0, ProjectMessages.TooLarge(content.Length, DocumentLimits.Bytes), NextStep: ProjectMessages.TooLargeNext));
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return JsonDocumentReader.Read(file, content);
        try
        {
            var text = _strict.GetString(content);
            return YamlDocumentReader.Read(file, text.StartsWith('\uFEFF') ? text[1..] : text);
        }
        catch (DecoderFallbackException e)
        {
            return new(null, new(file, 0, 0, ProjectMessages.NotUtf8(e.Index)));
        }
    }
}
