namespace Polyglot.East;

/// <summary>A part of a pattern.</summary>
internal abstract record RegexNode
{
    /// <summary>One unit of a set.</summary>
    public sealed record Unit(UnitSet Set) : RegexNode;

    /// <summary>One after the other; none is the empty pattern.</summary>
    public sealed record Sequence(IReadOnlyList<RegexNode> Items) : RegexNode;

    /// <summary>The first one that leads to a match.</summary>
    public sealed record Choice(IReadOnlyList<RegexNode> Options) : RegexNode;

    /// <summary>A capture; groups are numbered from 1 by their opening parentheses.</summary>
    public sealed record Group(int Index, RegexNode Body) : RegexNode;

    /// <summary>From <paramref name="Min"/> to <paramref name="Max"/> times; the groups inside are forgotten at the start of each.</summary>
    /// <param name="Body">What is repeated.</param>
    /// <param name="Min">At least.</param>
    /// <param name="Max">At most; <see cref="int.MaxValue"/> without limit.</param>
    /// <param name="IsGreedy">As often as possible rather than as seldom as possible.</param>
    /// <param name="FirstGroup">The first group inside.</param>
    /// <param name="EndGroup">The first group after those inside.</param>
    public sealed record Repeat(RegexNode Body, int Min, int Max, bool IsGreedy, int FirstGroup, int EndGroup) : RegexNode;

    /// <summary>A condition on the position.</summary>
    public sealed record Assertion(RegexAssertion Kind) : RegexNode;

    /// <summary>A condition on what follows or precedes the position.</summary>
    public sealed record Look(RegexNode Body, bool IsBehind, bool IsNegated) : RegexNode;

    /// <summary>What a group has captured, nothing if it has not.</summary>
    public sealed record BackReference(int Number) : RegexNode;
}

/// <summary>Conditions on a position.</summary>
internal enum RegexAssertion
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NotWordBoundary,
}
