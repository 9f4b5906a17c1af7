using System.Text;
using Polyglot.Store;

namespace Polyglot.Dataflow.Provenance;

/// <summary>Provenance as a graph for Graphviz. Pure.</summary>
public static class ProvenanceDot
{
    /// <summary>The DOT text: objects are notes, executions boxes, and arrows go from what was used to what was made.</summary>
    public static string Write(ProvenanceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var text = new StringBuilder("digraph provenance {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=10];\n");
        foreach (var known in graph.Objects)
        {
            var label = known.Names.Count > 0 ? $"{known.Names[0]}\n{known.Id.Abbreviated()}" : known.Id.Abbreviated();
            text.Append($"  \"o{known.Id}\" [shape=note, label={DotText.Quote(label)}{(known.Id == graph.Root ? ", style=bold" : "")}];\n");
        }
        foreach (var making in graph.Makings)
        {
            text.Append($"  \"e{making.Execution}\" [shape=box, style=rounded, label={DotText.Quote($"{making.Name}\n{making.Runner} {making.RunnerVersion}".TrimEnd())}];\n");
            foreach (var (name, id) in Edges(making.Inputs)) text.Append($"  \"o{id}\" -> \"e{making.Execution}\" [label={DotText.Quote(name)}];\n");
            foreach (var (_, id) in Edges(making.Files)) text.Append($"  \"o{id}\" -> \"e{making.Execution}\" [style=dashed];\n");
            text.Append($"  \"e{making.Execution}\" -> \"o{making.Output}\";\n");
        }
        return text.Append("}\n").ToString();
    }

    private static IEnumerable<(string Name, ObjectId Id)> Edges(IEnumerable<NamedObject> used) => used.Select(u => (u.Name, u.Id)).Distinct();
}
