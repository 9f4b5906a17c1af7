using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

public sealed class ProvenanceTests
{
    [Test]
    public void A_file_leads_back_to_its_sources_and_forward_to_its_results()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        var copy = project.Write("elsewhere/renamed.bin", project.Read("out/count.txt"));
        var tree = Normal.Text(project.Polyglot("provenance", copy).Out, project.Folder);
        Assert.That(tree, Does.Match(
            """
            ^out/count\.txt  ID  \(task count\)
              by count in run RUN,.*  shell.*  execution ID
                sorted  ID
                  by sorted in run RUN,.*  shell.*  execution ID
                    words  ID  source
            $
            """.ReplaceLineEndings("\n").TrimEnd('$') + "$"), tree);

        var json = project.Polyglot("provenance", "out/count.txt", "--output", "json").Json;
        Assert.That(json.GetProperty("executions").GetArrayLength(), Is.EqualTo(2));
        var forward = project.Polyglot("provenance", "data/words.txt", "--forward", "-f", "json").Json;
        Assert.That(forward.GetProperty("direction").GetString(), Is.EqualTo("forward"));
        Assert.That(forward.GetProperty("executions")[1].GetProperty("name").GetString(), Is.EqualTo("count"));
        Assert.That(project.Polyglot("provenance", "words", "--forward").Out, Does.Contain("  sorted  ").And.Contain("    count  "));
        Assert.That(project.Polyglot("provenance", "count", "-f", "dot").Out, Does.StartWith("digraph provenance {\n"));
        Assert.That(project.Polyglot("provenance", "count", "-f", "prov-json").Out, Does.StartWith("{\n  \"prefix\": {\n"));
    }

    [Test]
    public void What_no_run_has_made_is_told()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        var edited = project.Write("out/count.txt", "changed by hand");
        var result = project.Polyglot("provenance", edited);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.StartWith($"error: no run has made or read a file with the content of {edited}\n"));
        Assert.That(project.Polyglot("provenance", "count", "-f", "dott").Error, Does.StartWith("error: there is no format `dott`; did you mean `dot`?\n"));
        Assert.That(project.Polyglot("provenance", "cuont").Error, Does.Contain("did you mean `count`?"));
    }
}
