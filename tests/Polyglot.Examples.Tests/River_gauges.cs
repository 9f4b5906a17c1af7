using System.Text.Json;
using Polyglot.Cli.Tests.Support;

namespace Polyglot.Examples.Tests;

/// <summary>The example of runs for each element and each combination, with real Python.</summary>
public sealed class River_gauges
{
    private Example _example = null!;

    [OneTimeSetUp]
    public void Run_it_once()
    {
        Runtimes.Require("python");
        _example = Example.CopyOf("river-gauges");
        _example.Run();
    }

    [OneTimeTearDown]
    public void Remove_it() => _example?.Dispose();

    [Test]
    public void Every_gauge_has_its_summary_and_every_combination_its_error()
    {
        Assert.That(_example.Value("summary").EnumerateArray().Select(e => e.GetProperty("key").GetString()), Is.EqualTo((string[])["Basel", "Koblenz", "Passau"]));
        var trials = _example.Value("forecast").EnumerateArray().Select(t => $"{t.GetProperty("span")} {t.GetProperty("weighting")} {t.GetProperty("value").GetDouble()}").ToArray();
        Assert.That(trials, Has.Length.EqualTo(6));
        Assert.That((trials[0], trials[5]), Is.EqualTo(("2 flat 0.57", "5 linear 0.5565")));
        Assert.That(File.ReadAllText(_example.PathOf("out/best.txt")), Is.EqualTo("linear over 2 days: 0.53 m off\n"));
    }

    [Test]
    public void One_more_value_of_a_parameter_runs_only_the_new_combinations()
    {
        using var copy = _example.Clone();
        copy.Edit("polyglot.yaml", "span: [2, 3, 5]", "span: [2, 3, 4, 5]");
        Assert.That(Elements(copy.Run(), "forecast"), Is.EqualTo((2, 6)));
    }

    [Test]
    public void One_changed_level_summarises_one_gauge_again()
    {
        using var copy = _example.Clone();
        copy.Edit("gauges.json", "4.1, 4.3, 4.9", "4.2, 4.3, 4.9");
        Assert.That(Elements(copy.Run(), "summary"), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Only_floods_are_measured_and_a_lower_mark_measures_only_what_is_new()
    {
        Assert.That(File.ReadAllText(_example.PathOf("out/floods.txt")), Is.EqualTo("Basel: 1 days above, from day 3, up to 5.6 m\nPassau: 3 days above, from day 3, up to 6.8 m\n"));
        using var copy = _example.Clone();
        copy.Edit("gauges.json", "4.1, 4.3, 4.9, 5.6", "4.1, 4.3, 4.9, 5.4");
        var inner = Example.Task(copy.Run(), "floods").GetProperty("inner");
        Assert.That((inner.GetProperty("ran").GetInt32(), inner.GetProperty("total").GetInt32()), Is.EqualTo((2, 2)));
        Assert.That(File.ReadAllText(copy.PathOf("out/floods.txt")), Is.EqualTo("Passau: 3 days above, from day 3, up to 6.8 m\n"));
    }

    private static (int Ran, int Cached) Elements(JsonElement run, string task)
    {
        var elements = Example.Task(run, task).GetProperty("elements");
        return (elements.GetProperty("ran").GetInt32(), elements.GetProperty("cached").GetInt32());
    }
}
