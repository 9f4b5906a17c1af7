using System.Globalization;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads <c>returns</c> of a task: <c>dataflow</c>, or <c>{ runners: [shell], depth: 4 }</c>.</summary>
internal static class ReturnsReader
{
    /// <summary>The clause; null where there is none, and after reporting what is wrong.</summary>
    public static ReturnsClause? Read(MapReader task, ProblemList problems)
    {
        if (task.Take("returns") is not { } node) return null;
        foreach (var other in (string[])["foreach", "matrix"])
            if (task.Take(other) is not null) problems.Add(node.Position, ProjectMessages.NotAllowedWith("returns", other), ProjectMessages.ReturnsScatterNext);
        if (task.Take("output") is null) problems.Add(node.Position, ProjectMessages.ReturnsOutput, ProjectMessages.ReturnsOutputNext);
        if (node is ScalarNode { Kind: ScalarKind.String, Text: ReturnsClause.Dataflow }) return new([], null, node.Position);
        if (node is not MapNode map)
        {
            problems.Add(node.Position, ProjectMessages.Expected("`dataflow` for `returns`", node.Describe()), ProjectMessages.ReturnsNext);
            return null;
        }
        var clause = new MapReader(map, "`returns`", problems);
        var runners = clause.TakeTexts("runners").Select(text => new RunnerName(text.Text, text.Position)).ToList();
        var depth = clause.Take("depth") is { } written ? ReadDepth(written, problems) : null;
        clause.Finish();
        return new(runners, depth, node.Position);
    }

    private static int? ReadDepth(DocumentNode node, ProblemList problems)
    {
        if (node is ScalarNode { Kind: ScalarKind.Integer } number
            && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) && depth is >= 1 and <= ReturnsClause.MaxDepth) return depth;
        problems.Add(node.Position, ProjectMessages.Expected($"a whole number from 1 to {ReturnsClause.MaxDepth} for `depth`", node.Describe()));
        return null;
    }
}
