using System.Text;
using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Drawing;

/// <summary>A line of a drawing for a terminal.</summary>
/// <param name="Rails">The edges, with the mark of the node among them; no blanks at its end.</param>
/// <param name="Node">The node of this line, by its place in the picture; null for a line of edges alone.</param>
public readonly record struct RailLine(string Rails, int? Node)
{
    /// <summary>The edges that pass whatever is drawn below the node's line, as wide as all columns; null for a line of edges alone.</summary>
    public string? Below { get; init; }
}

/// <summary>
/// A picture as lines of text, a node each, with its edges as rails beside it. A rail is a value: it begins at what makes it, leads past what
/// does not take it, and ends at the last that does. Any number of nodes is as wide as values are alive at once. Pure.
/// </summary>
public static class RailDrawing
{
    /// <summary>The lines.</summary>
    /// <param name="picture">What to draw.</param>
    /// <param name="unicode">Whether more than ASCII can be shown.</param>
    /// <param name="most">At most so many columns of rails; what is right of them is cut off, and the cut is marked.</param>
    public static IReadOnlyList<RailLine> Draw(Picture picture, bool unicode, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var lines = new List<RailLine>();
        // What each rail carries, and how many still take it.
        var rails = new List<int?>();
        var takers = picture.Targets.Select(targets => targets.Count).ToArray();
        // Where a node ended that nothing takes: what stood right below it would seem to need it.
        var dead = -1;
        foreach (var node in Order(picture))
        {
            var sources = picture.Sources[node].Select(source => rails.IndexOf(source)).Order().ToList();
            foreach (var rail in sources) takers[rails[rail]!.Value]--;
            var ending = sources.Where(rail => takers[rails[rail]!.Value] == 0).ToList();
            var column = ending.Count > 0 ? ending[0] : Free(rails, sources.Count > 0 ? sources[0] : 0);
            if (sources.Any(rail => rail != column)) lines.Add(new(Cut(Joints(rails, sources, ending, column, unicode), most, unicode), null));
            else if (sources.Count == 0 && column == dead) lines.Add(new(Cut(Marks(rails, -1, ' ', unicode), most, unicode), null));
            foreach (var rail in ending) rails[rail] = null;
            while (rails.Count <= column) rails.Add(null);
            rails[column] = node;
            var marks = Marks(rails, column, Mark(picture.Nodes[node], unicode), unicode);
            dead = takers[node] == 0 ? column : -1;
            if (dead >= 0) rails[column] = null;
            while (rails.Count > 0 && rails[^1] is null) rails.RemoveAt(rails.Count - 1);
            var below = Marks(rails, -1, ' ', unicode).PadRight(2 * rails.Count);
            lines.Add(new(Cut(marks, most, unicode), node) { Below = Cut(below, most, unicode) });
        }
        return lines;
    }

    /// <summary>
    /// An order in which few values are alive at once: what ends the most comes first, then what follows on what was just made. Inputs come
    /// right before the first that takes them.
    /// </summary>
    internal static IReadOnlyList<int> Order(Picture picture)
    {
        var count = picture.Nodes.Count;
        var (order, at) = (new List<int>(count), new int[count]);
        var takers = picture.Targets.Select(targets => targets.Count).ToArray();
        bool IsInput(int node) => picture.Sources[node].Count == 0 && picture.Targets[node].Count > 0 && picture.Nodes[node].Runner.Length == 0 && picture.Nodes[node].State == PictureState.None;
        var missing = Enumerable.Range(0, count).Select(node => picture.Sources[node].Count(source => !IsInput(source))).ToArray();
        var ready = Enumerable.Range(0, count).Where(node => missing[node] == 0 && !IsInput(node)).ToList();

        void Emit(int node)
        {
            order.Add(node);
            at[node] = order.Count;
        }

        while (ready.Count > 0)
        {
            var best = 0;
            var rank = Rank(ready[0]);
            for (var i = 1; i < ready.Count; i++)
            {
                var other = Rank(ready[i]);
                if (other.CompareTo(rank) > 0) (best, rank) = (i, other);
            }
            var node = ready[best];
            ready.RemoveAt(best);
            foreach (var source in picture.Sources[node].Where(source => at[source] == 0)) Emit(source);
            foreach (var source in picture.Sources[node]) takers[source]--;
            Emit(node);
            foreach (var target in picture.Targets[node])
                if (--missing[target] == 0) ready.Add(target);
        }
        return order;

        (int Ends, int Newest, int Place) Rank(int node) => (
            picture.Sources[node].Count(source => at[source] > 0 && takers[source] == 1),
            picture.Sources[node].Select(source => at[source]).DefaultIfEmpty(0).Max(),
            -node);
    }

    // Between two nodes that a rail passes it is better to go far to the right than to cross it.
    private static int Free(List<int?> rails, int after)
    {
        for (var i = after; i < rails.Count; i++)
            if (rails[i] is null && rails.Skip(after).Take(i - after).All(rail => rail is null)) return i;
        return rails.Count;
    }

    private static string Joints(List<int?> rails, List<int> sources, List<int> ending, int column, bool unicode)
    {
        var (left, right) = (Math.Min(sources[0], column), Math.Max(sources[^1], column));
        var line = new StringBuilder();
        for (var i = 0; i <= Math.Max(right, rails.Count - 1); i++)
        {
            var alive = i < rails.Count && rails[i] is not null;
            var joins = i == column || sources.Contains(i);
            var across = i >= left && i <= right;
            line.Append(joins
                ? Joint(up: alive, down: i == column || !ending.Contains(i), toLeft: i > left, toRight: i < right, unicode)
                : alive ? Rail(unicode) : across ? Bar(unicode) : ' ');
            line.Append(i >= left && i < right ? Bar(unicode) : ' ');
        }
        return line.ToString().TrimEnd();
    }

    private static string Marks(List<int?> rails, int column, char mark, bool unicode)
    {
        var line = new StringBuilder();
        for (var i = 0; i < rails.Count; i++) line.Append(i == column ? mark : rails[i] is null ? ' ' : Rail(unicode)).Append(' ');
        return line.ToString().TrimEnd();
    }

    private static char Mark(PictureNode node, bool unicode) => (node.Kind, unicode) switch
    {
        (PictureKind.Input, true) => '○',
        (PictureKind.Input, false) => 'o',
        (PictureKind.Fold, true) => '◉',
        (PictureKind.Fold, false) => '#',
        (_, true) => '●',
        _ => '*',
    };

    private static char Joint(bool up, bool down, bool toLeft, bool toRight, bool unicode) => !unicode ? '+' : (up, down, toLeft, toRight) switch
    {
        (true, true, true, true) => '┼',
        (true, true, false, true) => '├',
        (true, true, true, false) => '┤',
        (true, true, false, false) => '│',
        (true, false, true, true) => '┴',
        (true, false, false, true) => '╰',
        (true, false, true, false) => '╯',
        (false, true, true, true) => '┬',
        (false, true, false, true) => '╭',
        (false, true, true, false) => '╮',
        _ => '─',
    };

    private static char Rail(bool unicode) => unicode ? '│' : '|';

    private static char Bar(bool unicode) => unicode ? '─' : '-';

    private static string Cut(string rails, int most, bool unicode) =>
        rails.Length <= most ? rails : string.Concat(rails.AsSpan(0, Math.Max(0, most - 1)), unicode ? "…" : "~");
}
