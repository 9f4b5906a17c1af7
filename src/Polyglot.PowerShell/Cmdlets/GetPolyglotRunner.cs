using System.Management.Automation;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Get-PolyglotRunner</c>.</summary>
[Cmdlet(VerbsCommon.Get, "PolyglotRunner")]
[OutputType(typeof(PolyglotRunner))]
public sealed class GetPolyglotRunner : ProjectCmdlet
{
    /// <summary>Which.</summary>
    [Parameter(Position = 0, HelpMessage = "Ids of runners, or patterns with * and ?. By default all that the project here may use.")]
    [ArgumentCompleter(typeof(RunnerCompleter))]
    public string[]? Id { get; set; }

    private protected override void Process() => new RunnerQuery(At, Shell).Get(ProjectPath, Id, Stop);
}
