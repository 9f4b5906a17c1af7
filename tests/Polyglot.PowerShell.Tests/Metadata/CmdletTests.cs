using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell.Tests.Metadata;

public sealed class CmdletTests
{
    private static readonly Type[] _verbs = [typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity)];

    private static IReadOnlyList<CmdletMetadata> Cmdlets => CmdletMetadata.All;

    [Test]
    public void The_manifest_exports_the_cmdlets_that_there_are()
    {
        Assert.That(ModuleManifest.List("CmdletsToExport"), Is.EqualTo(Cmdlets.Select(c => c.Name)));
        Assert.That(Cmdlets, Has.Count.EqualTo(11));
    }

    [Test]
    public void The_manifest_names_this_assembly_its_version_and_files_that_are_there()
    {
        var assembly = typeof(PolyglotCmdlet).Assembly;

        Assert.That(ModuleManifest.Value("RootModule"), Is.EqualTo(assembly.GetName().Name + ".dll"));
        Assert.That(ModuleManifest.Value("ModuleVersion"), Is.EqualTo(assembly.GetName().Version!.ToString(3)));
        Assert.That(ModuleManifest.Value("PowerShellVersion"), Is.EqualTo("7.6"), "which runs on .NET 10, as this assembly does");
        Assert.That(ModuleManifest.List("CompatiblePSEditions"), Is.EqualTo(new[] { "Core" }));
        foreach (var file in ModuleManifest.List("FormatsToProcess")) Assert.That(Path.Combine(ModuleManifest.Folder, file), Does.Exist);
    }

    [TestCaseSource(nameof(Cmdlets))]
    public void Its_verb_is_an_approved_one_and_its_class_is_named_like_it(object cmdlet)
    {
        var metadata = (CmdletMetadata)cmdlet;
        var approved = _verbs.SelectMany(verbs => verbs.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetRawConstantValue()!);

        Assert.That(approved, Does.Contain(metadata.Verb));
        Assert.That(metadata.Type.Name, Is.EqualTo(metadata.Name.Replace("-", "", StringComparison.Ordinal)));
        Assert.That(metadata.Type.IsPublic && metadata.Type.IsSealed, Is.True);
    }

    [TestCaseSource(nameof(Cmdlets))]
    public void It_says_what_it_gives_out_and_every_parameter_says_what_it_is(object cmdlet)
    {
        var metadata = (CmdletMetadata)cmdlet;

        Assert.That(metadata.Outputs, Is.Not.Empty);
        foreach (var parameter in metadata.Parameters)
        {
            Assert.That(parameter.Uses.Select(use => use.Help), Has.All.Not.Null.And.All.EndsWith("."), parameter.Name);
            Assert.That(parameter.Uses.Select(use => use.Help).Distinct().Count(), Is.EqualTo(1), parameter.Name);
        }
    }

    [TestCaseSource(nameof(Cmdlets))]
    public void It_asks_before_it_changes_something(object cmdlet)
    {
        var metadata = (CmdletMetadata)cmdlet;

        Assert.That(metadata.ChangesThings, Is.EqualTo(metadata.Verb is not (VerbsCommon.Get or VerbsDiagnostic.Test)));
    }

    [TestCaseSource(nameof(Cmdlets))]
    public void It_is_about_a_project_that_a_pipeline_may_name(object cmdlet)
    {
        var project = ((CmdletMetadata)cmdlet).Parameters.Single(p => p.Name == "Project");

        Assert.That(project.Uses.All(use => use is { FromProperty: true, IsMandatory: false }), Is.True);
        Assert.That(project.Aliases, Does.Contain("ProjectPath"));
    }

    [TestCaseSource(nameof(Cmdlets))]
    public void Its_parameters_can_be_told_apart(object cmdlet)
    {
        var metadata = (CmdletMetadata)cmdlet;
        string[] common = ["Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "ErrorVariable", "WarningVariable", "InformationVariable", "OutVariable", "OutBuffer", "PipelineVariable", "WhatIf", "Confirm"];
        var names = metadata.Parameters.Select(p => p.Name).Concat(metadata.Parameters.SelectMany(p => p.Aliases)).Concat(common).ToList();

        Assert.That(names.Distinct(StringComparer.OrdinalIgnoreCase).Count(), Is.EqualTo(names.Count), string.Join(' ', names));
        foreach (var set in metadata.Sets)
        {
            var uses = metadata.Parameters.Select(p => p.In(set)).OfType<ParameterUse>().ToList();
            var positions = uses.Select(use => use.Position).OfType<int>().ToList();
            Assert.That(positions.Order(), Is.EqualTo(Enumerable.Range(0, positions.Count)), $"{set}");
            Assert.That(uses.Count(use => use.FromPipeline), Is.LessThanOrEqualTo(1), $"{set}");
        }
    }

    [TestCase("Get-PolyglotRun", "Id", typeof(RunCompleter))]
    [TestCase("Get-PolyglotTask", "Run", typeof(RunCompleter))]
    [TestCase("Get-PolyglotTask", "Name", typeof(TaskCompleter))]
    [TestCase("Get-PolyglotValue", "Item", typeof(ValueCompleter))]
    [TestCase("Set-PolyglotValue", "Name", typeof(RefCompleter))]
    [TestCase("Invoke-PolyglotDataflow", "Task", typeof(TaskCompleter))]
    [TestCase("Invoke-PolyglotDataflow", "ForceTask", typeof(TaskCompleter))]
    [TestCase("Invoke-PolyglotDataflow", "Runner", typeof(RunnerCompleter))]
    [TestCase("Watch-PolyglotDataflow", "Task", typeof(TaskCompleter))]
    [TestCase("Get-PolyglotRunner", "Id", typeof(RunnerCompleter))]
    [TestCase("Test-PolyglotRunner", "Id", typeof(RunnerCompleter))]
    [TestCase("Export-PolyglotRun", "Run", typeof(RunOrTaskCompleter))]
    public void Names_that_exist_are_completed(string cmdlet, string parameter, Type completer)
    {
        Assert.That(Cmdlets.Single(c => c.Name == cmdlet).Parameters.Single(p => p.Name == parameter).Completer, Is.EqualTo(completer));
        Assert.That(completer.GetConstructor(Type.EmptyTypes), Is.Not.Null);
    }

    // What one cmdlet gives out, another takes: the properties are named as the parameters that take them.
    [TestCase(typeof(PolyglotRun), "Get-PolyglotTask", "Id", "Run")]
    [TestCase(typeof(PolyglotRun), "Export-PolyglotRun", "Id", "Run")]
    [TestCase(typeof(PolyglotRun), "Get-PolyglotRun", "Id", "Id")]
    [TestCase(typeof(PolyglotTask), "Get-PolyglotValue", "Output", "Item")]
    [TestCase(typeof(PolyglotStoredValue), "Get-PolyglotValue", "Object", "Item")]
    [TestCase(typeof(PolyglotRunner), "Test-PolyglotRunner", "Id", "Id")]
    [TestCase(typeof(PolyglotRepository), "Invoke-PolyglotDataflow", "Project", "Project")]
    [TestCase(typeof(PolyglotArchive), "Import-PolyglotRun", "Archive", "Archive")]
    [TestCase(typeof(FileInfo), "Import-PolyglotRun", "FullName", "Archive")]
    [TestCase(typeof(DirectoryInfo), "Invoke-PolyglotDataflow", "FullName", "Project")]
    public void What_one_gives_out_another_takes(Type given, string cmdlet, string property, string parameter)
    {
        var takes = Cmdlets.Single(c => c.Name == cmdlet).Parameters.Single(p => p.Name == parameter);

        Assert.That(given.GetProperty(property), Is.Not.Null);
        Assert.That(takes.Uses.Any(use => use.FromProperty), Is.True);
        Assert.That(takes.Aliases.Append(takes.Name), Does.Contain(property));
    }

    [Test]
    public void Views_are_of_types_and_properties_that_there_are()
    {
        var views = XDocument.Load(Path.Combine(ModuleManifest.Folder, "Polyglot.format.ps1xml")).Descendants("View").ToList();

        foreach (var view in views)
        {
            var name = view.Descendants("TypeName").Single().Value;
            Assert.That(view.Descendants("TableColumnHeader").Count(), Is.EqualTo(view.Descendants("TableColumnItem").Count()), name);
            if (name == Polyglot.PowerShell.Values.EastToShell.VariantName) continue;
            var type = typeof(PolyglotCmdlet).Assembly.GetType(name);
            Assert.That(type, Is.Not.Null, name);
            foreach (var property in view.Descendants("PropertyName")) Assert.That(type!.GetProperty(property.Value), Is.Not.Null, $"{name}.{property.Value}");
        }
        Assert.That(views, Has.Count.GreaterThanOrEqualTo(5));
    }
}
