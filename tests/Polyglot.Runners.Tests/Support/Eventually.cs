using System.Diagnostics;

namespace Polyglot.Runners.Tests;

/// <summary>Waits for what another process brings about and tells nobody. It looks often and gives up late: no test depends on how long it takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task True(Func<bool> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience) Assert.Fail($"it never came true that {what}");
            await Task.Delay(5);
        }
    }
}
