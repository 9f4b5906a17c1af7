using Polyglot.East.Fuzz;

namespace Polyglot.East.Tests;

/// <summary>A short run of the fuzzer over every decoder; <c>tests/Polyglot.East.Fuzz</c> runs as long as one likes.</summary>
public sealed class FuzzTests
{
    [TestCase("beast2")]
    [TestCase("beast1")]
    [TestCase("text")]
    [TestCase("json")]
    [TestCase("csv")]
    [TestCase("ir")]
    public void Mutated_inputs_are_read_or_refused(string name)
    {
        var report = Fuzzer.Run(Targets.All.Single(t => t.Name == name), inputs: 4000, seed: 20260101);
        Assert.That(report.Failures, Is.Empty);
        Assert.That(report.Answers, Is.GreaterThan(100), "the mutations reach many places");
    }
}
