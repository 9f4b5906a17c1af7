using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

public sealed class FsckTests
{
    [Test]
    public void A_flipped_bit_is_found_repaired_and_computed_again()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        Assert.That(project.Polyglot("fsck").Out, Is.EqualTo("the repository is in order\n"));

        var id = project.Polyglot("cat", "sorted", "--output", "json").Json.GetProperty("object").GetString()!;
        var path = project.PathOf($".e3/objects/{id[..2]}/{id[2..]}.beast2");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.Delete(path);
        File.WriteAllBytes(path, bytes);

        var found = project.Polyglot("fsck");
        Assert.That(found.ExitCode, Is.EqualTo(1), found.ToString());
        Assert.That(found.Out, Does.Contain("damage: ").And.Contain(path));
        var json = project.Polyglot("fsck", "--output", "json").Json;
        Assert.That(json.GetProperty("clean").GetBoolean(), Is.False);
        Assert.That(json.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("kind").GetString()), Does.Contain("damagedObject"));

        Assert.That(project.Polyglot("cat", "sorted").ExitCode, Is.EqualTo(3), "what is damaged is named, never served");
        project.Polyglot("fsck", "--repair");
        var again = project.Polyglot("run");
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        Assert.That(project.Polyglot("cat", "sorted").Out, Is.EqualTo("apple\npear\n"));
        Assert.That(project.Polyglot("fsck").ExitCode, Is.Zero);
    }
}
