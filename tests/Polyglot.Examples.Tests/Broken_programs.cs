using Polyglot.Cli.Tests.Support;

namespace Polyglot.Examples.Tests;

/// <summary>What user code can do to a worker, in each language, through the real program.</summary>
public sealed class Broken_programs
{
    private static readonly (string Runner, string File, string Text)[] Noisy =
    [
        ("python", "noisy.py", "import os, sys\n\ndef noisy(n: int) -> int:\n    print('printed')\n    sys.stderr.write('to stderr\\n')\n    os.write(1, b'PGR1 past the language\\n')\n    return n\n"),
        ("node", "noisy.mjs", "import { writeSync } from 'node:fs';\n/** @param {bigint} n @returns {bigint} */\nexport function noisy(n) {\n  console.log('printed');\n  console.error('to stderr');\n  writeSync(1, 'PGR1 past the language\\n');\n  return n;\n}\n"),
        ("julia", "noisy.jl", "function noisy(n::Int64)::Int64\n    println(\"printed\")\n    println(stderr, \"to stderr\")\n    text = \"PGR1 past the language\\n\"\n    ccall(:write, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), 1, text, sizeof(text))\n    return n\nend\n"),
    ];

    private static IEnumerable<TestCaseData> Noise() => Noisy.Select(n => new TestCaseData(n.Runner, n.File, n.Text).SetArgDisplayNames(n.Runner));

    [TestCaseSource(nameof(Noise))]
    public void What_is_printed_never_breaks_the_protocol_and_is_in_the_log(string runner, string file, string text)
    {
        Runtimes.Require(runner);
        using var project = Example.Of((file, text), ("polyglot.yaml", Project(runner, $"{file}#noisy")));

        Assert.That(project.Value("task", run: true).GetString(), Is.EqualTo("7"));
        Assert.That(project.Polyglot("log", "task").Out, Does.Contain("printed").And.Contain("to stderr").And.Contain("PGR1 past the language"));
    }

    [Test]
    public void A_branch_that_fails_does_not_stop_another()
    {
        Runtimes.Require("python");
        using var project = Example.Of(
            ("work.py", "def bad(n: int) -> int:\n    raise RuntimeError('bad')\n\ndef good(n: int) -> int:\n    return n + 1\n"),
            ("polyglot.yaml", "name: two\ninputs: { n: { value: 7, type: Integer } }\ntasks:\n  bad: { runner: python, function: work.py#bad, inputs: [n] }\n  after: { runner: python, function: work.py#good, inputs: [bad] }\n  good: { runner: python, function: work.py#good, inputs: [n] }\noutputs: {}\n"));
        var run = project.Polyglot("run", "--output", "json");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(Example.Tasks(run.Json, "failed"), Is.EqualTo((string[])["bad"]));
        Assert.That(Example.Tasks(run.Json, "blocked"), Is.EqualTo((string[])["after"]));
        Assert.That(Example.Tasks(run.Json, "ran"), Is.EqualTo((string[])["good"]));
    }

    [Test]
    public void A_worker_that_is_killed_is_a_fault_of_the_runner_and_the_next_run_is_right()
    {
        Runtimes.Require("python");
        using var project = Example.Of(
            ("work.py", "import os, signal\n\ndef die(n: int) -> int:\n    os.kill(os.getpid(), signal.SIGKILL)\n    return n\n"),
            ("polyglot.yaml", Project("python", "work.py#die")));
        var killed = project.Polyglot("run", "--no-color");

        Assert.That(killed.ExitCode, Is.EqualTo(3), killed.ToString());
        Assert.That(killed.Out + killed.Error, Does.Contain("SIGKILL").Or.Contain("signal 9"));
        project.Edit("work.py", "    os.kill(os.getpid(), signal.SIGKILL)\n", "");
        Assert.That(project.Value("task", run: true).GetString(), Is.EqualTo("7"));
    }

    [Test]
    public void A_stopped_worker_is_killed_at_its_deadline_and_the_message_says_so()
    {
        Runtimes.Require("python");
        using var project = Example.Of(
            ("work.py", "import os, signal\n\ndef stop(n: int) -> int:\n    with open(os.environ['PID_FILE'], 'w') as f:\n        f.write(str(os.getpid()))\n    os.kill(os.getpid(), signal.SIGSTOP)\n    return n\n"));
        var pidFile = project.PathOf("pid");
        File.WriteAllText(project.PathOf("polyglot.yaml"),
            $"name: stop\ninputs: {{ n: {{ value: 7, type: Integer }} }}\ntasks:\n  task: {{ runner: python, function: work.py#stop, inputs: [n], timeout: 1s, environment: {{ PID_FILE: \"{pidFile}\" }} }}\noutputs: {{}}\n");
        var stopped = project.Polyglot("run", "--no-color");

        Assert.That(stopped.ExitCode, Is.EqualTo(1).Or.EqualTo(3), stopped.ToString());
        Assert.That(stopped.Out + stopped.Error, Does.Contain("task").And.Match("(?i)timeout|deadline|time limit|took longer"));
        Assert.That(Directory.Exists($"/proc/{File.ReadAllText(pidFile)}"), Is.False, "the worker is gone");
    }

    [TestCase("python", "wrong.py", "def wrong(n: int) -> list[float]:\n    return [1.0, 'n/a']\n")]
    [TestCase("node", "wrong.mjs", "/** @param {bigint} n @returns {number[]} */\nexport function wrong(n) { return [1, 'n/a']; }\n")]
    [TestCase("julia", "wrong.jl", "wrong(n::Int64) = Any[1.0, \"n/a\"]\n")]
    public void A_result_that_does_not_fit_is_named_with_its_path(string runner, string file, string text)
    {
        Runtimes.Require(runner);
        using var project = Example.Of((file, text), ("polyglot.yaml", Project(runner, $"{file}#wrong", ", output: Array<Float>")));
        var run = project.Polyglot("run", "--no-color");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Out + run.Error, Does.Match(@"result\[1\]: expected Float, got String ""n/a"""));
    }

    private static string Project(string runner, string function, string more = "") =>
        $"name: one\ninputs: {{ n: {{ value: 7, type: Integer }} }}\ntasks:\n  task: {{ runner: {runner}, function: {function}, inputs: [n]{more} }}\noutputs: {{}}\n";
}
