using System.Security.Cryptography;
using System.Text;
using Polyglot.East;
using EastFunction = Polyglot.East.PlatformFunction;

namespace Polyglot.Runners;

/// <summary>The platform functions of programs in the host's own process (spec 7.3). One per run; not thread-safe.</summary>
/// <param name="write">Gets what is printed, as UTF-8, in the program's order and on its thread.</param>
/// <param name="seed">What random numbers are made from.</param>
/// <param name="clock">What the time is.</param>
public sealed class HostPlatform(Action<StreamKind, byte[]> write, ulong seed, TimeProvider clock)
{
    private readonly RandomNumbers _random = new(seed);

    /// <summary>The packages that programs in the host's process can call.</summary>
    public static IReadOnlyCollection<string> Packages { get; } = [BuiltInPackages.Std, BuiltInPackages.Time];

    /// <summary>What the functions of packages take and give, for the checker.</summary>
    /// <param name="packages">Some of <see cref="Packages"/>; others have no functions here.</param>
    public static PlatformSignatures Signatures(IEnumerable<string> packages) =>
        new(packages.Distinct(StringComparer.Ordinal).Where(Packages.Contains).SelectMany(p => BuiltInPackages.Find(p)!));

    /// <summary>The functions of packages.</summary>
    /// <param name="packages">Some of <see cref="Packages"/>; others have no functions here.</param>
    public IEnumerable<EastFunction> Functions(IEnumerable<string> packages) =>
        packages.Distinct(StringComparer.Ordinal).Where(Packages.Contains).SelectMany(p => BuiltInPackages.Find(p)!)
            .Select(f => new EastFunction(f.Name, f.Inputs, f.Output, f.IsAsync, (call, arguments) => Call(f.Name, call, arguments)));

    private object? Call(string name, PlatformCall call, object?[] a)
    {
        switch (name)
        {
            case "console_log": return Print(StreamKind.Stdout, (string)a[0]! + "\n");
            case "console_error": return Print(StreamKind.Stderr, (string)a[0]! + "\n");
            case "console_write": return Print(StreamKind.Stdout, (string)a[0]!);
            case "path_join": return SlashPaths.Join((EastArray<string>)a[0]!);
            case "path_resolve": return SlashPaths.Resolve((string)a[0]!);
            case "path_dirname": return SlashPaths.Directory((string)a[0]!);
            case "path_basename": return SlashPaths.Base((string)a[0]!);
            case "path_extname": return SlashPaths.Extension((string)a[0]!);
            case "crypto_hash_sha256": return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((string)a[0]!)));
            case "crypto_hash_sha256_bytes": return EastBlob.Wrap(SHA256.HashData(((EastBlob)a[0]!).Span));
            case "time_now": return clock.GetUtcNow().ToUnixTimeMilliseconds();
            case "time_sleep": return Sleep((long)a[0]!, call.Cancellation);
            case "random_seed":
                _random.Restart(unchecked((ulong)(long)a[0]!));
                return null;
            default: return Random(name, a);
        }
    }

    private object Random(string name, object?[] a)
    {
        double Float(int i) => (double)a[i]!;
        long Integer(int i) => (long)a[i]!;
        switch (name)
        {
            case "random_uniform": return _random.Uniform();
            case "random_normal": return _random.Normal();
            case "random_range":
                return Integer(0) <= Integer(1) ? _random.Range(Integer(0), Integer(1)) : throw Fail(name, RunnersMessages.InvalidRange(Integer(0), Integer(1)));
            case "random_exponential": return _random.NegativeLog() / Float(0);
            case "random_weibull": return Math.Pow(_random.NegativeLog(), 1 / Float(0));
            case "random_bernoulli": return _random.Bernoulli(Float(0));
            case "random_binomial":
                var successes = 0L;
                for (var i = 0L; i < Integer(0); i++) successes += _random.Bernoulli(Float(1));
                return successes;
            case "random_geometric": return Geometric(Float(0));
            case "random_poisson": return _random.Poisson(Float(0));
            case "random_pareto": return Math.Pow(1 - _random.Uniform(), -1 / Float(0));
            case "random_log_normal": return Math.Exp(Float(0) + Float(1) * _random.Normal());
            case "random_irwin_hall": return _random.Sum(Integer(0));
            case "random_bates": return _random.Sum(Integer(0)) / Integer(0);
            default: throw new InvalidOperationException($"{name} is in no package of the host");
        }
    }

    private long Geometric(double probability)
    {
        if (!(probability > 0 && probability <= 1)) throw Fail("random_geometric", RunnersMessages.InvalidProbability(probability));
        var count = -_random.NegativeLog() / (probability < 1 ? Math.Log(1 - probability) : double.NegativeInfinity);
        return count < 9.2e18 ? (long)Math.Floor(count) + 1 : throw Fail("random_geometric", RunnersMessages.InvalidProbability(probability));
    }

    private object? Print(StreamKind stream, string text)
    {
        write(stream, Encoding.UTF8.GetBytes(text));
        return null;
    }

    private object? Sleep(long milliseconds, CancellationToken cancellation)
    {
        if (milliseconds <= 0) return null;
        Task.Delay(TimeSpan.FromMilliseconds(Math.Min(milliseconds, uint.MaxValue - 1)), clock, cancellation).GetAwaiter().GetResult();
        return null;
    }

    /// <summary>The first place of an error of a platform function is the function itself.</summary>
    private static EastException Fail(string function, string message) => new(message, new IrLocation(function, 0, 0));
}
