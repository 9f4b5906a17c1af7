using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Resolution;

public sealed class Remembering_probes
{
    [Test]
    public void Many_at_once_are_all_remembered()
    {
        using var folder = new TempDirectory();
        var file = Path.Combine(folder.Path, "probes");
        var cache = new ProbeCache(file);
        Parallel.For(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => cache.Add($"program {i}", new ProbeResult(null, $"version {i}", ""), []));

        var read = new ProbeCache(file);
        Assert.That(Enumerable.Range(0, 300).Select(i => read.Find($"program {i}")?.Stdout), Is.EqualTo(Enumerable.Range(0, 300).Select(i => $"version {i}")));
    }
}
