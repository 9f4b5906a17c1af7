using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Hosting;

/// <summary>What plugins/README.md promises: a folder with five lines of JSON adds a language, and no library is needed in it.</summary>
public sealed class A_plugin_in_five_lines
{
    [Test]
    public async Task Awk_runs_scripts_over_tables()
    {
        using var directory = new TempDirectory();
        directory.Write("runners.json", """{ "schemaVersion": 1, "runners": {} }""");
        directory.Write("plugins/awk/plugin.json", """
            { "schemaVersion": 1,
              "runners": { "awk": {
                "kind": "command", "format": "csv", "output": "stdout",
                "exec": ["awk", "-f", "{script}", "{inputs}"],
                "metadata": { "extensions": [".awk"] } } } }
            """);
        var script = directory.Write("project/rise.awk", """
            BEGIN { FS = ","; print "year,rise" }
            FNR > 1 { sub("\r", ""); if (NR > 2) printf "%d,%.1f\n", $1, $2 - last; last = $2 }
            """);
        var readings = EastType.Array(EastType.Struct(("year", EastType.Integer), ("ppm", EastType.Float)));
        var rises = EastType.Array(EastType.Struct(("year", EastType.Integer), ("rise", EastType.Float)));

        var catalog = RunnerCatalog.Load(directory.Path, Path.Combine(directory.Path, "project"), null, null, new Version(0, 1, 0));
        Assert.That(catalog.Problems, Is.Empty);
        var resolution = await new RunnerResolver().ResolveAsync(catalog.ForScript(script).Single(), Path.Combine(directory.Path, "project"), []);
        await using var fake = new Fake();

        var value = await fake.ValueAsync<object>(new TaskRequest
        {
            Name = "rise",
            Runner = ((RunnerResolution.Found)resolution).Runner,
            Program = new CommandProgram(null, script),
            OutputPath = fake.NextPath(),
            OutputType = rises,
            Inputs = [fake.Input("readings", readings, EastText.Parse(readings, "[(year=1958, ppm=315.2), (year=1959, ppm=316.0), (year=1960, ppm=316.9)]").Value)],
        });

        Assert.That(EastText.Print(rises, value), Is.EqualTo("[(year=1959, rise=0.8), (year=1960, rise=0.9)]"));
    }
}
