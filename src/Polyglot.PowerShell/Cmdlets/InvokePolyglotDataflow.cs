using System.Management.Automation;
using Polyglot.Dataflow;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Invoke-PolyglotDataflow</c>.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PolyglotDataflow", SupportsShouldProcess = true)]
[OutputType(typeof(PolyglotRun))]
public sealed class InvokePolyglotDataflow : EachProjectCmdlet
{
    /// <summary>What to bring up to date.</summary>
    [Parameter(Position = 0, HelpMessage = "Tasks, or paths of outputs, to bring up to date with all they need. By default the whole project.")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[] Task { get; set; } = [];

    /// <summary>How many processors.</summary>
    [Parameter(HelpMessage = "How many processors tasks may take at once, one each unless they say how many. By default all.")]
    [ValidateRange(1, int.MaxValue)]
    public int? Jobs { get; set; }

    /// <summary>How much memory.</summary>
    [Parameter(HelpMessage = "How many bytes of memory the tasks that run at once may take together, as far as they say what they take: 16GB. By default it is not counted.")]
    [ValidateRange(1, long.MaxValue)]
    public long? Memory { get; set; }

    /// <summary>Starts nothing after a failure.</summary>
    [Parameter(HelpMessage = "After the first failure nothing new is started. By default everything that does not need the failed task still runs.")]
    public SwitchParameter FailFast { get; set; }

    /// <summary>Runs everything again.</summary>
    [Parameter(HelpMessage = "The selected tasks are run again, whatever is known.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Runs these again.</summary>
    [Parameter(HelpMessage = "These tasks are run again, whatever is known.")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[] ForceTask { get; set; } = [];

    /// <summary>The runner of East programs.</summary>
    [Parameter(HelpMessage = "The East programs that are named, or all, run in this runner, whatever the project says.")]
    [ArgumentCompleter(typeof(RunnerCompleter))]
    public string? Runner { get; set; }

    private protected override void Process() => new DataflowRun(At, Shell).Run(ProjectPath, Options, Stop);

    private EvaluationOptions Options(string project)
    {
        var options = new EvaluationOptions { ProjectPath = project, Targets = Task, Memory = Memory, FailFast = FailFast, ForceAll = Force, Force = ForceTask, Runner = Runner };
        return Jobs is { } jobs ? options with { Parallelism = jobs } : options;
    }
}
