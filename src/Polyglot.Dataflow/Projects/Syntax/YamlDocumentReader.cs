using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>
/// Reads one YAML document from parser events, so that every node keeps its place. Refused: tags, several documents, keys that
/// are not scalars or come twice, nesting over <see cref="DocumentLimits.Depth"/>, aliases to an enclosing node and aliases that
/// together stand for more than <see cref="DocumentLimits.AliasedNodes"/> nodes.
/// </summary>
internal sealed class YamlDocumentReader
{
    private readonly Dictionary<string, (DocumentNode? Node, int Size)> _anchors = [];
    private readonly IParser _parser;
    private int _aliased;

    private YamlDocumentReader(IParser parser) => _parser = parser;

    public static DocumentResult Read(string file, string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        try
        {
            var reader = new YamlDocumentReader(new Parser(scanner));
            return new(reader.ReadStream(), null);
        }
        catch (DocumentException e)
        {
            return new(null, e.ToProblem(file));
        }
        catch (YamlException e)
        {
            return new(null, Problem(e.Message));
        }
        // The YAML library lets some malformed input through to its own lists and maps.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            return new(null, Problem(null));
        }

        // What the library gives as the place is where the list or mapping began in which it went wrong; the scanner stands where it did.
        ProjectProblem Problem(string? detail)
        {
            var reached = scanner.CurrentPosition;
            var message = detail is null ? ProjectMessages.UnreadableYaml : ProjectMessages.BadYaml(detail);
            return new(file, (int)reached.Line, (int)reached.Column, message, NextStep: ProjectMessages.BadYamlNext);
        }
    }

    private DocumentNode ReadStream()
    {
        Next<StreamStart>();
        if (!Advance() || _parser.Current is StreamEnd) return new ScalarNode(new(1, 1), "", ScalarKind.Null);
        Advance();
        var root = ReadNode(0, out _);
        Next<DocumentEnd>();
        if (Advance() && _parser.Current is DocumentStart again)
            throw new DocumentException(At(again), ProjectMessages.SeveralDocuments, ProjectMessages.SeveralDocumentsNext);
        return root;
    }

    // The current event begins the node; afterwards it is the node's last event. size counts the nodes it stands for.
    private DocumentNode ReadNode(int depth, out int size)
    {
        var current = _parser.Current!;
        if (current is AnchorAlias alias) return Resolve(alias, out size);
        var node = (NodeEvent)current;
        var tagged = !node.Tag.IsEmpty && node.Tag.Value != "!";
        if (tagged) throw new DocumentException(At(node), ProjectMessages.Tag(node.Tag.Value), ProjectMessages.TagNext);
        if (depth > DocumentLimits.Depth) throw new DocumentException(At(node), ProjectMessages.TooDeep(DocumentLimits.Depth));

        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor is not null) _anchors[anchor] = (null, 0);
        DocumentNode result = node switch
        {
            Scalar scalar => ReadScalar(scalar, out size),
            SequenceStart start => ReadList(start, depth, out size),
            MappingStart start => ReadMap(start, depth, out size),
            _ => throw new DocumentException(At(node), ProjectMessages.BadYaml("unexpected " + node.GetType().Name)),
        };
        if (anchor is not null) _anchors[anchor] = (result, size);
        return result;
    }

    private DocumentNode Resolve(AnchorAlias alias, out int size)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            throw new DocumentException(At(alias), ProjectMessages.UnknownAlias(alias.Value.Value));
        if (target.Node is null) throw new DocumentException(At(alias), ProjectMessages.CyclicAlias(alias.Value.Value));
        size = target.Size;
        if (size > DocumentLimits.AliasedNodes - _aliased)
            throw new DocumentException(At(alias), ProjectMessages.TooManyAliases(DocumentLimits.AliasedNodes));
        _aliased += size;
        return target.Node;
    }

    private static ScalarNode ReadScalar(Scalar scalar, out int size)
    {
        size = 1;
        var kind = scalar.Style == ScalarStyle.Plain ? ScalarRules.KindOf(scalar.Value) : ScalarKind.String;
        return new(At(scalar), scalar.Value, kind);
    }

    private ListNode ReadList(SequenceStart start, int depth, out int size)
    {
        size = 1;
        var items = new List<DocumentNode>();
        while (Advance() && _parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1, out var part));
            size += part;
        }
        return new(At(start), items);
    }

    private MapNode ReadMap(MappingStart start, int depth, out int size)
    {
        size = 1;
        var entries = new List<MapEntry>();
        var seen = new Dictionary<string, SourcePosition>();
        while (Advance() && _parser.Current is not MappingEnd)
        {
            var position = At(_parser.Current!);
            if (ReadNode(depth + 1, out var keySize) is not ScalarNode key)
                throw new DocumentException(position, ProjectMessages.KeyNotText);
            if (!seen.TryAdd(key.Text, position))
                throw new DocumentException(position, ProjectMessages.DuplicateKey(key.Text, seen[key.Text].Line));
            Advance();
            entries.Add(new(key.Text, position, ReadNode(depth + 1, out var part)));
            size += keySize + part;
        }
        return new(At(start), entries);
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (Advance() && _parser.Current is T) return;
        throw new DocumentException(default, ProjectMessages.BadYaml("unexpected " + _parser.Current?.GetType().Name));
    }

    private bool Advance() => _parser.MoveNext();

    private static SourcePosition At(ParsingEvent e) => new((int)e.Start.Line, (int)e.Start.Column);
}
