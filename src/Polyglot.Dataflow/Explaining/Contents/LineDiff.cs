using System.Globalization;
using System.Text;

namespace Polyglot.Dataflow.Explaining;

/// <summary>
/// The difference of two texts line by line, as <c>diff -u</c> writes it: the fewest lines taken away and added (Myers 1986). Pure.
/// </summary>
public static class LineDiff
{
    private const int Context = 3;

    // What differs more than this is not read as a difference; finding the least one takes time and room with its square.
    private const int MostEdits = 1000;

    private const string NoNewline = "\\ No newline at end of file";

    /// <summary>The hunks, each line ended by a line feed, without the two lines that name files; null where the texts differ in more than a thousand lines. Empty for equal texts.</summary>
    public static string? Unified(string old, string now)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        var (a, b) = (Lines(old), Lines(now));
        var start = 0;
        while (start < a.Count && start < b.Count && a[start] == b[start]) start++;
        var end = 0;
        while (end < a.Count - start && end < b.Count - start && a[^(end + 1)] == b[^(end + 1)]) end++;
        if (Edits(a, b, start, a.Count - end, b.Count - end) is not { } edits) return null;
        var all = new List<Edit>(start + edits.Count + end);
        for (var i = 0; i < start; i++) all.Add(new(' ', i, i));
        all.AddRange(edits);
        for (var i = end; i > 0; i--) all.Add(new(' ', a.Count - i, b.Count - i));
        return Hunks(a, b, all);
    }

    // A line keeps its end, so that one without a line feed at the end of a file differs from one with it.
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var feed = text.IndexOf('\n', at);
            var next = feed < 0 ? text.Length : feed + 1;
            lines.Add(text[at..next]);
            at = next;
        }
        return lines;
    }

    // Greedy: furthest[k] is how far on diagonal k one comes with d edits; the rounds are kept to walk back.
    private static List<Edit>? Edits(List<string> a, List<string> b, int start, int endA, int endB)
    {
        var (n, m) = (endA - start, endB - start);
        var most = Math.Min(n + m, MostEdits);
        var furthest = new int[(2 * most) + 3];
        var offset = most + 1;
        var rounds = new List<int[]>();
        for (var d = 0; d <= most; d++)
        {
            rounds.Add(furthest[(offset - d - 1)..(offset + d + 2)]);
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && furthest[offset + k - 1] < furthest[offset + k + 1]) ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1;
                var y = x - k;
                while (x < n && y < m && a[start + x] == b[start + y]) (x, y) = (x + 1, y + 1);
                furthest[offset + k] = x;
                if (x >= n && y >= m) return WalkBack(rounds, n, m, start);
            }
        }
        return null;
    }

    private static List<Edit> WalkBack(List<int[]> rounds, int n, int m, int start)
    {
        var edits = new List<Edit>();
        var (x, y) = (n, m);
        for (var d = rounds.Count - 1; d > 0; d--)
        {
            // Round d holds the diagonals from -d-1 to d+1 as they were before it.
            var furthest = rounds[d];
            var (k, middle) = (x - y, d + 1);
            var down = k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]);
            var before = down ? k + 1 : k - 1;
            var beforeX = furthest[middle + before];
            var beforeY = beforeX - before;
            var (startX, startY) = down ? (beforeX, beforeY + 1) : (beforeX + 1, beforeY);
            while (x > startX && y > startY) edits.Add(new(' ', start + --x, start + --y));
            edits.Add(down ? new('+', start + x, start + --y) : new('-', start + --x, start + y));
        }
        while (x > 0) edits.Add(new(' ', start + --x, start + --y));
        edits.Reverse();
        return edits;
    }

    private static string Hunks(List<string> a, List<string> b, List<Edit> all)
    {
        var text = new StringBuilder();
        for (var i = 0; i < all.Count;)
        {
            var first = all.FindIndex(i, edit => edit.Kind != ' ');
            if (first < 0) break;
            var begin = Math.Max(i, first - Context);
            var (last, at) = (first, first);
            while (at < all.Count && at - last <= 2 * Context)
            {
                if (all[at].Kind != ' ') last = at;
                at++;
            }
            i = Math.Min(all.Count, last + Context + 1);
            WriteHunk(text, a, b, all, begin, i);
        }
        return text.ToString();
    }

    private static void WriteHunk(StringBuilder text, List<string> a, List<string> b, List<Edit> all, int begin, int end)
    {
        var (removed, added) = (0, 0);
        for (var i = begin; i < end; i++)
        {
            if (all[i].Kind != '+') removed++;
            if (all[i].Kind != '-') added++;
        }
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(all[begin].Old, removed)} +{Range(all[begin].New, added)} @@\n");
        for (var i = begin; i < end; i++)
        {
            var line = all[i].Kind == '+' ? b[all[i].New] : a[all[i].Old];
            text.Append(all[i].Kind).Append(line);
            if (!line.EndsWith('\n')) text.Append('\n').Append(NoNewline).Append('\n');
        }
    }

    // A range of no lines names the line before it.
    private static string Range(int first, int count) => count == 1 ? $"{first + 1}" : $"{(count == 0 ? first : first + 1)},{count}";

    /// <param name="Kind">Blank, minus or plus.</param>
    /// <param name="Old">The line in the old text, or where it would be.</param>
    /// <param name="New">The line in the new text, or where it would be.</param>
    private readonly record struct Edit(char Kind, int Old, int New);
}
