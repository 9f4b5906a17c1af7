using System.Text;
using System.Text.Json;

namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>Reads strict JSON (RFC 8259) into the same nodes as YAML, with places and the same limits; a key that comes twice is refused.</summary>
internal ref struct JsonDocumentReader
{
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;
    private int _line;
    private int _column;
    private int _counted;

    private JsonDocumentReader(ReadOnlySpan<byte> text)
    {
        _text = text;
        _reader = new(text, new JsonReaderOptions { MaxDepth = DocumentLimits.Depth + 1 });
        _line = _column = 1;
    }

    public static DocumentResult Read(string file, ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        var reader = new JsonDocumentReader(utf8);
        try
        {
            reader._reader.Read();
            var root = reader.ReadNode();
            reader._reader.Read();
            return new(root, null);
        }
        catch (DocumentException e)
        {
            return new(null, e.ToProblem(file));
        }
        catch (JsonException e)
        {
            var line = (int)(e.LineNumber ?? 0) + 1;
            return new(null, new(file, line, (int)(e.BytePositionInLine ?? 0) + 1, ProjectMessages.BadJson(e.Message)));
        }
        catch (InvalidOperationException e) // a string that is not UTF-8 or has an unpaired surrogate
        {
            var at = reader.Position();
            return new(null, new(file, at.Line, at.Column, ProjectMessages.BadJson(e.Message)));
        }
    }

    private DocumentNode ReadNode()
    {
        var position = Position();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject: return ReadMap(position);
            case JsonTokenType.StartArray: return ReadList(position);
            case JsonTokenType.String: return new ScalarNode(position, _reader.GetString()!, ScalarKind.String);
            case JsonTokenType.Null: return new ScalarNode(position, "null", ScalarKind.Null);
            default:
                var text = Encoding.UTF8.GetString(_reader.ValueSpan);
                return new ScalarNode(position, text, ScalarRules.KindOf(text));
        }
    }

    private ListNode ReadList(SourcePosition position)
    {
        var items = new List<DocumentNode>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) items.Add(ReadNode());
        return new(position, items);
    }

    private MapNode ReadMap(SourcePosition position)
    {
        var entries = new List<MapEntry>();
        var seen = new Dictionary<string, SourcePosition>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var at = Position();
            var key = _reader.GetString()!;
            if (!seen.TryAdd(key, at)) throw new DocumentException(at, ProjectMessages.DuplicateKey(key, seen[key].Line));
            _reader.Read();
            entries.Add(new(key, at, ReadNode()));
        }
        return new(position, entries);
    }

    // Tokens are asked for in file order, so every byte is looked at once, however long its line.
    private SourcePosition Position()
    {
        var passed = _text[_counted..(int)_reader.TokenStartIndex];
        _counted += passed.Length;
        for (int end; (end = passed.IndexOf((byte)'\n')) >= 0; passed = passed[(end + 1)..]) (_line, _column) = (_line + 1, 1);
        _column += Encoding.UTF8.GetCharCount(passed);
        return new(_line, _column);
    }
}
