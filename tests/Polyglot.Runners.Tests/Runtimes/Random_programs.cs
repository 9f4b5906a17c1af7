using Polyglot.Everywhere;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Runtimes;

/// <summary>
/// Random programs come to the same in every runtime as in .NET: a few of them. <c>tests/Polyglot.Everywhere</c> is the long form; what it found is in
/// <see cref="Found"/>.
/// </summary>
[TestFixture("node")]
[TestFixture("python")]
[TestFixture("julia")]
public sealed class Random_programs(string id)
{
    private const int Count = 40;

    [Test]
    public async Task They_come_to_the_same_as_in_the_host()
    {
        var manifest = ManifestReader.ReadFile(Path.Combine(Repository.Root, "runners.json"), new Version(0, 1, 0)).Runners.Single(r => r.Id == id);
        var resolution = await new RunnerResolver().ResolveAsync(manifest, Repository.Root, []);
        if (resolution is not RunnerResolution.Found found)
        {
            Absent.Tool($"the runner {id}");
            return;
        }
        using var scratch = new TempDirectory();
        await using var host = new RunnerHost(new RunnerHostOptions { ScratchDirectory = scratch.Path });
        var differential = new Differential(host, [found.Runner], scratch.Path);
        foreach (var (what, program) in Found.All)
            if (await differential.CompareAsync(program) is { } again) Assert.Fail($"{what}: expected {again.Expected}\nbut was  {again.Actual}");
        for (var seed = 1; seed <= Count; seed++)
            if (await differential.CompareAsync(seed) is { } difference)
                Assert.Fail($"seed {seed}:\n{difference.Code}\nexpected {difference.Expected}\nbut was  {difference.Actual}");
        Assert.That(differential.Compared, Is.GreaterThan(Count * 9 / 10));
        Assert.That(differential.Errors, Is.GreaterThan(0));
    }
}
