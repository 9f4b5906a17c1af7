using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Polyglot.Store;

namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>
/// Keeps the parsed form of project files: parsing YAML takes most of the time of an up-to-date run of many tasks, and starting the parser a good part of
/// that of a few. One
/// entry per project file, which counts for exactly the content it was made from. Derived data: a missing, damaged or foreign entry is
/// no entry. Thread-safe.
/// </summary>
internal sealed class DocumentCache(string folder, TempSpace temp)
{
    /// <summary>The document of this content; null when it is not known.</summary>
    public DocumentNode? Find(string file, ReadOnlySpan<byte> content)
    {
        try
        {
            var path = PathOf(file);
            return File.Exists(path) ? DocumentCodec.Decode(File.ReadAllBytes(path), Hashing.Object(content)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers a document. A disk that refuses is no error.</summary>
    public void Add(string file, ReadOnlySpan<byte> content, DocumentNode root)
    {
        try
        {
            var next = temp.NextPath();
            File.WriteAllBytes(next, DocumentCodec.Encode(root, Hashing.Object(content)));
            Directory.CreateDirectory(folder);
            File.Move(next, PathOf(file), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run parses again.
        }
    }

    private string PathOf(string file) => Path.Combine(folder, "document-" + Hashing.Object(Encoding.UTF8.GetBytes(file)).Abbreviated(16));
}

/// <summary>
/// A document in bytes: <c>PGD1</c>, the id of the content it was parsed from, the texts that occur (each once), the nodes in order with line, column and
/// the number of their text, and the SHA-256 of all that.
/// </summary>
internal static class DocumentCodec
{
    private const int HashSize = 32;
    private const byte ListTag = 5;
    private const byte MapTag = 6;

    private static ReadOnlySpan<byte> Magic => "PGD1"u8;

    public static byte[] Encode(DocumentNode root, ObjectId content)
    {
        var writer = new Writer();
        writer.Node(root);
        return writer.Finish(content);
    }

    /// <summary>The document; null unless the bytes are whole and were made from this content.</summary>
    public static DocumentNode? Decode(ReadOnlySpan<byte> bytes, ObjectId content)
    {
        Span<byte> id = stackalloc byte[HashSize];
        content.CopyTo(id);
        if (bytes.Length < Magic.Length + HashSize + HashSize || !bytes.StartsWith(Magic) || !bytes[Magic.Length..].StartsWith(id)) return null;
        var body = bytes[..^HashSize];
        Hashing.Object(body).CopyTo(id);
        if (!bytes[^HashSize..].SequenceEqual(id)) return null;
        var reader = new Reader(body[(Magic.Length + HashSize)..]);
        return reader.Document();
    }

    private sealed class Writer
    {
        private readonly ArrayBufferWriter<byte> _nodes = new(1 << 20);
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly List<string> _texts = [];

        public void Node(DocumentNode node)
        {
            switch (node)
            {
                case ScalarNode scalar:
                    Begin((byte)scalar.Kind, scalar.Position);
                    Text(scalar.Text);
                    break;
                case ListNode list:
                    Begin(ListTag, list.Position);
                    Number(_nodes, list.Items.Count);
                    foreach (var item in list.Items) Node(item);
                    break;
                case MapNode map:
                    Begin(MapTag, map.Position);
                    Number(_nodes, map.Entries.Count);
                    foreach (var entry in map.Entries)
                    {
                        Text(entry.Key);
                        Place(entry.KeyPosition);
                        Node(entry.Value);
                    }
                    break;
            }
        }

        public byte[] Finish(ObjectId content)
        {
            var all = new ArrayBufferWriter<byte>(_nodes.WrittenCount * 2);
            all.Write(Magic);
            content.CopyTo(all.GetSpan(HashSize));
            all.Advance(HashSize);
            Number(all, _texts.Count);
            foreach (var text in _texts)
            {
                Number(all, Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, all);
            }
            all.Write(_nodes.WrittenSpan);
            var hash = Hashing.Object(all.WrittenSpan);
            hash.CopyTo(all.GetSpan(HashSize));
            all.Advance(HashSize);
            return all.WrittenSpan.ToArray();
        }

        private void Begin(byte tag, SourcePosition position)
        {
            _nodes.Write([tag]);
            Place(position);
        }

        private void Place(SourcePosition position)
        {
            Number(_nodes, position.Line);
            Number(_nodes, position.Column);
        }

        private void Text(string text)
        {
            if (!_numbers.TryGetValue(text, out var number))
            {
                _numbers[text] = number = _texts.Count;
                _texts.Add(text);
            }
            Number(_nodes, number);
        }

        private static void Number(ArrayBufferWriter<byte> to, int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(sizeof(int)), value);
            to.Advance(sizeof(int));
        }
    }

    // The bytes have passed the hash, so they are what Writer wrote.
    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;
        private string[] _texts = [];

        public DocumentNode Document()
        {
            _texts = new string[Number()];
            for (var i = 0; i < _texts.Length; i++)
            {
                var length = Number();
                _texts[i] = Encoding.UTF8.GetString(_rest[..length]);
                _rest = _rest[length..];
            }
            return Node();
        }

        private DocumentNode Node()
        {
            var tag = _rest[0];
            _rest = _rest[1..];
            var position = Place();
            switch (tag)
            {
                case ListTag:
                    var items = new DocumentNode[Number()];
                    for (var i = 0; i < items.Length; i++) items[i] = Node();
                    return new ListNode(position, items);
                case MapTag:
                    var entries = new MapEntry[Number()];
                    for (var i = 0; i < entries.Length; i++)
                    {
                        var key = _texts[Number()];
                        entries[i] = new(key, Place(), Node());
                    }
                    return new MapNode(position, entries);
                default:
                    return new ScalarNode(position, _texts[Number()], (ScalarKind)tag);
            }
        }

        private SourcePosition Place() => new(Number(), Number());

        private int Number()
        {
            var value = BinaryPrimitives.ReadInt32LittleEndian(_rest);
            _rest = _rest[sizeof(int)..];
            return value;
        }
    }
}
