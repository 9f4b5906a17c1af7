using System.Text;

namespace Polyglot.Pictures.Graphs;

/// <summary>
/// Draws many as one: nodes that have the same runner and the same place in the dataflow, up and down to its ends, become one node with a
/// count. A fan of 2,000 elements through three tasks each is three nodes. Pure, and linear in the size of the picture.
/// </summary>
public static class Folding
{
    /// <summary>From how many on nodes are drawn as one.</summary>
    public const int Fewest = 8;

    // A picture that is still larger than this is folded wherever two nodes have the same place.
    private const int MostReadable = 300;

    /// <summary>The picture with its large fans folded.</summary>
    public static Picture Fold(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        picture = picture with { Nodes = [.. picture.Nodes.Select(node => node.Inner is { } inner ? node with { Inner = Fold(inner) } : node)] };
        var classes = Classes(picture);
        var folded = Fold(picture, classes, Fewest);
        return folded.Nodes.Count > MostReadable ? Fold(picture, classes, 2) : folded;
    }

    /// <summary>Names without what counts: digits, and what is in brackets.</summary>
    internal static string Stem(string name)
    {
        var stem = new StringBuilder();
        var counts = false;
        var depth = 0;
        foreach (var c in name)
        {
            if (c == '[') (depth, counts) = (depth + 1, true);
            else if (c == ']' && depth > 0) depth--;
            else if (depth > 0) continue;
            else if (char.IsAsciiDigit(c)) counts = true;
            else stem.Append(c);
        }
        // Names that do not count (cities, say) do not tell fans apart.
        return counts ? stem.ToString() : "";
    }

    /// <summary>What names have in common, with <c>*</c> for the rest: <c>fit-*</c>.</summary>
    internal static string Pattern(IReadOnlyList<string> names)
    {
        var (first, prefix, suffix) = (names[0], names[0].Length, names[0].Length);
        foreach (var name in names)
        {
            prefix = Math.Min(prefix, first.AsSpan().CommonPrefixLength(name));
            var most = Math.Min(suffix, name.Length);
            suffix = 0;
            while (suffix < most && first[^(suffix + 1)] == name[^(suffix + 1)]) suffix++;
        }
        // t1 and t11 have a prefix and a suffix that overlap.
        suffix = Math.Min(suffix, names.Min(name => name.Length) - prefix);
        // Digits that all happen to begin with are part of the count: t10 to t19 are t*.
        while (prefix > 0 && char.IsAsciiDigit(first[prefix - 1])) prefix--;
        while (suffix > 0 && char.IsAsciiDigit(first[^suffix])) suffix--;
        return prefix + suffix == 0 ? $"{first}, …" : $"{first[..prefix]}*{first[^suffix..]}";
    }

    // Two nodes are alike if they are alike themselves and what they need is alike, and what needs them. Alike nodes are equally far
    // from the beginning, so that drawing them as one makes no cycle.
    private static int[] Classes(Picture picture)
    {
        var count = picture.Nodes.Count;
        var numbers = new Dictionary<(string, string), int>();
        int Number(string own, IEnumerable<int> others)
        {
            var key = (own, string.Join(',', others.Distinct().Order()));
            if (!numbers.TryGetValue(key, out var number)) numbers[key] = number = numbers.Count;
            return number;
        }

        var (down, up) = (new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var node = picture.Nodes[i];
            // A task that shows what it returned is like no other.
            down[i] = Number(node.Inner is null ? $"{node.Kind}/{node.Runner}/{Stem(node.Name)}" : $"#{i}", picture.Sources[i].Select(s => down[s]));
        }
        for (var i = count - 1; i >= 0; i--) up[i] = Number($"{down[i]}", picture.Targets[i].Select(t => up[t]));
        return up;
    }

    private static Picture Fold(Picture picture, int[] classes, int fewest)
    {
        var sizes = classes.CountBy(c => c).ToDictionary();
        var places = new int[classes.Length];
        var folds = new Dictionary<int, (int Place, List<int> Members)>();
        var nodes = new List<PictureNode>();
        for (var i = 0; i < classes.Length; i++)
        {
            if (sizes[classes[i]] < fewest)
            {
                places[i] = nodes.Count;
                nodes.Add(picture.Nodes[i]);
            }
            else if (folds.TryGetValue(classes[i], out var fold))
            {
                places[i] = fold.Place;
                fold.Members.Add(i);
            }
            else
            {
                folds.Add(classes[i], (nodes.Count, [i]));
                places[i] = nodes.Count;
                nodes.Add(picture.Nodes[i]);
            }
        }
        foreach (var (place, members) in folds.Values) nodes[place] = FoldOf(picture, members);
        var edges = picture.Edges.Select(edge => new PictureEdge(places[edge.From], places[edge.To])).Distinct().ToList();
        return Sorted(new(picture.Name, nodes, edges));
    }

    private static PictureNode FoldOf(Picture picture, List<int> members)
    {
        var nodes = members.ConvertAll(member => picture.Nodes[member]);
        var counts = nodes.CountBy(node => node.State).OrderBy(c => c.Key).Select(c => (c.Key, c.Value)).ToList();
        var text = string.Join(", ", counts.Where(c => c.Key != PictureState.None).Select(c => $"{c.Value} {PictureStates.Word(c.Key)}"));
        return new(Pattern(nodes.ConvertAll(node => node.Name)), PictureKind.Fold, nodes.MaxBy(node => PictureStates.Weight(node.State))!.State)
        {
            Runner = nodes[0].Runner,
            Note = text,
            Members = members,
            Counts = counts,
            Link = nodes.Find(node => node.Link is not null)?.Link,
        };
    }

    // The first member of a fold may come before what another member needs.
    private static Picture Sorted(Picture picture)
    {
        var missing = picture.Sources.Select(sources => sources.Count).ToArray();
        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, missing.Length).Where(i => missing[i] == 0).Select(i => (i, i)));
        var order = new List<int>(missing.Length);
        while (ready.TryDequeue(out var node, out _))
        {
            order.Add(node);
            foreach (var target in picture.Targets[node])
                if (--missing[target] == 0) ready.Enqueue(target, target);
        }
        var places = new int[missing.Length];
        for (var i = 0; i < order.Count; i++) places[order[i]] = i;
        return new(
            picture.Name,
            order.ConvertAll(node => picture.Nodes[node]),
            [.. picture.Edges.Select(edge => new PictureEdge(places[edge.From], places[edge.To]))]);
    }
}
