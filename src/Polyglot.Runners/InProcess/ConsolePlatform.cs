using System.Collections.Immutable;
using System.Text;
using Polyglot.East;
using EastFunction = Polyglot.East.PlatformFunction;

namespace Polyglot.Runners;

/// <summary>The platform functions of programs in the host's process: what they print (spec 7.3, group "console").</summary>
public static class ConsolePlatform
{
    private static readonly (string Name, StreamKind Stream, string End)[] Functions =
        [("console_log", StreamKind.Stdout, "\n"), ("console_error", StreamKind.Stderr, "\n"), ("console_write", StreamKind.Stdout, "")];

    /// <summary>What the functions take and give, for the checker.</summary>
    public static PlatformSignatures Signatures { get; } =
        new(Functions.Select(f => new PlatformSignature(f.Name, [EastType.String], EastType.Null, IsAsync: false)));

    /// <summary>The functions themselves.</summary>
    /// <param name="write">Gets what is printed, as UTF-8, in the program's order and on its thread.</param>
    public static ImmutableArray<EastFunction> Make(Action<StreamKind, byte[]> write) =>
    [
        .. Functions.Select(f => new EastFunction(f.Name, [EastType.String], EastType.Null, IsAsync: false, (_, arguments) =>
        {
            write(f.Stream, Encoding.UTF8.GetBytes((string)arguments[0]! + f.End));
            return null;
        })),
    ];
}
