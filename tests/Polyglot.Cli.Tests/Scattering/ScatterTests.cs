using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Scattering;

[Platform("Linux,MacOsX")]
public sealed class ScatterTests
{
    [Test]
    public void Elements_are_planned_run_found_shown_and_traced()
    {
        using var project = Words("[\"pear\",\"apple\"]");
        var plan = project.Polyglot("plan");
        Assert.That(plan.Out, Does.Contain("never ran; 2 of 2 elements to run"));
        var planned = project.Polyglot("plan", "--output", "json").Json.GetProperty("tasks")[0].GetProperty("elements");
        Assert.That((planned.GetProperty("total").GetInt32(), planned.GetProperty("runs").GetInt32()), Is.EqualTo((2, 2)));

        var run = project.Polyglot("run", "-v");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Out, Does.Contain("shout: [0] heard pear\n").And.Contain("shout: [1] heard apple\n").And.Contain("(never ran; 2 of 2 elements ran)"));
        Assert.That(project.Read("out/shout.json").Trim(), Is.EqualTo("[\"PEAR\",\"APPLE\"]"));

        project.Write("words.json", "[\"pear\",\"plum\",\"apple\"]");
        Assert.That(project.Polyglot("status").Out, Does.Contain("input words changed; 1 of 3 elements to run"));
        Assert.That(project.Polyglot("run").Out, Does.Contain("(input words changed; 1 of 3 elements ran)"));
        Assert.That(project.Read("out/shout.json").Trim(), Is.EqualTo("[\"PEAR\",\"PLUM\",\"APPLE\"]"));

        Assert.That(project.Polyglot("explain", "shout[1]").Out, Does.Contain("shout[1] is up to date").And.Contain("input words[1] changed: \"apple\" -> \"plum\""));
        Assert.That(project.Polyglot("explain", "shout").Out, Does.Contain("1 of 3 elements ran:\n").And.Contain("its element of words changed"));
        Assert.That(project.Polyglot("explain", "shout", "--output", "json").Json.GetProperty("elements").GetProperty("groups")[0].GetProperty("count").GetInt32(), Is.EqualTo(1));
        Assert.That(project.Polyglot("explain", "shout[9]").Error, Does.Contain("`shout` has no element [9]"));

        Assert.That(project.Polyglot("log", "shout[1]", "--stderr").Out, Is.EqualTo("heard plum\n"));
        Assert.That(project.Polyglot("log", "shout[2]", "--stderr").Out, Is.EqualTo("heard apple\n"), "found there, printed in the run before");
        Assert.That(project.Polyglot("log", "shout", "--output", "json").Json.GetProperty("elements").GetProperty("cached").GetInt32(), Is.EqualTo(2));
        Assert.That(project.Polyglot("log", "shout[9]").Error, Does.Contain("shout[9]"));
        Assert.That(project.Polyglot("cat", "shout[1]", "-f", "raw").Out, Is.EqualTo("PLUM"));

        var back = project.Polyglot("provenance", "shout[1]").Out;
        Assert.That(back, Does.Contain("by shout[1] in run").And.Contain("    words  ").And.Contain("    element 1  "));
        Assert.That(project.Polyglot("provenance", "shout[1]", "--forward").Out, Does.Contain("\n  shout  "), "the whole was made of it");
    }

    [Test]
    public void What_an_element_gave_is_kept_as_long_as_a_run_has_it()
    {
        using var project = Words("[\"pear\",\"apple\"]");
        project.Polyglot("run");
        project.Write("words.json", "[\"pear\",\"plum\"]");
        project.Polyglot("run");
        Assert.That(project.Polyglot("gc").ExitCode, Is.Zero);
        project.Write("words.json", "[\"apple\",\"plum\",\"pear\"]");
        Assert.That(project.Polyglot("run").Out, Does.Contain("all 3 elements were found"));
        Assert.That(project.Polyglot("gc", "--keep-runs", "1").ExitCode, Is.Zero);
        project.Write("words.json", "[\"pear\",\"apple\"]");
        Assert.That(project.Polyglot("run").Out, Does.Contain("all 2 elements were found"), "the run that is kept has them");
        Assert.That(project.Polyglot("fsck").Out, Is.EqualTo("the repository is in order\n"));
        Assert.That(project.Polyglot("du").Out, Does.Contain("shout"));
    }

    [Test]
    public void A_run_is_handed_over_with_its_elements()
    {
        using var project = Words("[\"pear\",\"apple\"]");
        project.Polyglot("run");
        Assert.That(project.Polyglot("export", "all.tar").ExitCode, Is.Zero);
        using var other = Words("[\"apple\",\"pear\"]");
        Assert.That(other.Polyglot("import", project.PathOf("all.tar")).ExitCode, Is.Zero);
        Assert.That(other.Polyglot("run").Out, Does.Contain("all 2 elements were found"));
    }

    [Test]
    public void A_failed_element_is_named_and_the_others_stay()
    {
        using var project = Words("[\"pear\",\"bad\",\"apple\"]");
        var run = project.Polyglot("run");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("failed: shout: 1 of 3 elements failed: [1]\n").And.Contain("  because: [1]: exit code 3"));
        Assert.That(project.Polyglot("log", "shout").Out, Does.Contain("`polyglot log shout[1]` shows one"));
        Assert.That(project.Polyglot("log", "shout[1]").Out, Does.Contain("shout[1]: attempt 1 of 1, failed").And.Contain("heard bad"));
        Assert.That(project.Polyglot("plan").Out, Does.Contain("did not succeed before; 1 of 3 elements to run"));
        var again = project.Polyglot("run", "--output", "json").Json.GetProperty("tasks")[0].GetProperty("elements");
        Assert.That((again.GetProperty("cached").GetInt32(), again.GetProperty("failed").GetInt32()), Is.EqualTo((2, 1)));
    }

    [Test]
    public void A_matrix_gathers_parameters_with_results()
    {
        using var project = new ShellProject(
            """
            name: sweep
            inputs: { sizes: { value: ["3", "4"], type: Array<String> } }
            tasks:
              grid:
                runner: shell
                command: "cat {inputs.size} {inputs.name} > {output}"
                matrix: { name: [a, b], size: sizes }
                output: String
                format: raw
            outputs: { out/grid.csv: grid }
            """);
        var run = project.Polyglot("run");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(project.Read("out/grid.csv").ReplaceLineEndings("\n").TrimEnd(), Is.EqualTo("name,size,value\na,3,3a\na,4,4a\nb,3,3b\nb,4,4b"));
    }

    private static ShellProject Words(string words)
    {
        var project = new ShellProject(
            """
            name: words
            inputs: { words: { file: words.json, type: Array<String> } }
            tasks:
              shout:
                runner: shell
                command: "echo heard $(cat {inputs.word}) >&2; grep -qx bad {inputs.word} && exit 3; tr a-z A-Z < {inputs.word} > {output}"
                foreach: word
                inputs: { word: words }
                output: String
                format: raw
            outputs: { out/shout.json: shout }
            """);
        project.Write("words.json", words);
        return project;
    }
}
