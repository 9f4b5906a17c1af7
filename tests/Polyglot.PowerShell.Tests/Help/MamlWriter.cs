using System.Xml.Linq;
using Polyglot.PowerShell.Tests.Metadata;

namespace Polyglot.PowerShell.Tests.Help;

/// <summary>Writes the file that <c>Get-Help</c> reads, from the help pages and from the cmdlets themselves.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace _help = "http://msh";
    private static readonly XNamespace _maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace _command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace _dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write()
    {
        var root = new XElement(_help + "helpItems", new XAttribute("schema", "maml"), CmdletMetadata.All.Select(cmdlet => Command(cmdlet, HelpPage.Read(cmdlet.Name))));
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString().ReplaceLineEndings("\n")}\n";
    }

    private static XElement Command(CmdletMetadata cmdlet, HelpPage page) => new(
        _command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", _maml),
        new XAttribute(XNamespace.Xmlns + "command", _command),
        new XAttribute(XNamespace.Xmlns + "dev", _dev),
        new XElement(
            _command + "details",
            new XElement(_command + "name", cmdlet.Name),
            new XElement(_command + "verb", cmdlet.Verb),
            new XElement(_command + "noun", cmdlet.Noun),
            new XElement(_maml + "description", Paragraph(page.Synopsis))),
        new XElement(_maml + "description", page.Description.Select(Paragraph)),
        new XElement(_command + "syntax", cmdlet.Sets.Select(set => Syntax(cmdlet, set))),
        new XElement(_command + "parameters", cmdlet.Parameters.Select(p => Parameter(p, p.Uses[0])).Concat(Common(cmdlet))),
        new XElement(_command + "inputTypes", Inputs(cmdlet).Select(name => new XElement(_command + "inputType", TypeOf(name)))),
        new XElement(_command + "returnValues", cmdlet.Outputs.Select(type => new XElement(_command + "returnValue", TypeOf(type.FullName!)))),
        new XElement(
            _command + "examples",
            page.Examples.Select((example, index) => new XElement(
                _command + "example",
                new XElement(_maml + "title", $"Example {index + 1}: {example.Title}"),
                new XElement(_dev + "code", example.Code),
                new XElement(_dev + "remarks", Paragraph(example.Remarks))))),
        new XElement(_command + "relatedLinks", new XElement(_maml + "navigationLink", new XElement(_maml + "linkText", "about_Polyglot"), new XElement(_maml + "uri"))));

    private static XElement Syntax(CmdletMetadata cmdlet, string? set) => new(
        _command + "syntaxItem",
        new XElement(_maml + "name", cmdlet.Name),
        cmdlet.Parameters.Select(p => (Parameter: p, Use: p.In(set))).Where(p => p.Use is not null)
            .OrderBy(p => p.Use!.Position ?? int.MaxValue).ThenBy(p => !p.Use!.IsMandatory).Select(p => Parameter(p.Parameter, p.Use!)),
        Common(cmdlet));

    private static XElement Parameter(CmdletParameter parameter, ParameterUse use) => Parameter(
        parameter.Name, parameter.IsSwitch ? null : parameter.TypeName, parameter.Property.PropertyType.FullName!, use.Help!, use.IsMandatory, use.Position, PipelineText(use), parameter.Aliases);

    private static IEnumerable<XElement> Common(CmdletMetadata cmdlet)
    {
        if (!cmdlet.ChangesThings) yield break;
        const string Switch = "System.Management.Automation.SwitchParameter";
        yield return Parameter("WhatIf", null, Switch, "Says what would happen, and does nothing.", false, null, "False", ["wi"]);
        yield return Parameter("Confirm", null, Switch, "Asks before anything is changed.", false, null, "False", ["cf"]);
    }

    private static XElement Parameter(string name, string? value, string type, string help, bool mandatory, int? position, string pipeline, IReadOnlyList<string> aliases) => new(
        _command + "parameter",
        new XAttribute("required", mandatory ? "true" : "false"),
        new XAttribute("variableLength", value?.EndsWith("[]", StringComparison.Ordinal) == true ? "true" : "false"),
        new XAttribute("globbing", "false"),
        new XAttribute("pipelineInput", pipeline),
        new XAttribute("position", position is { } place ? $"{place}" : "named"),
        new XAttribute("aliases", aliases.Count == 0 ? "none" : string.Join(", ", aliases)),
        new XElement(_maml + "name", name),
        new XElement(_maml + "Description", Paragraph(help)),
        value is null ? null : new XElement(_command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", value.EndsWith("[]", StringComparison.Ordinal) ? "true" : "false"), value),
        new XElement(_dev + "type", new XElement(_maml + "name", type.StartsWith("System.Nullable", StringComparison.Ordinal) ? value : type), new XElement(_maml + "uri")));

    private static string PipelineText(ParameterUse use) => (use.FromPipeline, use.FromProperty) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static IEnumerable<string> Inputs(CmdletMetadata cmdlet) =>
        cmdlet.Parameters.Where(p => p.Uses.Any(use => use.FromPipeline)).Select(p => p.Property.PropertyType.FullName!).Distinct();

    private static XElement TypeOf(string name) => new(_dev + "type", new XElement(_maml + "name", name));

    private static XElement Paragraph(string text) => new(_maml + "para", text.ReplaceLineEndings(" "));
}
