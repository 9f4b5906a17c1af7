using System.IO.Compression;
using System.Text.Json;
using Polyglot.Cli.Tests.Support;

namespace Polyglot.Examples.Tests;

/// <summary>The example of four languages, as a newcomer uses it. It is run once; what edits it works on a copy of the finished run.</summary>
public sealed class Co2_outlook
{
    private static readonly string[] All = ["clean", "cluster", "fit", "page", "report", "simulate"];

    private Example _example = null!;
    private JsonElement _first;

    [OneTimeSetUp]
    public void Run_it_once()
    {
        Runtimes.Require("node", "julia", "python", "shell");
        _example = Example.CopyOf("co2-outlook");
        _first = _example.Run();
    }

    [OneTimeTearDown]
    public void Remove_it() => _example?.Dispose();

    [Test]
    public void The_first_run_runs_everything() => Assert.That(Example.Tasks(_first, "ran"), Is.EqualTo(All));

    [Test]
    public void Every_week_with_a_measurement_is_kept()
    {
        var rows = _example.Value("clean");

        Assert.That(rows.GetArrayLength(), Is.EqualTo(2225));
        Assert.That(rows[0].GetProperty("date").GetString(), Does.StartWith("1958-03-29"));
        Assert.That(rows[0].GetProperty("ppm").GetDouble(), Is.EqualTo(316.1));
    }

    [Test]
    public void Trend_and_season_are_those_of_Mauna_Loa()
    {
        var model = _example.Value("fit");

        Assert.That(model.GetProperty("growth").GetDouble(), Is.InRange(1.3, 2.5), "ppm a year");
        Assert.That(model.GetProperty("season").GetDouble(), Is.InRange(5.0, 7.0), "ppm from peak to peak");
        Assert.That(model.GetProperty("persistence").GetDouble(), Is.InRange(0.0, 1.0));
    }

    [Test]
    public void The_outlook_is_in_order_and_covers_every_trajectory()
    {
        var outlook = _example.Value("cluster");
        string[] quantiles = ["q05", "q25", "q50", "q75", "q95"];

        Assert.That(outlook.GetProperty("bands").GetArrayLength(), Is.EqualTo(520));
        foreach (var band in outlook.GetProperty("bands").EnumerateArray())
            Assert.That(quantiles.Select(q => band.GetProperty(q).GetDouble()), Is.Ordered);
        var clusters = outlook.GetProperty("clusters").EnumerateArray().ToList();
        Assert.That(clusters.Sum(c => long.Parse(c.GetProperty("size").GetString()!, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(2000));
        Assert.That(clusters.Select(c => c.GetProperty("growth").GetDouble()), Is.Ordered.And.All.InRange(0.5, 3.5));
    }

    [Test]
    public void The_report_has_its_plots_and_is_what_was_compressed()
    {
        var html = File.ReadAllText(_example.PathOf("out/report.html"));
        using var packed = new GZipStream(File.OpenRead(_example.PathOf("out/report.html.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);

        Assert.That(html.Split("<svg").Length - 1, Is.EqualTo(3));
        Assert.That(html, Does.Not.Contain("NaN").And.Not.Contain("undefined").And.Not.Contain("src=\"http"));
        Assert.That(reader.ReadToEnd(), Is.EqualTo(html));
    }

    [Test]
    public void Another_run_runs_nothing() => Assert.That(Example.Tasks(_example.Run(), "cached"), Is.EqualTo(All));

    [Test]
    public void An_edited_constant_runs_what_follows_from_it_and_putting_it_back_runs_nothing()
    {
        using var example = _example.Clone();
        example.Edit("src/simulate.jl", "DRIFT_SCALE = 1.0", "DRIFT_SCALE = 2.0");
        var edited = example.Run();
        Assert.That(Example.Tasks(edited, "ran"), Is.EqualTo((string[])["cluster", "page", "report", "simulate"]));
        var reason = Example.Task(edited, "simulate").GetProperty("reason");
        Assert.That(reason.GetProperty("kind").GetString(), Is.EqualTo("programChanged"));
        Assert.That(reason.GetProperty("file").GetString(), Is.EqualTo("src/simulate.jl"));
        Assert.That(Example.Task(edited, "cluster").GetProperty("reason").GetProperty("kind").GetString(), Is.EqualTo("inputChanged"));

        example.Edit("src/simulate.jl", "DRIFT_SCALE = 2.0", "DRIFT_SCALE = 1.0");
        Assert.That(Example.Tasks(example.Run(), "cached"), Is.EqualTo(All));
    }

    [Test]
    public void A_comment_reruns_its_task_and_nothing_that_gets_the_same_bytes()
    {
        using var example = _example.Clone();
        example.Edit("src/simulate.jl", "# Possible futures", "# Some possible futures");

        Assert.That(Example.Tasks(example.Run(), "ran"), Is.EqualTo((string[])["simulate"]));
    }

    [Test]
    public void A_new_time_on_a_file_reruns_nothing()
    {
        using var example = _example.Clone();
        File.SetLastWriteTimeUtc(example.PathOf("src/outlook.py"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(example.PathOf("data/co2_weekly.csv"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.That(Example.Tasks(example.Run(), "cached"), Is.EqualTo(All));
    }

    [Test]
    public void An_exception_in_Python_shows_the_users_line_first_and_its_output_is_in_the_log()
    {
        using var example = _example.Clone();
        example.Edit("src/outlook.py", "    count, weeks = trajectories.shape\n", "    count, weeks = trajectories.shape\n    print('about to fail')\n    raise ValueError('no such cluster')\n");
        var failed = example.Polyglot("run", "--no-color");

        Assert.That(failed.ExitCode, Is.EqualTo(1), failed.ToString());
        var line = File.ReadAllLines(example.PathOf("src/outlook.py")).ToList().FindIndex(l => l.Contains("raise ValueError", StringComparison.Ordinal)) + 1;
        Assert.That(failed.Out + failed.Error, Does.Contain($"src/outlook.py:{line}").And.Contain("ValueError").And.Contain("no such cluster").And.Contain("polyglot log cluster"));
        Assert.That(failed.Out + failed.Error, Does.Not.Contain("polyglot_runtime"), "no frame of the runtime");
        Assert.That(example.Polyglot("log", "cluster").Out, Does.Contain("about to fail"));
    }
}
