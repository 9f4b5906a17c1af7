using System.Text;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>What a program returned, as a document, and what people call its places: <c>tasks.fit.inputs</c>. Not trusted. Immutable.</summary>
internal sealed class ReturnedDocument
{
    private readonly Dictionary<SourcePosition, string> _paths = [];

    private ReturnedDocument(DocumentNode root)
    {
        Root = root;
        Name(root, "");
    }

    /// <summary>The whole.</summary>
    public DocumentNode Root { get; }

    /// <summary>Reads a dataflow's object.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="type">Its type: text, or <see cref="PlainData"/>.</param>
    /// <returns>The document, or what is wrong.</returns>
    public static (ReturnedDocument? Document, string? Problem) Read(string path, EastType type)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > DocumentLimits.Bytes) return (null, ReturningMessages.TooLarge(file.Length, DocumentLimits.Bytes));
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var value = Beast2.Decode(bytes, type);
        if (!value.IsSuccess) return (null, value.Error.Message);
        var (root, problem) = value.Value is string text ? Parse(text) : (PlainData.ToDocument((EastVariant)value.Value, out var deep), deep);
        return root is null ? (null, problem) : (new(root), null);
    }

    /// <summary>What people call the place of a problem; empty for the whole.</summary>
    public string PathOf(ProjectProblem problem) => _paths.GetValueOrDefault(new(problem.Line, problem.Column), "");

    private static (DocumentNode? Root, string? Problem) Parse(string text)
    {
        var isJson = text.AsSpan().TrimStart() is ['{', ..];
        var read = ProjectDocument.Read(isJson ? "returned.json" : "returned.yaml", Encoding.UTF8.GetBytes(text));
        return (read.Root, read.Problem is { } problem ? ReturningMessages.Unreadable(problem) : null);
    }

    private void Name(DocumentNode node, string path)
    {
        _paths.TryAdd(node.Position, path);
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    var inner = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
                    _paths.TryAdd(entry.KeyPosition, inner);
                    Name(entry.Value, inner);
                }
                break;
            case ListNode list:
                for (var i = 0; i < list.Items.Count; i++) Name(list.Items[i], FormattableString.Invariant($"{path}[{i}]"));
                break;
        }
    }
}
