using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Layouts;

/// <summary>Which layer a node is in: the longest way from a beginning. What nothing feeds is moved next to what takes it. Pure.</summary>
internal static class Layering
{
    public static int[] Of(Picture picture)
    {
        var layers = new int[picture.Nodes.Count];
        for (var i = 0; i < layers.Length; i++)
            foreach (var source in picture.Sources[i]) layers[i] = Math.Max(layers[i], layers[source] + 1);
        for (var i = 0; i < layers.Length; i++)
            if (picture.Sources[i].Count == 0 && picture.Targets[i].Count > 0) layers[i] = picture.Targets[i].Min(target => layers[target]) - 1;
        return layers;
    }
}
