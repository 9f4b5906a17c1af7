using System.Text;
using Polyglot.Dataflow.Provenance;
using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Drawing;

/// <summary>A picture for Graphviz. Pure.</summary>
public static class DotDrawing
{
    /// <summary>The DOT text.</summary>
    public static string Write(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var compound = picture.Nodes.Any(node => node.Inner is not null) ? "  compound=true;\n" : "";
        var text = new StringBuilder($"digraph {DotText.Quote(picture.Name)} {{\n  rankdir=LR;\n{compound}  node [fontname=\"sans-serif\", fontsize=11, shape=box, style=\"rounded,filled\"];\n");
        WriteAll(text, picture, "n", "  ");
        return text.Append("}\n").ToString();
    }

    private static void WriteAll(StringBuilder text, Picture picture, string prefix, string indent)
    {
        for (var i = 0; i < picture.Nodes.Count; i++) WriteNode(text, picture.Nodes[i], $"{prefix}{i}", indent);
        foreach (var edge in picture.Edges)
        {
            // Edges are between nodes; to a cluster they are cut off at its border.
            var (from, tail) = End(picture, edge.From, prefix, isTail: true);
            var (to, head) = End(picture, edge.To, prefix, isTail: false);
            var ends = string.Join(", ", new[] { tail, head }.Where(end => end.Length > 0));
            text.Append($"{indent}{from} -> {to}{(ends.Length > 0 ? $" [{ends}]" : "")};\n");
        }
    }

    private static void WriteNode(StringBuilder text, PictureNode node, string id, string indent)
    {
        var (fill, line) = StateColors.Of(node.State);
        if (node.Inner is { } inner)
        {
            text.Append($"{indent}subgraph cluster_{id} {{\n{indent}  label={DotText.Quote(Label(node))}; fontname=\"sans-serif\"; fontsize=11; style=\"rounded,filled\"; fillcolor=\"{fill}\"; color=\"{line}\";\n");
            WriteAll(text, inner, id + "_", indent + "  ");
            text.Append($"{indent}}}\n");
            return;
        }
        var shape = node.Kind switch
        {
            PictureKind.Input => ", shape=note, style=filled",
            PictureKind.Fold => ", shape=box3d, style=filled",
            _ => "",
        };
        text.Append($"{indent}{id} [label={DotText.Quote(Label(node))}, fillcolor=\"{fill}\", color=\"{line}\"{shape}];\n");
    }

    private static (string Node, string Attribute) End(Picture picture, int place, string prefix, bool isTail)
    {
        var id = $"{prefix}{place}";
        if (picture.Nodes[place].Inner is not { } inner) return (id, "");
        var others = isTail ? inner.Targets : inner.Sources;
        var at = Enumerable.Range(0, inner.Nodes.Count).First(i => others[i].Count == 0);
        return (End(inner, at, id + "_", isTail).Node, $"{(isTail ? "ltail" : "lhead")}=cluster_{id}");
    }

    private static string Label(PictureNode node) => node.Kind switch
    {
        PictureKind.Input => node.Name,
        PictureKind.Fold => $"{node.Name}\n{node.Members.Count} together{(node.Note.Length > 0 ? ": " + node.Note : "")}",
        _ => $"{node.Name}\n{(node.Runner.Length > 0 ? node.Runner + ", " : "")}{PictureStates.Word(node.State)}",
    };
}
