using System.Management.Automation;
using Polyglot.Dataflow.Workspaces;
using Polyglot.PowerShell.Completion;
using Polyglot.PowerShell.Shell;

namespace Polyglot.PowerShell;

/// <summary>
/// What all cmdlets of the module have in common: the project they are about, errors as PowerShell has them, and an end on Ctrl-C. What a cmdlet does is in a class
/// of its own that knows <see cref="IShell"/> and not PowerShell.
/// </summary>
public abstract class PolyglotCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private CmdletShell? _shell;

    /// <summary>Cancelled by Ctrl-C, and when nobody listens any more.</summary>
    internal CancellationTokenSource Stop => _stop;

    /// <summary>The streams of this cmdlet.</summary>
    internal IShell Shell => _shell ??= new CmdletShell(this);

    /// <summary>Where it runs.</summary>
    internal Surroundings At => new(SessionState.Path.CurrentFileSystemLocation.ProviderPath, Path.GetDirectoryName(typeof(PolyglotCmdlet).Assembly.Location)!);

    /// <summary>The project as an absolute path; null where none was given.</summary>
    internal string? ProjectPath => Resolve(GivenProject);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The project as it was given; null for that of the current folder, or of the nearest above it.</summary>
    private protected abstract string? GivenProject { get; }

    /// <summary>Does the work for one object of the pipeline.</summary>
    private protected abstract void Process();

    /// <summary>Does what is left when the pipeline has ended.</summary>
    private protected virtual void End()
    {
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guarded(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guarded(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>An absolute path of the file system, of a path as PowerShell knows them; null for null.</summary>
    internal string? Resolve(string? path) => path is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (!ReferenceEquals(e, _shell?.Deaf) && e is not PipelineStoppedException)
        {
            if (_stop.IsCancellationRequested && e is OperationCanceledException) return;
            WriteError(CmdletShell.Record(Faults.Of(e)));
        }
    }
}
