using FsCheck;

namespace Polyglot.East.Tests;

/// <summary>Checks a property on the same random values in every run.</summary>
internal static class Property
{
    public static void Holds(FsCheck.Property property, int tests = 2000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(20260101, 7), property);
}
