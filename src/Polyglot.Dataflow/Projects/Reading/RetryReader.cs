using System.Globalization;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads <c>retry</c>.</summary>
internal static class RetryReader
{
    private const int MostTimes = 1000;

    /// <summary>Whether and when a task is tried again.</summary>
    public static TaskRetry Read(MapReader map, ProblemList problems)
    {
        if (map.Take("retry") is not { } node) return TaskRetry.Unsaid;
        if (node is not MapNode) return TaskRetry.Unsaid with { Times = ReadTimes(node, problems) };
        if (MapReader.Of(node, "`retry`", problems) is not { } inner) return TaskRetry.Unsaid;
        var times = inner.Take("times") is { } number ? ReadTimes(number, problems) : null;
        var delay = inner.Take("delay") is { } first ? DurationField.Read(first, problems) : null;
        var longest = inner.Take("longest") is { } last ? DurationField.Read(last, problems) : null;
        var alone = ReadTruth(inner, problems);
        inner.Finish();
        return new(times, delay ?? TaskRetry.Unsaid.Delay, longest ?? TaskRetry.Unsaid.Longest, alone);
    }

    private static int? ReadTimes(DocumentNode node, ProblemList problems)
    {
        if (node is ScalarNode { Kind: ScalarKind.Integer } number
            && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times <= MostTimes) return times;
        problems.Add(node.Position, ProjectMessages.Expected($"a whole number from 0 to {MostTimes} for how often to try again", node.Describe()), ProjectMessages.RetryNext);
        return null;
    }

    private static bool ReadTruth(MapReader map, ProblemList problems)
    {
        if (map.Take("alone") is not { } node) return false;
        if (node is ScalarNode { Kind: ScalarKind.Boolean } truth) return string.Equals(truth.Text, "true", StringComparison.OrdinalIgnoreCase);
        problems.Add(node.Position, ProjectMessages.Expected("true or false for `alone`", node.Describe()), ProjectMessages.RetryNext);
        return false;
    }
}
