using System.Globalization;

namespace Polyglot.Bench;

/// <summary>What the programs in <c>bench/east</c> do, as somebody would write it in C#.</summary>
internal static class ByHand
{
    private sealed record Body(double X, double V, double M);

    public static object Integers(long n)
    {
        var sum = 0L;
        unchecked
        {
            for (var i = 0L; i < n; i++)
            {
                for (var x = i; x > 1; sum++) x = x % 2 == 1 ? x * 3 + 1 : x / 2;
            }
        }
        return sum;
    }

    public static object Mandelbrot(long n)
    {
        var total = 0L;
        for (var row = 0L; row < n; row++)
        {
            for (var column = 0L; column < n; column++)
            {
                var (a, b) = (column * 3.0 / n - 2.0, row * 2.0 / n - 1.0);
                var (x, y) = (0.0, 0.0);
                for (var step = 0L; step < 200; step++)
                {
                    if (x * x + y * y > 4.0) break;
                    (x, y) = (x * x - y * y + a, 2.0 * x * y + b);
                    total++;
                }
            }
        }
        return total;
    }

    public static object Building(long n)
    {
        var parts = new List<string>();
        for (var i = 0L; i < n; i++) parts.Add("#" + i.ToString(CultureInfo.InvariantCulture));
        return (long)string.Concat(parts).Length;
    }

    public static object Arrays(long n)
    {
        var made = new long[n];
        for (var i = 0; i < made.Length; i++) made[i] = i;
        var kept = made.Select((x, k) => x * 3 + k).Where(x => x % 8 != 0).ToList();
        return kept.Aggregate(0L, (sum, x) => sum + x % 1000);
    }

    public static object Dicts(long n)
    {
        var counts = new Dictionary<string, long>();
        var s = 1L;
        for (var i = 0L; i < n; i++)
        {
            s = (s * 1103515245 + 12345) % 2147483648;
            var key = "key" + (s % 1000).ToString(CultureInfo.InvariantCulture);
            counts[key] = counts.TryGetValue(key, out var old) ? old + 1 : 1;
        }
        return (long)counts.Count;
    }

    public static object Structs(long n)
    {
        var bodies = new Body[100];
        for (var i = 0; i < bodies.Length; i++) bodies[i] = new Body(i, 0, 1);
        for (var round = 0L; round < n; round++)
        {
            for (var i = 0; i < bodies.Length; i++)
            {
                var body = bodies[i];
                var v = body.V - body.X * 0.0001;
                bodies[i] = new Body(body.X + v * 0.01, v, body.M);
            }
        }
        return bodies.Aggregate(0.0, (sum, body) => sum + body.M * body.X);
    }

    public static object Fibonacci(long n) => Fib(n);

    private static long Fib(long x) => x < 2 ? x : Fib(x - 1) + Fib(x - 2);
}
