using System.Management.Automation;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Test-PolyglotRunner</c>.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PolyglotRunner")]
[OutputType(typeof(PolyglotRunnerTest), typeof(bool))]
public sealed class TestPolyglotRunner : ProjectCmdlet
{
    /// <summary>Which.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Ids of runners. Takes runners from the pipeline.")]
    [ArgumentCompleter(typeof(RunnerCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Which cases.</summary>
    [Parameter(HelpMessage = "Only cases whose group or name contains this.")]
    public string? Filter { get; set; }

    /// <summary>The script.</summary>
    [Parameter(HelpMessage = "The script whose functions the cases call. By default the runner's own, conformance/kit.* beside it.")]
    public string? Kit { get; set; }

    /// <summary>Yes or no.</summary>
    [Parameter(HelpMessage = "Gives $true or $false instead of a result.")]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        foreach (var id in Id)
            if (new RunnerQuery(At, Shell).Test(ProjectPath, id, Filter, Resolve(Kit), Stop) is { } result) Shell.Write(Quiet ? result.Succeeded : result);
    }
}
