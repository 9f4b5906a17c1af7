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
        var text = new StringBuilder($"digraph {DotText.Quote(picture.Name)} {{\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=11, shape=box, style=\"rounded,filled\"];\n");
        for (var i = 0; i < picture.Nodes.Count; i++)
        {
            var node = picture.Nodes[i];
            var (fill, line) = StateColors.Of(node.State);
            var shape = node.Kind switch
            {
                PictureKind.Input => ", shape=note, style=filled",
                PictureKind.Fold => ", shape=box3d, style=filled",
                _ => "",
            };
            text.Append($"  n{i} [label={DotText.Quote(Label(node))}, fillcolor=\"{fill}\", color=\"{line}\"{shape}];\n");
        }
        foreach (var edge in picture.Edges) text.Append($"  n{edge.From} -> n{edge.To};\n");
        return text.Append("}\n").ToString();
    }

    private static string Label(PictureNode node) => node.Kind switch
    {
        PictureKind.Input => node.Name,
        PictureKind.Fold => $"{node.Name}\n{node.Members.Count} together{(node.Note.Length > 0 ? ": " + node.Note : "")}",
        _ => $"{node.Name}\n{(node.Runner.Length > 0 ? node.Runner + ", " : "")}{PictureStates.Word(node.State)}",
    };
}
