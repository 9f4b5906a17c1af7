using System.Text.RegularExpressions;

namespace Polyglot.Cli.Tests.FirstHour;

/// <summary>
/// What somebody does at a terminal, and what is on the screen after each step. <c>$ </c> begins a line that is typed to the shell, <c>^C</c> an interrupt, <c>! </c> a
/// command of another window (an editor that saves, say); what follows is the screen since the last prompt. <c>#</c> begins a comment.
/// </summary>
internal static partial class Transcript
{
    /// <summary>The steps of a text.</summary>
    public static IReadOnlyList<Step> Parse(string text)
    {
        var steps = new List<(StepKind Kind, string Action, List<string> Screen)>();
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith("$ ", StringComparison.Ordinal)) steps.Add((StepKind.Command, line[2..], [line]));
            else if (line.StartsWith("! ", StringComparison.Ordinal)) steps.Add((StepKind.Elsewhere, line[2..], []));
            else if (line == "^C") steps.Add((StepKind.Interrupt, "", [line]));
            else if (steps.Count > 0) steps[^1].Screen.Add(line);
            else if (line.Length > 0) throw new FormatException($"a screen before the first step: {line}");
        }
        return [.. steps.Select((step, i) => new Step(step.Kind, step.Action, Trimmed(step.Screen), IsLeftRunning: i + 1 < steps.Count && steps[i + 1].Kind != StepKind.Command))];
    }

    /// <summary>
    /// Whether a line of the screen is the one that was expected: <c>&lt;run&gt;</c>, <c>&lt;id&gt;</c>, <c>&lt;n&gt;</c>, <c>&lt;time&gt;</c>, <c>&lt;size&gt;</c>, <c>&lt;clock&gt;</c>, <c>&lt;ago&gt;</c> and <c>&lt;any&gt;</c> stand for what differs from
    /// day to day, and columns may be wider.
    /// </summary>
    public static bool Matches(string expected, string line)
    {
        var pattern = Regex.Escape(expected.TrimEnd());
        pattern = Columns().Replace(pattern, @"\ {2,}");
        pattern = Placeholder().Replace(pattern, match => match.Groups[1].Value switch
        {
            "run" => "[0-9]{8}-[0-9]{9}-[0-9a-f]{8}",
            "id" => "[0-9a-f]{12}",
            "time" => @"[0-9.]+ (s|min)",
            "size" => @"[0-9.]+ [kM]?B",
            "n" => "[0-9]+",
            "clock" => @"[0-9]{2}:[0-9]{2}:[0-9]{2}",
            "ago" => @"(just now|[0-9]+ \w+ ago)",
            "any" => ".*",
            var other => throw new FormatException($"<{other}> stands for nothing"),
        });
        return Regex.IsMatch(line, $"^{pattern}$", RegexOptions.CultureInvariant);
    }

    private static string[] Trimmed(List<string> screen) => [.. ((IEnumerable<string>)screen).Reverse().SkipWhile(line => line.Length == 0).Reverse()];

    [GeneratedRegex(@"(\\ ){2,}")]
    private static partial Regex Columns();

    [GeneratedRegex("<([a-z]+)>")]
    private static partial Regex Placeholder();
}

/// <summary>How a step begins.</summary>
internal enum StepKind
{
    Command,
    Interrupt,
    Elsewhere,
}

/// <summary>A step.</summary>
/// <param name="Kind">How it begins.</param>
/// <param name="Action">What is typed or done; empty for an interrupt.</param>
/// <param name="Screen">What is to be seen after it, without empty lines at the end.</param>
/// <param name="IsLeftRunning">Whether the program goes on after it, so that no prompt comes.</param>
internal sealed record Step(StepKind Kind, string Action, IReadOnlyList<string> Screen, bool IsLeftRunning);
