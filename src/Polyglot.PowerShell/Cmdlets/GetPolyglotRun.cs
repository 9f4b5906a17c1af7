using System.Management.Automation;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Get-PolyglotRun</c>.</summary>
[Cmdlet(VerbsCommon.Get, "PolyglotRun", DefaultParameterSetName = "All")]
[OutputType(typeof(PolyglotRun))]
public sealed class GetPolyglotRun : ProjectCmdlet
{
    /// <summary>Which runs.</summary>
    [Parameter(Position = 0, ParameterSetName = "Id", Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Runs: last, last~1 (the one before), a tag, or an id or its beginning. By default all, newest first.")]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("Run")]
    public string[]? Id { get; set; }

    /// <summary>How many.</summary>
    [Parameter(ParameterSetName = "All", HelpMessage = "At most so many, the newest first.")]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private protected override void Process() => new RunQuery(At, Shell).Runs(ProjectPath, Id, First);
}
