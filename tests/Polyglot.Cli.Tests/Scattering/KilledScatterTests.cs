using Polyglot.Cli.Tests.Support;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Cli.Tests.Scattering;

[Platform("Linux,MacOsX")]
public sealed class KilledScatterTests
{
    private const int Elements = 2000;
    private const int Kills = 10;

    [Test]
    public void Whenever_the_host_is_killed_no_finished_element_is_computed_again()
    {
        var random = new Random(20260711);
        using var project = new ShellProject("name: killed\n");
        var began = project.Write("began.log", "");
        // What an element prints comes after the line that says that it began.
        project.Write("polyglot.yaml", $$"""
            name: killed
            inputs: { numbers: { file: numbers.json, type: Array<Integer> } }
            tasks:
              twice:
                runner: shell
                command: "read n < {inputs.n}; echo $n >> {{began}}; echo $n; n=${n#?}; n=${n%?}; echo \"\\\"$((n * 2))\\\"\" > {output}"
                foreach: n
                inputs: { n: numbers }
                output: Integer
                format: json
            outputs: { out/twice.json: twice }
            """);
        project.Write("numbers.json", $"[{string.Join(',', Enumerable.Range(1, Elements).Select(i => $"\"{i}\""))}]");

        var (finished, killedInTheMiddle) = (new HashSet<long>(), 0);
        for (var round = 0; round < Kills; round++)
        {
            var before = Began(began).Count;
            project.KillRunAfter(random.Next(1, 2 * Elements / Kills));
            Assert.That(Began(began).Skip(before).Where(finished.Contains), Is.Empty, $"round {round} computed again what was finished");
            finished = Finished(project);
            killedInTheMiddle += finished.Count < Elements ? 1 : 0;
        }
        Assert.That(killedInTheMiddle, Is.EqualTo(Kills));

        var soFar = Began(began).Count;
        var run = project.Polyglot("run", "-j", "4", "--output", "json");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(Began(began).Skip(soFar).Order(), Is.EqualTo(Enumerable.Range(1, Elements).Select(i => (long)i).Except(finished)), "exactly the rest ran");
        var counts = run.Json.GetProperty("tasks")[0].GetProperty("elements");
        Assert.That((counts.GetProperty("cached").GetInt32(), counts.GetProperty("ran").GetInt32()), Is.EqualTo((finished.Count, Elements - finished.Count)));
        Assert.That(project.Read("out/twice.json").Trim(), Is.EqualTo($"[{string.Join(',', Enumerable.Range(1, Elements).Select(i => $"\"{2 * i}\""))}]"));
        Assert.That(project.Polyglot("run").Out, Does.Contain("everything is up to date"));
        Assert.That(project.FsckAfterKills().Out, Is.EqualTo("the repository is in order\n"));
    }

    private static List<long> Began(string log) => [.. File.ReadLines(log).Select(line => long.Parse(line.Trim('"'), System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The numbers whose executions have an output on record.</summary>
    private static HashSet<long> Finished(ShellProject project)
    {
        using var repository = Repository.Open(project.PathOf(".e3"));
        var outputs = repository.Executions.List().Select(repository.Executions.Output).OfType<ObjectId>();
        return [.. outputs.Select(id => (long)Beast2.Decode(((ObjectRead.Found)repository.Objects.Read(id)).Bytes.Span, EastType.Integer).Value / 2)];
    }
}
