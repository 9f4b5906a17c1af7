using System.Management.Automation;

namespace Polyglot.PowerShell;

/// <summary>A cmdlet about a project that the objects of a pipeline may name.</summary>
public abstract class ProjectCmdlet : PolyglotCmdlet
{
    /// <summary>The project: a folder with a <c>polyglot.yaml</c>, or the file itself. Null for the current folder or the nearest above it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The project: a folder with a polyglot.yaml, or the file itself. By default that of the current folder, or of the nearest folder above it.")]
    [Alias("ProjectPath")]
    [ValidateNotNullOrEmpty]
    public string? Project { get; set; }

    private protected sealed override string? GivenProject => Project;
}

/// <summary>A cmdlet about each of the projects that a pipeline brings: paths, folders, or objects that name theirs.</summary>
public abstract class EachProjectCmdlet : PolyglotCmdlet
{
    /// <summary>The project: a folder with a <c>polyglot.yaml</c>, or the file itself. Null for the current folder or the nearest above it.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The project: a folder with a polyglot.yaml, or the file itself. By default that of the current folder, or of the nearest folder above it. Takes paths and folders from the pipeline.")]
    [Alias("ProjectPath", "FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Project { get; set; }

    private protected sealed override string? GivenProject => Project;
}
