using System.Text.RegularExpressions;
using System.Xml.Linq;
using Polyglot.PowerShell.Tests.Metadata;

namespace Polyglot.PowerShell.Tests.Help;

public sealed partial class HelpTests
{
    // Set to 1, the test writes the file that it would compare.
    private const string Rewrite = "POLYGLOT_WRITE_HELP";

    private static readonly string _file = Path.Combine(ModuleManifest.Folder, "en-US", "Polyglot.PowerShell.dll-Help.xml");

    private static IEnumerable<string> Cmdlets => CmdletMetadata.All.Select(c => c.Name);

    [Test]
    public void The_file_that_Get_Help_reads_is_what_the_pages_and_the_cmdlets_say()
    {
        var written = MamlWriter.Write();
        if (Environment.GetEnvironmentVariable(Rewrite) == "1") File.WriteAllText(_file, written);

        Assert.That(File.Exists(_file) && File.ReadAllText(_file) == written, Is.True, $"run this test with {Rewrite}=1 and commit {_file}");
    }

    [TestCaseSource(nameof(Cmdlets))]
    public void It_has_a_synopsis_a_description_and_examples_that_call_it(string cmdlet)
    {
        var page = HelpPage.Read(cmdlet);

        Assert.That(page.Name, Is.EqualTo(cmdlet));
        Assert.That(page.Synopsis, Does.EndWith("."));
        Assert.That(page.Description, Is.Not.Empty);
        Assert.That(page.Examples, Has.Count.GreaterThanOrEqualTo(2));
        foreach (var example in page.Examples) Assert.That(example.Code, Does.Contain(cmdlet), example.Title);
    }

    [TestCaseSource(nameof(Cmdlets))]
    public void Its_examples_use_only_parameters_that_there_are(string cmdlet)
    {
        foreach (var example in HelpPage.Read(cmdlet).Examples)
        {
            foreach (Match call in Call().Matches(example.Code))
            {
                var metadata = CmdletMetadata.All.Single(c => c.Name == call.Groups[1].Value);
                var known = metadata.Parameters.Select(p => p.Name).Append("Verbose").Append("ErrorAction").Concat(metadata.ChangesThings ? ["WhatIf", "Confirm"] : []).ToList();
                foreach (Match used in Used().Matches(Quoted().Replace(call.Groups[2].Value, "''"))) Assert.That(known, Does.Contain(used.Groups[1].Value), example.Code);
            }
        }
    }

    [Test]
    public void Every_page_is_of_a_cmdlet() =>
        Assert.That(Directory.GetFiles(HelpPage.Folder).Select(Path.GetFileName), Is.EquivalentTo(Cmdlets.Select(name => name + ".md")));

    [Test]
    public void The_help_file_covers_every_cmdlet_and_parameter()
    {
        XNamespace maml = "http://schemas.microsoft.com/maml/2004/10", command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        var commands = XDocument.Load(_file).Root!.Elements(command + "command").ToDictionary(c => c.Element(command + "details")!.Element(command + "name")!.Value);

        Assert.That(commands.Keys, Is.EquivalentTo(Cmdlets));
        foreach (var cmdlet in CmdletMetadata.All)
        {
            var described = commands[cmdlet.Name].Element(command + "parameters")!.Elements().Where(p => p.Descendants(maml + "para").Any(text => text.Value.Length > 0)).Select(p => p.Element(maml + "name")!.Value);
            Assert.That(described.Except(["WhatIf", "Confirm"]), Is.EquivalentTo(cmdlet.Parameters.Select(p => p.Name)), cmdlet.Name);
        }
    }

    [Test]
    public void The_topic_lists_every_id_that_an_error_can_have()
    {
        var topic = File.ReadAllText(Path.Combine(ModuleManifest.Folder, "en-US", "about_Polyglot.help.txt"));
        var source = File.ReadAllText(Path.Combine(ModuleManifest.Folder, "Shell", "Faults.cs"));

        var ids = Id().Matches(source).Select(m => m.Groups[1].Value).Append("Store...").Distinct().ToList();

        Assert.That(ids, Has.Count.GreaterThan(25));
        Assert.That(ids.Where(id => !topic.Contains(id, StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex(@"([A-Z][a-z]+-Polyglot[A-Za-z]+)([^|\n]*)")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<=\s)-([A-Z][A-Za-z]+)")]
    private static partial Regex Used();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();

    // The first argument of a fault, or one of two that a condition chooses between.
    [GeneratedRegex(@"(?:new\(\s*|\? |: )""([A-Z][A-Za-z]+)""")]
    private static partial Regex Id();
}
