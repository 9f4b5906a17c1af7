using System.Collections.Immutable;
using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>The packages of platform functions that every runtime has, and what they offer. Immutable.</summary>
public static class BuiltInPackages
{
    /// <summary>Console, paths, hashes and random numbers: what a pure task may have. It is there where a task names no package.</summary>
    public const string Std = "std";

    /// <summary>The clock: its results depend on more than the inputs, so a task has to name it.</summary>
    public const string Time = "time";

    /// <summary>What compliance suites report to.</summary>
    public const string Testing = "testing";

    private static readonly EastType Text = EastType.String;
    private static readonly EastType Integer = EastType.Integer;
    private static readonly EastType Float = EastType.Float;
    private static readonly EastType Null = EastType.Null;
    private static readonly EastType Body = EastType.AsyncFunction([], Null);

    private static readonly Dictionary<string, ImmutableArray<PlatformSignature>> Packages = new(StringComparer.Ordinal)
    {
        [Std] =
        [
            Sync("console_log", [Text], Null), Sync("console_error", [Text], Null), Sync("console_write", [Text], Null),
            Sync("path_join", [EastType.Array(Text)], Text), Sync("path_resolve", [Text], Text), Sync("path_dirname", [Text], Text),
            Sync("path_basename", [Text], Text), Sync("path_extname", [Text], Text),
            Sync("crypto_hash_sha256", [Text], Text), Sync("crypto_hash_sha256_bytes", [EastType.Blob], EastType.Blob),
            Sync("random_uniform", [], Float), Sync("random_normal", [], Float), Sync("random_range", [Integer, Integer], Integer),
            Sync("random_exponential", [Float], Float), Sync("random_weibull", [Float], Float), Sync("random_bernoulli", [Float], Integer),
            Sync("random_binomial", [Integer, Float], Integer), Sync("random_geometric", [Float], Integer), Sync("random_poisson", [Float], Integer),
            Sync("random_pareto", [Float], Float), Sync("random_log_normal", [Float, Float], Float), Sync("random_irwin_hall", [Integer], Float),
            Sync("random_bates", [Integer], Float), Sync("random_seed", [Integer], Null),
        ],
        [Time] = [Sync("time_now", [], Integer), Async("time_sleep", [Integer], Null)],
        [Testing] = [Async("describe", [Text, Body], Null), Async("test", [Text, Body], Null), Sync("testPass", [], Null), Sync("testFail", [Text], Null)],
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. Packages.Keys];

    /// <summary>What a package offers; null where there is no such package.</summary>
    public static IReadOnlyList<PlatformSignature>? Find(string package) => Packages.TryGetValue(package, out var functions) ? functions : null;

    /// <summary>The functions of all of them.</summary>
    public static IEnumerable<PlatformSignature> All => Packages.Values.SelectMany(p => p);

    /// <summary>The packages that a task may call: those that it names, or <see cref="Std"/>.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> named) => named.Count > 0 ? named : [Std];

    private static PlatformSignature Sync(string name, ImmutableArray<EastType> inputs, EastType output) => new(name, inputs, output, IsAsync: false);

    private static PlatformSignature Async(string name, ImmutableArray<EastType> inputs, EastType output) => new(name, inputs, output, IsAsync: true);
}
