using System.Management.Automation;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Watching;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Watch-PolyglotDataflow</c>.</summary>
[Cmdlet(VerbsCommon.Watch, "PolyglotDataflow", SupportsShouldProcess = true)]
[OutputType(typeof(PolyglotWatchCycle))]
public sealed class WatchPolyglotDataflow : EachProjectCmdlet
{
    /// <summary>What to bring up to date.</summary>
    [Parameter(Position = 0, HelpMessage = "Tasks, or paths of outputs, to bring up to date with all they need. By default the whole project.")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[] Task { get; set; } = [];

    /// <summary>How often.</summary>
    [Parameter(HelpMessage = "Ends after so many times around, the first of which is for no change. By default Ctrl-C ends it.")]
    [ValidateRange(1, int.MaxValue)]
    public int? Cycles { get; set; }

    /// <summary>How many processors.</summary>
    [Parameter(HelpMessage = "How many processors tasks may take at once, one each unless they say how many. By default all.")]
    [ValidateRange(1, int.MaxValue)]
    public int? Jobs { get; set; }

    /// <summary>Starts nothing after a failure.</summary>
    [Parameter(HelpMessage = "After the first failure of a run nothing new is started in it.")]
    public SwitchParameter FailFast { get; set; }

    /// <summary>A change ends a run.</summary>
    [Parameter(HelpMessage = "A change ends the run that is going on. By default it belongs to the next one.")]
    public SwitchParameter AbortOnChange { get; set; }

    private protected override void Process() =>
        new DataflowWatch(At, Shell).Run(ProjectPath, Options, new WatchOptions { AbortOnChange = AbortOnChange }, Cycles, Stop);

    private EvaluationOptions Options(string project)
    {
        var options = new EvaluationOptions { ProjectPath = project, Targets = Task, FailFast = FailFast };
        return Jobs is { } jobs ? options with { Parallelism = jobs } : options;
    }
}
