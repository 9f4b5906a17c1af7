using System.Text;
using System.Text.Json;
using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>The cases that <c>eng/regex-cases.mjs</c> ran on Node: every match of every group has to be the same.</summary>
public sealed class RegexCasesTests
{
    [Test]
    public void Patterns_match_as_in_node()
    {
        var file = Path.Combine(Repository.Root, "tests", "Polyglot.East.Tests", "Builtins", "Regex", "cases.json");
        Vector.RunAll(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.EnumerateArray(), item =>
        {
            var pattern = item.GetProperty("pattern").GetString()!;
            var program = EastRegex.Compile(pattern, item.GetProperty("flags").GetString()!, out var problem);
            if (item.TryGetProperty("error", out _)) return program is null ? null : "it is not a pattern";
            if (program is null) return problem;
            var text = Vector.Text(item, "text")!;
            if (item.TryGetProperty("replacement", out var replacement))
            {
                var replaced = RegexBuiltins.Replace(Sites.Of("RegexReplace"), text, pattern, item.GetProperty("flags").GetString()!, replacement.GetString()!);
                return Vector.Expect("result", Vector.Text(item, "result"), replaced);
            }
            return Vector.Expect("matches", Matches(item.GetProperty("matches")), Matches(program, text));
        });
    }

    private static string Matches(JsonElement matches)
    {
        var result = new StringBuilder();
        foreach (var match in matches.EnumerateArray())
        {
            result.Append(match[0].GetInt32());
            foreach (var group in match.EnumerateArray().Skip(1)) result.Append(' ').Append(QuotedText.Of(Vector.Text(group)));
            result.Append('\n');
        }
        return result.ToString();
    }

    private static string Matches(RegexProgram program, string text)
    {
        var result = new StringBuilder();
        var matcher = new RegexMatcher(program, text);
        for (var from = 0; matcher.Find(from); from = matcher.End == matcher.Start ? matcher.End + 1 : matcher.End)
        {
            result.Append(matcher.Start);
            result.Append(' ').Append(QuotedText.Of(text[matcher.Start..matcher.End]));
            for (var group = 1; group <= program.Groups; group++) result.Append(' ').Append(QuotedText.Of(matcher.Group(group).ToString()));
            result.Append('\n');
        }
        return result.ToString();
    }
}
