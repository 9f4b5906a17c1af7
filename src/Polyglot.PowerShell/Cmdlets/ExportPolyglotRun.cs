using System.Management.Automation;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Export-PolyglotRun</c>.</summary>
[Cmdlet(VerbsData.Export, "PolyglotRun", SupportsShouldProcess = true, DefaultParameterSetName = NamedSet)]
[OutputType(typeof(PolyglotArchive))]
public sealed class ExportPolyglotRun : ProjectCmdlet
{
    private const string NamedSet = "Named";
    private const string AllSet = "All";

    private readonly List<string> _words = [];
    private string? _project;

    /// <summary>The file.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "The archive to write; .tar by custom.")]
    [ValidateNotNullOrEmpty]
    public string Archive { get; set; } = "";

    /// <summary>What.</summary>
    [Parameter(Position = 1, ParameterSetName = NamedSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Runs (last, last~1, a tag, an id or its beginning), or tasks of the last run with all they need. By default the last run. Takes runs from the pipeline, and writes them to one archive.")]
    [ArgumentCompleter(typeof(RunOrTaskCompleter))]
    [Alias("Id")]
    public string[] Run { get; set; } = [];

    /// <summary>Everything.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet, HelpMessage = "Every run and every tag.")]
    public SwitchParameter All { get; set; }

    /// <summary>Overwrites nothing.</summary>
    [Parameter(HelpMessage = "A file that is there is an error. By default it is overwritten.")]
    public SwitchParameter NoClobber { get; set; }

    // Objects of a pipeline may bring the project, which the end of the pipeline has forgotten.
    private protected override void Process()
    {
        _project = ProjectPath;
        _words.AddRange(Run);
    }

    private protected override void End()
    {
        if (MyInvocation.ExpectingInput && _words.Count == 0 && !All) return;
        new Exchange(At, Shell).Export(_project ?? ProjectPath, [.. _words.Distinct()], All, Resolve(Archive)!, NoClobber, Stop.Token);
    }
}
