using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Returning;

[Platform("Linux,MacOsX")]
public sealed class KilledReturningTests
{
    private const int Tasks = 60;
    private const int Kills = 5;

    [Test]
    public void Whenever_the_host_is_killed_no_finished_task_of_a_returned_dataflow_is_computed_again()
    {
        var random = new Random(20261121);
        using var project = new ShellProject("name: killed\n");
        var began = project.Write("began.log", "");
        var programs = project.Write("programs.log", "");
        project.Write("polyglot.yaml", """
            name: killed
            inputs: { n: { value: "n", type: String } }
            tasks: { many: { runner: shell, script: many.sh, inputs: [n], returns: dataflow, output: String } }
            outputs: { out/last.txt: many }
            """);
        var tasks = Enumerable.Range(0, Tasks).Select(i => $$"""
            "t{{i}}": { "runner": "shell", "command": "echo {{i}} >> {{began}}; echo {{i}}; printf {{i}} > {output}", "inputs": ["n"], "output": "String" }
            """);
        var inputs = string.Join(", ", Enumerable.Range(0, Tasks).Select(i => $"\"t{i}\""));
        var sum = $$"""
            "all": { "runner": "shell", "command": "cat {{string.Join(' ', Enumerable.Range(0, Tasks).Select(i => $"{{inputs.t{i}}}"))}} > {output}", "inputs": [{{inputs}}], "output": "String" }
            """;
        project.Write("many.sh", $"echo program >> {programs}; cat > $1 <<'END'\n{{ \"tasks\": {{ {string.Join(",\n", tasks)}, {sum} }}, \"result\": \"all\" }}\nEND\n");

        var killedInTheMiddle = 0;
        var finished = new HashSet<string>();
        for (var round = 0; round < Kills; round++)
        {
            var before = File.ReadAllLines(began).Length;
            project.KillRunAfter(random.Next(3, Tasks / Kills));
            Assert.That(File.ReadLines(began).Skip(before).Where(finished.Contains), Is.Empty, $"round {round} computed again what was finished");
            finished = Finished(project);
            killedInTheMiddle += finished.Count is > 0 and < Tasks ? 1 : 0;
        }
        Assert.That(killedInTheMiddle, Is.GreaterThan(0));

        var soFar = File.ReadAllLines(began).Length;
        var run = project.Polyglot("run", "-j", "4", "--output", "json");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(File.ReadLines(began).Skip(soFar).Order(), Is.EqualTo(Enumerable.Range(0, Tasks).Select(i => $"{i}").Except(finished).Order()), "exactly the rest ran");
        Assert.That(project.Read("out/last.txt"), Is.EqualTo(string.Concat(Enumerable.Range(0, Tasks))));
        Assert.That(File.ReadAllLines(programs), Has.Length.LessThanOrEqualTo(2), "its program had finished too, at the latest in the second run");
        Assert.That(project.Polyglot("run").Out, Does.Contain("everything is up to date"));
        Assert.That(project.FsckAfterKills().Out, Is.EqualTo("the repository is in order\n"));
    }

    /// <summary>What executions with an output on record gave; the dataflow is one of them and no number.</summary>
    private static HashSet<string> Finished(ShellProject project)
    {
        using var repository = Store.Repository.Open(project.PathOf(".e3"));
        var outputs = repository.Executions.List().Select(repository.Executions.Output).OfType<Store.ObjectId>();
        return [.. outputs.Select(id => (string)East.Beast2.Decode(((Store.ObjectRead.Found)repository.Objects.Read(id)).Bytes.Span, East.EastType.String).Value).Where(text => text.Length < 4)];
    }
}
