using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>A program is wrong, or does not fit its platform (<see cref="IrChecker"/>).</summary>
[SuppressMessage("Design", "CA1032", Justification = "There is always a problem to tell.")]
public sealed class EastProgramException : Exception
{
    internal EastProgramException(ImmutableArray<IrProblem> problems) : base(string.Join('\n', problems)) => Problems = problems;

    /// <summary>What is wrong, in the order of the nodes; at least one.</summary>
    public ImmutableArray<IrProblem> Problems { get; }
}
