using System.Globalization;
using System.Text;
using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Drawing;

/// <summary>A picture as Mermaid, which many hosts of Markdown draw. Pure.</summary>
public static class MermaidDrawing
{
    /// <summary>The text of the flowchart, without the fence.</summary>
    public static string Write(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var text = new StringBuilder("flowchart LR\n");
        var states = new SortedSet<PictureState>();
        WriteAll(text, picture, "n", "  ", states);
        foreach (var state in states)
        {
            var (fill, line) = StateColors.Of(state);
            text.Append(CultureInfo.InvariantCulture, $"  classDef {PictureStates.Class(state)} fill:{fill},stroke:{line},color:#1c2430\n");
        }
        return text.ToString();
    }

    private static void WriteAll(StringBuilder text, Picture picture, string prefix, string indent, SortedSet<PictureState> states)
    {
        for (var i = 0; i < picture.Nodes.Count; i++)
        {
            var node = picture.Nodes[i];
            states.Add(node.State);
            if (node.Inner is { } inner)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}subgraph {prefix}{i}[\"{Label(node)}\"]\n{indent}  direction LR\n");
                WriteAll(text, inner, $"{prefix}{i}_", indent + "  ", states);
                text.Append(CultureInfo.InvariantCulture, $"{indent}end\n{indent}class {prefix}{i} {PictureStates.Class(node.State)}\n");
                continue;
            }
            var (open, close) = node.Kind switch
            {
                PictureKind.Input => ("([", "])"),
                PictureKind.Fold => ("[[", "]]"),
                _ => ("[", "]"),
            };
            text.Append(CultureInfo.InvariantCulture, $"{indent}{prefix}{i}{open}\"{Label(node)}\"{close}:::{PictureStates.Class(node.State)}\n");
        }
        foreach (var edge in picture.Edges) text.Append(CultureInfo.InvariantCulture, $"{indent}{prefix}{edge.From} --> {prefix}{edge.To}\n");
    }

    private static string Label(PictureNode node) => node.Kind switch
    {
        PictureKind.Input => Escape(node.Name),
        PictureKind.Fold => $"{Escape(node.Name)}<br/>{node.Members.Count} together{(node.Note.Length > 0 ? ": " + Escape(node.Note) : "")}",
        _ => $"{Escape(node.Name)}<br/>{(node.Runner.Length > 0 ? Escape(node.Runner) + ", " : "")}{PictureStates.Word(node.State)}",
    };

    // Its own escapes: a number sign, the code point, a semicolon. Whatever is not a letter, a digit or plain is written so.
    private static string Escape(string text)
    {
        var safe = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) continue;
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or '-' or '_' or ',' or ':' or '/' or '*' or '…') safe.Append(rune);
            else safe.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }
        return safe.ToString();
    }
}
