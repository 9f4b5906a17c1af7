namespace Polyglot.Runners;

/// <summary>Finds the alternative of a manifest that works on this machine. Thread-safe.</summary>
public sealed class RunnerResolver
{
    /// <summary>Makes a resolver.</summary>
    /// <param name="environment">The host's own variables: <c>PATH</c> finds executables, <c>passEnv</c> takes from it. Null for those of this process.</param>
    /// <param name="cacheFile">Absolute path of a file that remembers probes between processes, made when missing; losing it loses nothing. Null for none.</param>
    public RunnerResolver(IReadOnlyDictionary<string, string>? environment = null, string? cacheFile = null) => _ = (environment, cacheFile);

    /// <summary>Tries the alternatives in order. Whatever goes wrong is a value.</summary>
    /// <param name="manifest">What is wanted.</param>
    /// <param name="projectDirectory">Absolute path of the project.</param>
    /// <param name="requires">Libraries that the alternative must have; the manifest's <c>requires</c> says how to ask.</param>
    /// <param name="cancel">Ends running probes; then <see cref="OperationCanceledException"/> is thrown.</param>
    public Task<RunnerResolution> ResolveAsync(
        RunnerManifest manifest, string projectDirectory, IReadOnlyCollection<string> requires, CancellationToken cancel = default) => throw new NotSupportedException();
}
