using System.Globalization;
using System.Text;
using Polyglot.East;

namespace Polyglot.Runners.Tests.Commands;

/// <summary>A folder that is used again is as good as new, and one that may not be is not used.</summary>
public sealed class Folders_of_commands
{
    [Test]
    public async Task The_next_task_finds_nothing_of_the_one_before()
    {
        await using var fake = new Fake();
        var first = fake.Command("pwd > {output}; echo mine > left; mkdir -p deep/er; ln -s / inputs/root; chmod 755 .") with { Inputs = [fake.Input("x", EastType.String, "1")] };

        await fake.ValueAsync<EastBlob>(first);
        var found = await TextAsync(fake, "seen=$(ls -A . inputs); echo \"$seen\" > {output}");

        Assert.That(found.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[] { ".:", "inputs", "inputs:" }));
    }

    [Test]
    public async Task A_clean_folder_is_used_again_and_the_last_result_is_gone_from_it()
    {
        await using var fake = new Fake();
        var first = await TextAsync(fake, "pwd > {output}");

        var missing = await fake.FailureAsync(fake.Command("pwd"), ErrorCodes.OutputMissing);
        var second = await TextAsync(fake, "pwd > {output}");

        Assert.That(second, Is.EqualTo(first));
        Assert.That(missing.Summary, Is.EqualTo(RunnersMessages.CommandOutputMissing));
    }

    [TestCase("chmod 700 .")]
    [TestCase("chmod 500 inputs")]
    [TestCase("mkdir inputs/left")]
    [TestCase("touch left")]
    [TestCase("rmdir inputs; ln -s /tmp inputs")]
    [TestCase("rmdir inputs; touch inputs")]
    public async Task A_folder_that_a_task_has_changed_is_not_used_again(string change)
    {
        await using var fake = new Fake();
        var first = await TextAsync(fake, $"umask 022; pwd > {{output}}; {change}");

        var second = await TextAsync(fake, "pwd > {output}");

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(Directory.Exists(first.Trim()), Is.False);
    }

    [Test]
    public async Task What_a_task_links_to_in_place_of_its_inputs_stays()
    {
        await using var fake = new Fake();
        var precious = Path.Combine(Directory.CreateDirectory(Path.Combine(fake.Folder, "precious")).FullName, "x");
        await File.WriteAllTextAsync(precious, "as it was");
        var request = fake.Command($"rm -r inputs; ln -s {Path.GetDirectoryName(precious)} inputs; echo > {{output}}") with { Inputs = [fake.Input("x", EastType.String, "1")] };

        await fake.ValueAsync<EastBlob>(request);

        Assert.That(await File.ReadAllTextAsync(precious), Is.EqualTo("as it was"));
    }

    [Test]
    public async Task What_a_command_leaves_running_ends_with_it()
    {
        await using var fake = new Fake();

        var pids = await TextAsync(fake, "sleep 1000 & echo $! > {output}; setsid sleep 1000 & echo $! >> {output}");

        foreach (var line in pids.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.That(Processes.Alive(int.Parse(line, CultureInfo.InvariantCulture)), Is.False, $"{line} is gone when the task is");
    }

    [Test]
    public async Task A_folder_in_which_something_may_still_run_is_not_used_again()
    {
        await using var fake = new Fake();
        // Without the marker in its environment and out of the group, nobody finds it; what it inherited shows that it is there.
        var output = await TextAsync(fake, "pwd > {output}; setsid env -i sleep 1000 & until grep -qx sleep /proc/$!/comm; do :; done; echo $! >> {output}");
        var (folder, pid) = (output.Split('\n')[0], int.Parse(output.Split('\n')[1], CultureInfo.InvariantCulture));
        try
        {
            var second = await TextAsync(fake, "pwd > {output}");

            Assert.That(second.Trim(), Is.Not.EqualTo(folder));
        }
        finally
        {
            System.Diagnostics.Process.GetProcessById(pid).Kill();
        }
    }

    [Test]
    public async Task Nothing_is_left_of_the_folders_when_the_host_is_gone()
    {
        string folder;
        await using (var fake = new Fake())
        {
            folder = (await TextAsync(fake, "pwd > {output}")).Trim();
            Assert.That(Directory.Exists(folder), Is.True);
            await fake.Host.DisposeAsync();
            Assert.That(Directory.Exists(folder), Is.False);
        }
    }

    [Test]
    public async Task A_result_that_has_another_name_is_copied_and_the_other_file_stays_as_it_was()
    {
        await using var fake = new Fake();
        var precious = Path.Combine(fake.Folder, "precious");
        await File.WriteAllTextAsync(precious, "as it was");

        var linked = await TextAsync(fake, $"ln {precious} {{output}}");
        var pointed = await TextAsync(fake, $"ln -s {precious} {{output}}");

        Assert.That((linked, pointed), Is.EqualTo(("as it was", "as it was")));
        Assert.That(await File.ReadAllTextAsync(precious), Is.EqualTo("as it was"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(127)]
    [TestCase(128)]
    [TestCase(65_536)]
    [TestCase(65_537)]
    [TestCase(1_000_000)]
    public async Task Results_of_every_size_are_Blobs(int size)
    {
        await using var fake = new Fake();

        var blob = await fake.ValueAsync<EastBlob>(fake.Command($"head -c {size} /dev/zero > {{output}}"));

        Assert.That(blob.Span.Length, Is.EqualTo(size));
    }

    private static async Task<string> TextAsync(Fake fake, string command) => Encoding.UTF8.GetString((await fake.ValueAsync<EastBlob>(fake.Command(command))).Span);
}
