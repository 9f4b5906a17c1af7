using System.Globalization;
using Polyglot.Dataflow.Explaining;

namespace Polyglot.Dataflow.Tests.Explaining;

public class LineDiffTests
{
    [Test]
    public void Hunks_are_as_diff_writes_them()
    {
        var old = string.Concat(Enumerable.Range(1, 20).Select(i => $"line {i}\n"));
        var now = old.Replace("line 5\n", "line five\n", StringComparison.Ordinal).Replace("line 18\n", "", StringComparison.Ordinal);
        Assert.That(LineDiff.Unified(old, now), Is.EqualTo(
            """
            @@ -2,7 +2,7 @@
             line 2
             line 3
             line 4
            -line 5
            +line five
             line 6
             line 7
             line 8
            @@ -15,6 +15,5 @@
             line 15
             line 16
             line 17
            -line 18
             line 19
             line 20

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Changes_that_are_near_share_a_hunk_and_a_text_from_nothing_has_one()
    {
        Assert.That(LineDiff.Unified("a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n"), Is.EqualTo("@@ -1,5 +1,5 @@\n-a\n+A\n b\n c\n d\n-e\n+E\n"));
        Assert.That(LineDiff.Unified("", "a\nb\n"), Is.EqualTo("@@ -0,0 +1,2 @@\n+a\n+b\n"));
        Assert.That(LineDiff.Unified("a\n", ""), Is.EqualTo("@@ -1 +0,0 @@\n-a\n"));
        Assert.That(LineDiff.Unified("a\n", "a\n"), Is.Empty);
    }

    [Test]
    public void A_line_without_an_end_is_told() =>
        Assert.That(LineDiff.Unified("a\nb", "a\nb\n"), Is.EqualTo("@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"));

    [Test]
    public void Texts_that_differ_altogether_have_no_difference_worth_reading() =>
        Assert.That(LineDiff.Unified(Numbers(0, 600), Numbers(1000, 600)), Is.Null);

    [Test]
    public void A_long_text_with_little_changed_is_quick_and_right()
    {
        var old = Numbers(0, 100_000);
        var now = old.Replace("77777\n", "seven\n", StringComparison.Ordinal);
        Assert.That(LineDiff.Unified(old, now), Does.StartWith("@@ -77775,7 +77775,7 @@\n").And.Contain("\n-77777\n+seven\n"));
    }

    [Test]
    public void Applied_to_the_old_text_random_differences_give_the_new_one_with_the_fewest_edits()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            var (old, now) = (Text(random), Text(random));
            var diff = LineDiff.Unified(old, now)!;
            Assert.That(Apply(old, diff), Is.EqualTo(now), $"round {round}: {diff}");
            var edits = diff.Split('\n').Count(line => line.StartsWith('+') || line.StartsWith('-'));
            Assert.That(edits, Is.EqualTo(FewestEdits(old.Split('\n')[..^1], now.Split('\n')[..^1])), $"round {round}: {diff}");
        }
    }

    private static string Numbers(int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(i => i.ToString(CultureInfo.InvariantCulture) + "\n"));

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => $"{(char)('a' + random.Next(6))}\n"));

    private static string Apply(string old, string diff)
    {
        var before = old.Split('\n')[..^1];
        var after = new List<string>();
        var at = 0;
        foreach (var line in diff.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("@@", StringComparison.Ordinal))
            {
                var range = line.Split(' ')[1][1..].Split(',');
                var (first, count) = (int.Parse(range[0], CultureInfo.InvariantCulture), range.Length > 1 ? int.Parse(range[1], CultureInfo.InvariantCulture) : 1);
                var begin = count == 0 ? first : first - 1;
                after.AddRange(before[at..begin]);
                at = begin;
            }
            else if (line[0] == '+') after.Add(line[1..]);
            else
            {
                Assert.That(before[at], Is.EqualTo(line[1..]));
                if (line[0] == ' ') after.Add(line[1..]);
                at++;
            }
        }
        after.AddRange(before[at..]);
        return string.Concat(after.Select(line => line + "\n"));
    }

    private static int FewestEdits(string[] a, string[] b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
                table[i, j] = i == 0 ? j : j == 0 ? i : a[i - 1] == b[j - 1] ? table[i - 1, j - 1] : 1 + Math.Min(table[i - 1, j], table[i, j - 1]);
        return table[a.Length, b.Length];
    }
}
