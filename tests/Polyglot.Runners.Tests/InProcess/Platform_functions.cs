using System.Collections.Immutable;
using System.Text;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.InProcess;

/// <summary>The platform functions of the host; the numbers are those that the Python runtime gives.</summary>
public sealed class Platform_functions
{
    private readonly List<(StreamKind Stream, string Text)> _printed = [];
    private readonly ManualTimeProvider _clock = new();

    private object? Call(HostPlatform platform, string name, params object?[] arguments) =>
        platform.Functions(HostPlatform.Packages).Single(f => f.Name == name).Call(new PlatformCall(new IrLocation("p.east", 1, 1), CancellationToken.None), arguments);

    private HostPlatform Make(ulong seed = 0) => new((stream, bytes) => _printed.Add((stream, Encoding.UTF8.GetString(bytes))), seed, _clock);

    [Test]
    public void Random_numbers_are_the_same_as_in_every_runtime()
    {
        var platform = Make(7);
        object? Random(string name, params object?[] arguments) => Call(platform, $"random_{name}", arguments);
        Assert.That(Random("uniform"), Is.EqualTo(0.7005764821796896));
        Assert.That(Random("normal"), Is.EqualTo(0.4315740128041929).Within(2).Ulps);
        Assert.That(Random("range", -3L, 3L), Is.EqualTo(-2L));
        Assert.That(Random("exponential", 2.0), Is.EqualTo(2.3475627004408355).Within(2).Ulps);
        Assert.That(Random("weibull", 1.5), Is.EqualTo(1.6199300171704036).Within(2).Ulps);
        Assert.That(Random("bernoulli", 0.5), Is.EqualTo(1L));
        Assert.That(Random("binomial", 10L, 0.3), Is.EqualTo(3L));
        Assert.That(Random("geometric", 0.2), Is.EqualTo(3L));
        Assert.That(Random("poisson", 4.0), Is.EqualTo(2L));
        Assert.That(Random("pareto", 3.0), Is.EqualTo(1.4208210641521626).Within(2).Ulps);
        Assert.That(Random("log_normal", 0.0, 0.5), Is.EqualTo(0.865927930045316).Within(2).Ulps);
        Assert.That(Random("irwin_hall", 3L), Is.EqualTo(0.9192903086647298));
        Assert.That(Random("bates", 4L), Is.EqualTo(0.33332263422546016));
        Random("seed", 42L);
        Assert.That(Enumerable.Range(0, 3).Select(_ => Random("range", long.MinValue, long.MaxValue)),
            Is.EqualTo(new[] { 1546998764402558742, 6990951692964543102, unchecked((long)12544586762248559009) }));
        Assert.That(Enumerable.Range(0, 2).Select(_ => Random("uniform")), Is.EqualTo(new[] { 0.9246929453253876, 0.9918039142821028 }));
        Assert.That(Enumerable.Range(0, 5).Select(_ => Random("range", 1L, 6L)), Is.EqualTo(new[] { 1L, 5, 4, 5, 6 }));
        Random("range", long.MinValue, long.MaxValue);
        Assert.That(Random("range", long.MinValue, 2L), Is.EqualTo(-3861313757671093915));
    }

    [Test]
    public void What_is_asked_for_must_make_sense()
    {
        var range = Assert.Throws<EastException>(() => Call(Make(), "random_range", 3L, 2L))!;
        Assert.That(range.Message, Is.EqualTo("Invalid range: min (3) > max (2)"));
        Assert.That(range.Locations, Is.EqualTo(new[] { new IrLocation("random_range", 0, 0) }));
        foreach (var probability in new[] { 0, -1, 1.5, double.NaN })
            Assert.That(() => Call(Make(), "random_geometric", probability), Throws.TypeOf<EastException>());
        Assert.That(Call(Make(), "random_geometric", 1.0), Is.EqualTo(1L));
    }

    [TestCase("join", "a,..,/b//c/", "b/c/")]
    [TestCase("join", "", ".")]
    [TestCase("resolve", "x/../y/", "/y")]
    [TestCase("resolve", "", "/")]
    [TestCase("dirname", "/a/b/", "/a")]
    [TestCase("dirname", "a", ".")]
    [TestCase("dirname", "//x", "//")]
    [TestCase("dirname", "/", "/")]
    [TestCase("basename", "/a/b.txt/", "b.txt")]
    [TestCase("extname", "a.tar.gz", ".gz")]
    [TestCase("extname", ".profile", "")]
    [TestCase("extname", "..", "")]
    public void Paths_are_text(string function, string path, string expected)
    {
        object argument = function == "join" ? new EastArray<string>(path.Split(',')) : path;
        Assert.That(Call(Make(), $"path_{function}", argument), Is.EqualTo(expected));
    }

    [Test]
    public void Hashes_console_and_clock()
    {
        var platform = Make();
        Assert.That(Call(platform, "crypto_hash_sha256", "abc"), Is.EqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        Assert.That(((EastBlob)Call(platform, "crypto_hash_sha256_bytes", new EastBlob("abc"u8))!).Span[0], Is.EqualTo(0xba));
        Call(platform, "console_log", "a");
        Call(platform, "console_error", "b");
        Call(platform, "console_write", "c");
        Assert.That(_printed, Is.EqualTo(new[] { (StreamKind.Stdout, "a\n"), (StreamKind.Stderr, "b\n"), (StreamKind.Stdout, "c") }));
        Assert.That(Call(platform, "time_now"), Is.EqualTo(_clock.GetUtcNow().ToUnixTimeMilliseconds()));
        Assert.That(Call(platform, "time_sleep", 0L), Is.Null);
    }

    [Test]
    public void Packages_are_what_is_asked_for()
    {
        Assert.That(HostPlatform.Signatures([BuiltInPackages.Std]).TryGet("time_now", out _), Is.False);
        Assert.That(HostPlatform.Signatures([BuiltInPackages.Time]).Names, Is.EqualTo(new[] { "time_now", "time_sleep" }));
        Assert.That(BuiltInPackages.Of([]), Is.EqualTo(new[] { BuiltInPackages.Std }));
        ImmutableArray<string> functions = [.. Make().Functions(HostPlatform.Packages).Select(f => f.Name)];
        Assert.That(functions, Is.EquivalentTo(HostPlatform.Signatures(HostPlatform.Packages).Names));
    }
}
