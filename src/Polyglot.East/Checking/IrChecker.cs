using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>
/// Verifies a program before it runs: the type of every node, scopes, captures, labels, builtins and platform functions (spec 1.4, 2, 4
/// and 5). A program without problems cannot go wrong in these ways, and the compiler relies on it.
/// <para>
/// Values fit where their type is the type asked for, or Never; a supertype is asked for through an <c>As</c> node. Only the arguments and
/// results of platform functions may differ by subtyping, because hosts take values of every shape.
/// </para>
/// </summary>
public static class IrChecker
{
    /// <summary>How deep nodes may be nested: as deep as the readers take values. Code of more than that is too large for the CLR.</summary>
    public const int MaxDepth = Beast2.MaxDepth;

    /// <summary>How deep loops and try bodies may be nested in one function: the CLR's compiler takes time by a high power of it.</summary>
    public const int MaxRegions = 200;

    /// <summary>Every problem of a program, in the order of its nodes; empty when it is in order.</summary>
    /// <param name="program">The outermost function.</param>
    /// <param name="platform">What the host offers.</param>
    public static ImmutableArray<IrProblem> Check(FunctionNode program, PlatformSignatures platform)
    {
        var checker = new NodeChecker(platform);
        checker.CheckProgram(program);
        return checker.Problems;
    }
}
