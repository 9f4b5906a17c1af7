using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>What became of a program; shared by all its runs. Immutable and thread-safe.</summary>
/// <param name="Make">Makes the closure of the root.</param>
/// <param name="Constants">What the code names by number; platform functions are nodes still.</param>
/// <param name="Platform">Which platform functions it calls.</param>
internal sealed record CompiledCode(Func<Closure, EastFunction> Make, object[] Constants, PlatformUse[] Platform)
{
    /// <summary>The constants for a platform.</summary>
    /// <exception cref="EastProgramException">A platform function is missing or does not fit.</exception>
    public object[] Bind(IReadOnlyDictionary<string, PlatformFunction> platform)
    {
        var constants = (object[])Constants.Clone();
        var problems = ImmutableArray.CreateBuilder<IrProblem>();
        foreach (var (node, isInAsync, number) in Platform)
        {
            if (!platform.TryGetValue(node.Name, out var function)) problems.Add(new IrProblem(node.Location, CheckMessages.NoPlatform(node.Name, platform.Keys.Order(StringComparer.Ordinal))));
            else if (function.Problem(node, isInAsync) is { } problem) problems.Add(new IrProblem(node.Location, problem));
            else constants[number] = new PlatformSite(function, node);
        }
        return problems.Count == 0 ? constants : throw new EastProgramException(problems.ToImmutable());
    }
}

/// <summary>A call of a platform function.</summary>
/// <param name="Node">The call.</param>
/// <param name="IsInAsync">The function that calls it may wait.</param>
/// <param name="Number">Where the function belongs among the constants.</param>
internal sealed record PlatformUse(PlatformNode Node, bool IsInAsync, int Number);
