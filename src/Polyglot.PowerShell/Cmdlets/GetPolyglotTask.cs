using System.Management.Automation;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Get-PolyglotTask</c>.</summary>
[Cmdlet(VerbsCommon.Get, "PolyglotTask")]
[OutputType(typeof(PolyglotTask))]
public sealed class GetPolyglotTask : ProjectCmdlet
{
    /// <summary>Which tasks.</summary>
    [Parameter(Position = 0, HelpMessage = "Tasks: names, patterns with * and ?, or elements of a task with foreach: fit[17]. By default all of the run.")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Of which run.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The run: last, last~1 (the one before), a tag, or an id or its beginning. By default the last one. Takes runs from the pipeline.")]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("Id")]
    public string? Run { get; set; }

    /// <summary>With how each was tried.</summary>
    [Parameter(HelpMessage = "With how each was tried last: when, how long, what it cost, what it printed, and its error.")]
    public SwitchParameter Detailed { get; set; }

    private protected override void Process() => new RunQuery(At, Shell).Tasks(ProjectPath, Run, Name, Detailed);
}
