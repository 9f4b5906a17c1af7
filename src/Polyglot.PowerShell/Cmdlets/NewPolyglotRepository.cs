using System.Management.Automation;
using Polyglot.PowerShell.Commands;

namespace Polyglot.PowerShell;

/// <summary><c>New-PolyglotRepository</c>.</summary>
[Cmdlet(VerbsCommon.New, "PolyglotRepository", SupportsShouldProcess = true)]
[OutputType(typeof(PolyglotRepository))]
public sealed class NewPolyglotRepository : PolyglotCmdlet
{
    /// <summary>The folder to make it in.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The folder to make it in, which is made where it is not there. By default the current one.")]
    [Alias("ProjectPath", "FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Project { get; set; }

    /// <summary>One that is there is no error.</summary>
    [Parameter(HelpMessage = "A repository that is there already is given back and is no error. Nothing of it is changed.")]
    public SwitchParameter Force { get; set; }

    private protected override string? GivenProject => Project;

    private protected override void Process() => new RepositoryMaking(At, Shell).Make(ProjectPath, Force);
}
