using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Tests.Support;

/// <summary>Pictures to draw, from a few words.</summary>
internal static class Pictures
{
    /// <summary><c>"in a b; a b"</c>: nodes in order, and what feeds the last of each group. Names that begin with <c>in</c> are inputs.</summary>
    public static Picture Of(params string[] nodes)
    {
        var names = nodes.Select(node => node.Split(' ')[0]).ToList();
        return new(
            "test",
            [.. names.Select(name => name.StartsWith("in", StringComparison.Ordinal)
                ? new PictureNode(name, PictureKind.Input, PictureState.None)
                : new PictureNode(name, PictureKind.Task, PictureState.Ran) { Runner = "shell" })],
            [.. nodes.SelectMany((node, to) => node.Split(' ').Skip(1).Select(from => new PictureEdge(names.IndexOf(from), to)))]);
    }

    /// <summary>A task between two others that returned a dataflow of two tasks, the second of which failed.</summary>
    public static Picture WithInner(string more = "")
    {
        var inner = Of($"x{more}", $"y{more} x{more}");
        inner = inner with { Nodes = [inner.Nodes[0], inner.Nodes[1] with { State = PictureState.Failed, Link = "#t1-1" }] };
        var picture = Of("in", $"a{more} in", $"b{more} a{more}", $"c{more} a{more} b{more}");
        return picture with { Nodes = [.. picture.Nodes.Select((node, i) => i == 2 ? node with { Inner = inner, Link = "#t1" } : node)] };
    }

    /// <summary>Each node needs up to three of the twelve before it.</summary>
    public static Picture Random(int count, int seed)
    {
        var random = new Random(seed);
        var edges = new List<PictureEdge>();
        for (var i = 1; i < count; i++)
            foreach (var from in Enumerable.Range(0, random.Next(0, 4)).Select(_ => random.Next(Math.Max(0, i - 12), i)).Distinct()) edges.Add(new(from, i));
        return new("random", [.. Enumerable.Range(0, count).Select(i => new PictureNode($"t{i}", PictureKind.Task, (PictureState)(1 + i % 9)) { Runner = "shell" })], edges);
    }

    /// <summary>A beginning, so many chains of so many steps, an end.</summary>
    public static Picture Fan(int width, int length)
    {
        var nodes = new List<string> { "split" };
        for (var i = 0; i < width; i++)
            for (var step = 0; step < length; step++) nodes.Add($"{(char)('a' + step)}-{i} {(step == 0 ? "split" : $"{(char)('a' + step - 1)}-{i}")}");
        nodes.Add("gather " + string.Join(' ', Enumerable.Range(0, width).Select(i => $"{(char)('a' + length - 1)}-{i}")));
        return Of([.. nodes]);
    }
}
