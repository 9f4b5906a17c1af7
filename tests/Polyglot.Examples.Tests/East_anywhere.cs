using Polyglot.Cli.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.Examples.Tests;

/// <summary>The example of one East program in four runtimes. It is run once.</summary>
public sealed class East_anywhere
{
    private static readonly string[] Everywhere = ["dotnet", "node", "python", "julia"];

    private static readonly string Source = Path.Combine(Repository.Root, "examples", "east-anywhere");

    private Example _example = null!;

    [OneTimeSetUp]
    public void Run_it_once()
    {
        Runtimes.Require("node", "julia", "python");
        _example = Example.CopyOf("east-anywhere");
        _example.Edit("polyglot.yaml", "../co2-outlook", Path.Combine(Repository.Root, "examples", "co2-outlook"));
        _example.Run();
    }

    [OneTimeTearDown]
    public void Remove_it() => _example?.Dispose();

    [Test]
    public void The_outputs_of_all_runtimes_are_the_same_to_the_last_byte()
    {
        var expected = File.ReadAllBytes(_example.PathOf("out/dotnet.json"));
        foreach (var runner in Everywhere) Assert.That(File.ReadAllBytes(_example.PathOf($"out/{runner}.json")), Is.EqualTo(expected), runner);
    }

    [Test]
    public void Years_have_the_means_of_their_weeks()
    {
        var years = _example.Value("dotnet");
        Assert.That(years.GetArrayLength(), Is.EqualTo(44));
        Assert.That(years[1].GetProperty("year").GetString(), Is.EqualTo("1959"));
        Assert.That(years[1].GetProperty("mean").GetDouble(), Is.EqualTo(315.90625));
    }

    [Test]
    public void Scikit_learn_fits_a_line_through_the_simulated_futures()
    {
        var trend = _example.Value("trend");
        Assert.That(trend.GetProperty("rise").GetDouble(), Is.InRange(1.2, 2.0), "ppm a year");
        Assert.That(trend.GetProperty("in2050").GetDouble(), Is.InRange(420, 480));
        Assert.That(_example.Polyglot("log", "trend").Out, Does.Contain("ppm a year"));
    }

    [Test]
    public void The_task_gives_the_same_everywhere()
    {
        var finished = _example.Polyglot("verify", "--everywhere", "dotnet", "--output", "json");
        Assert.That(finished.ExitCode, Is.Zero, finished.ToString());
        OutputSchema.Check(finished.Out);
        Assert.That(finished.Json.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("runner").GetString()), Is.EquivalentTo(Everywhere));
    }

    [Test]
    public void A_runner_can_be_chosen_for_one_run()
    {
        var finished = _example.Polyglot("run", "dotnet", "--runner", "python", "--output", "json");
        Assert.That(finished.ExitCode, Is.Zero, finished.ToString());
        Assert.That(Example.Task(finished.Json, "dotnet").GetProperty("decision").GetString(), Is.EqualTo("cached").Or.EqualTo("ran"));
        Assert.That(_example.Polyglot("run", "simulate", "--runner", "python").Error, Does.Contain("`simulate` runs no East program"));
    }

    [Test]
    public void A_call_that_the_package_does_not_offer_is_refused_before_anything_runs()
    {
        using var copy = _example.Clone();
        copy.Edit("polyglot.yaml", "platforms: [std, datascience]", "platforms: [std]");
        var finished = copy.Polyglot("plan");
        Assert.That(finished.ExitCode, Is.EqualTo(2));
        Assert.That(finished.Error, Does.Contain("learn_linear_regression"));
    }

    [TestCase("yearly")]
    [TestCase("trend")]
    public void The_readable_form_is_that_of_the_program(string program)
    {
        var shown = PolyglotProcess.Run(Source, "east", "show", $"src/{program}.json");
        Assert.That(shown.Out, Is.EqualTo(File.ReadAllText(Path.Combine(Source, "src", $"{program}.txt"))));
    }

    [Test]
    public void The_programs_are_what_their_maker_writes()
    {
        using var folder = new TempDirectory();
        File.Copy(Path.Combine(Source, "src", "make.py"), Path.Combine(folder.Path, "make.py"));
        using var made = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("python3", [Path.Combine(folder.Path, "make.py")]))!;
        made.WaitForExit();
        foreach (var program in new[] { "yearly", "trend" })
            Assert.That(File.ReadAllText(Path.Combine(folder.Path, $"{program}.json")), Is.EqualTo(File.ReadAllText(Path.Combine(Source, "src", $"{program}.json"))));
    }
}
