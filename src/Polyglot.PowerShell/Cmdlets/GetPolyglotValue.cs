using System.Management.Automation;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Get-PolyglotValue</c>.</summary>
[Cmdlet(VerbsCommon.Get, "PolyglotValue")]
[OutputType(typeof(object), typeof(string))]
public sealed class GetPolyglotValue : ProjectCmdlet
{
    /// <summary>What to show.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "A task, an element of one (fit[17]), an input or the path of an output of the last run, a ref, a tag, or an object's id or its beginning. Takes tasks from the pipeline.")]
    [ArgumentCompleter(typeof(ValueCompleter))]
    [Alias("Output", "Object")]
    [AllowNull]
    [AllowEmptyString]
    public string? Item { get; set; }

    /// <summary>As what.</summary>
    [Parameter(HelpMessage = "As what: Object (the default), East or Json for text, Type for the type alone.")]
    public PolyglotValueForm As { get; set; }

    /// <summary>Lists as one object.</summary>
    [Parameter(HelpMessage = "An Array or a Set comes as one object. By default its elements come one by one.")]
    public SwitchParameter NoEnumerate { get; set; }

    private protected override void Process() => new ValueQuery(At, Shell, PowerShellObjects.Instance).Get(ProjectPath, Item, As, NoEnumerate);
}
