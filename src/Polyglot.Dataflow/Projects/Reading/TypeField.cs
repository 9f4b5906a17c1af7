using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.East;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads a type written in the friendly syntax and refuses types whose values cannot be stored.</summary>
internal static class TypeField
{
    public static EastType? Read(ScalarNode node, ProblemList problems)
    {
        if (problems.Types.TryGetValue(node.Text, out var known)) return known;
        var parsed = TypeSyntax.Parse(node.Text);
        if (!parsed.IsSuccess)
        {
            problems.Add(node.Position, ProjectMessages.BadType(parsed.Error.ToString()));
            return null;
        }
        if (parsed.Value.IsData) return problems.Types[node.Text] = parsed.Value;
        problems.Add(node.Position, ProjectMessages.NotData(parsed.Value.ToString()));
        return null;
    }
}
