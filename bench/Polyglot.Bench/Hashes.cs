using System.Diagnostics;
using Polyglot.Store;

namespace Polyglot.Bench;

/// <summary>SHA-256: as the store hashes, beside <c>openssl speed</c> (run <c>openssl speed -evp sha256 -bytes 1048576</c> in the same minute).</summary>
internal static class Hashes
{
    public static void Run()
    {
        Console.WriteLine("SHA-256 of 256 MiB");
        var bytes = new byte[256 << 20];
        var best = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var began = Stopwatch.GetTimestamp();
            _ = Hashing.Object(bytes);
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        Figures.Rate("store", bytes.Length, best);
    }
}
