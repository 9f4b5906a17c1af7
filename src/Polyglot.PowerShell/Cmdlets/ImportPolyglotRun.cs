using System.Management.Automation;
using Polyglot.PowerShell.Commands;

namespace Polyglot.PowerShell;

/// <summary><c>Import-PolyglotRun</c>.</summary>
[Cmdlet(VerbsData.Import, "PolyglotRun", SupportsShouldProcess = true)]
[OutputType(typeof(PolyglotArchive))]
public sealed class ImportPolyglotRun : ProjectCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "An archive that Export-PolyglotRun or polyglot export wrote. Takes files from the pipeline.")]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Archive { get; set; } = "";

    /// <summary>A limit.</summary>
    [Parameter(HelpMessage = "How many bytes it may unpack to: 10GB. By default 1 GB, or a hundred times its size.")]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxSize { get; set; }

    private protected override void Process() => new Exchange(At, Shell).Import(ProjectPath, Resolve(Archive)!, MaxSize, Stop.Token);
}
