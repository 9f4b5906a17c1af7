using System.Diagnostics;
using System.Text;

namespace Polyglot.East.Tests;

/// <summary>Random patterns, mostly wrong ones: each is refused with a reason or searched within its steps; nothing else happens.</summary>
public sealed class RegexFuzzTests
{
    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", ".", "\\", "-", ",", "=", "!", "<", ">", ":", "(?:", "(?=", "(?<!", "(?<=", "(?<n>", "\\k<n>",
        "\\1", "\\2", "\\b", "\\d", "\\W", "\\c", "\\x4", "\\u004", "[^", "a", "b", "n", "1", "9", "0", "é", "\ud83d", "\ude00", "\0", "{2,", "{0,1}", "{99999}",
    ];

    [Test]
    public void Random_patterns_are_refused_or_searched()
    {
        var random = new Random(20260501);
        var clock = Stopwatch.StartNew();
        var (sound, costly) = (0, 0);
        for (var i = 0; i < 8_000 && clock.Elapsed < TimeSpan.FromSeconds(10); i++)
        {
            var pattern = Text(random, random.Next(1, 14));
            var flags = string.Concat("gims".Where(_ => random.Next(3) == 0));
            var program = EastRegex.Compile(pattern, flags, out var problem);
            if (program is null)
            {
                Assert.That(problem, Does.StartWith("Invalid regular expression: /"), pattern);
                continue;
            }
            sound++;
            try
            {
                var text = Text(random, random.Next(20));
                var matcher = new RegexMatcher(program, text, steps: 20_000);
                for (var from = 0; matcher.Find(from); from = Math.Max(matcher.End, from + 1))
                    Assert.That((matcher.Start >= from, matcher.End >= matcher.Start, matcher.End <= text.Length), Is.EqualTo((true, true, true)), pattern);
            }
            catch (RegexTooCostlyException)
            {
                costly++;
            }
        }
        TestContext.Out.WriteLine($"{sound} sound patterns, {costly} too costly");
        Assert.That(sound, Is.GreaterThan(100));
    }

    private static string Text(Random random, int pieces)
    {
        var text = new StringBuilder();
        for (; pieces > 0; pieces--) text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }
}
