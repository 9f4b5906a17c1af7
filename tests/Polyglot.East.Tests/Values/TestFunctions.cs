namespace Polyglot.East.Tests;

/// <summary>Functions of the host, for tests of values that have some inside.</summary>
internal static class TestFunctions
{
    public static EastFunction Nothing() => EastFunction.Of(EastType.Function([], EastType.Null), new Func<EastNull>(() => default));
}
