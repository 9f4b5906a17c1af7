using System.Security.Cryptography;

namespace Polyglot.Runners;

/// <summary>Finds the alternative of a manifest that works on this machine. Thread-safe.</summary>
public sealed class RunnerResolver
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Prober _prober;

    /// <summary>Makes a resolver.</summary>
    /// <param name="environment">The host's own variables: <c>PATH</c> finds executables, <c>passEnv</c> takes from it. Null for those of this process.</param>
    /// <param name="cacheFile">Absolute path of a file that remembers probes between processes, made when missing; losing it loses nothing. Null for none.</param>
    public RunnerResolver(IReadOnlyDictionary<string, string>? environment = null, string? cacheFile = null)
    {
        _environment = environment ?? HostEnvironment.Current();
        _prober = new Prober(new ProbeCache(cacheFile));
    }

    /// <summary>Tries the alternatives in order. Whatever goes wrong is a value.</summary>
    /// <param name="manifest">What is wanted.</param>
    /// <param name="projectDirectory">Absolute path of the project.</param>
    /// <param name="requires">Libraries that the alternative must have; the manifest's <c>requires</c> says how to ask.</param>
    /// <param name="cancel">Ends running probes; then <see cref="OperationCanceledException"/> is thrown.</param>
    public Task<RunnerResolution> ResolveAsync(
        RunnerManifest manifest, string projectDirectory, IReadOnlyCollection<string> requires, CancellationToken cancel = default) =>
        ResolveAsync(manifest, projectDirectory, requires, null, cancel);

    /// <summary>As the other one; <paramref name="witness"/>, where it is not null, is told what the answer depends on besides the manifest.</summary>
    public async Task<RunnerResolution> ResolveAsync(
        RunnerManifest manifest, string projectDirectory, IReadOnlyCollection<string> requires, IResolutionWitness? witness, CancellationToken cancel)
    {
        if (manifest.Kind == RunnerKind.Host && requires.Count == 0) return new RunnerResolution.Found(DotnetRunner.Resolved(manifest, projectDirectory), []);
        if (requires.Count > 0 && manifest.Requires is null) return new RunnerResolution.NotFound(RunnersMessages.CannotRequire(manifest.Id, requires), []);
        if (requires.FirstOrDefault(r => !Requirement.IsValid(r)) is { } bad) return new RunnerResolution.NotFound(RunnersMessages.BadRequirement(bad), []);

        foreach (var name in manifest.PassEnv) witness?.Variable(name, _environment.GetValueOrDefault(name));
        var environment = Environment(manifest, projectDirectory);
        var refused = new List<RefusedAlternative>();
        foreach (var alternative in manifest.Exec)
        {
            var argv = alternative.Select(a => Fill(a, manifest, projectDirectory)).ToArray();
            if (ExecutableSearch.IsSearched(argv[0])) witness?.Variable("PATH", _environment.GetValueOrDefault("PATH"));
            var executable = ExecutableSearch.Find(argv[0], projectDirectory, _environment.GetValueOrDefault("PATH") ?? "", witness);
            if (executable is null)
            {
                refused.Add(new RefusedAlternative(argv, RunnersMessages.NotThere(argv[0])));
                continue;
            }
            string[] absolute = [executable, .. argv.Skip(1)];
            var (version, reason) = await ProbeAsync(manifest, executable, projectDirectory, environment, requires, witness, cancel).ConfigureAwait(false);
            if (reason is null)
            {
                var launcher = manifest.Launcher is { } program ? Path.GetFullPath(Fill(program, manifest, projectDirectory), projectDirectory) : null;
                return new RunnerResolution.Found(
                    new ResolvedRunner(manifest, absolute, projectDirectory, environment, version, Fingerprint(manifest, projectDirectory, version, witness), launcher), refused);
            }
            refused.Add(new RefusedAlternative(absolute, reason));
        }
        return new RunnerResolution.NotFound(RunnersMessages.RunnerNotFound(manifest, refused), refused);
    }

    /// <summary>
    /// The files by which a runner is chosen, as far as the manifest names them: those of the fingerprint, and the programs of alternatives that are not
    /// searched for. They need not be there.
    /// </summary>
    /// <param name="manifest">Of any kind.</param>
    /// <param name="projectDirectory">Absolute path of the project.</param>
    public static IEnumerable<string> FilesOf(RunnerManifest manifest, string projectDirectory)
    {
        var programs = manifest.Exec.Select(alternative => Fill(alternative[0], manifest, projectDirectory)).Where(program => program.Contains('/', StringComparison.Ordinal));
        var fingerprint = manifest.Fingerprint.Files.Select(file => Fill(file, manifest, projectDirectory));
        return programs.Concat(fingerprint).Select(file => Path.GetFullPath(file, projectDirectory));
    }

    /// <summary>The version of an executable, or why it will not do.</summary>
    private async Task<(string Version, string? Reason)> ProbeAsync(
        RunnerManifest manifest, string executable, string projectDirectory, IReadOnlyList<KeyValuePair<string, string>> environment,
        IReadOnlyCollection<string> requires, IResolutionWitness? witness, CancellationToken cancel)
    {
        var version = "";
        if (manifest.Probe is { } probe)
        {
            var args = probe.Args.Select(a => Fill(a, manifest, projectDirectory)).ToArray();
            var result = await _prober.RunAsync(new ProcessStart([executable, .. args], environment, projectDirectory), probe.Timeout, ProbeLifetime.Program, witness, cancel).ConfigureAwait(false);
            if (result.Problem is not null) return ("", result.Problem);
            if (probe.Version is { } pattern)
            {
                if (Prober.Match(pattern, result) is not { } found) return ("", RunnersMessages.NoVersion(result.FirstLine));
                version = found;
                if (probe.Minimum is { } minimum && !IsAtLeast(version, minimum)) return ("", RunnersMessages.VersionTooOld(version, minimum));
            }
        }
        foreach (var requirement in requires)
        {
            var spec = manifest.Requires!;
            var args = spec.Args.Select(a => Placeholders.Fill(Fill(a, manifest, projectDirectory), n => n == Placeholders.Requirement ? requirement : null)).ToArray();
            var result = await _prober.RunAsync(new ProcessStart([executable, .. args], environment, projectDirectory), spec.Timeout, ProbeLifetime.Printed, witness, cancel).ConfigureAwait(false);
            if (result.Problem is null) continue;
            var hint = spec.Hint is null ? "" : Placeholders.Fill(spec.Hint, n => n == Placeholders.Requirement ? requirement : null);
            return ("", RunnersMessages.RequirementMissing(requirement, hint));
        }
        return (version, null);
    }

    private List<KeyValuePair<string, string>> Environment(RunnerManifest manifest, string projectDirectory)
    {
        var environment = new List<KeyValuePair<string, string>>();
        foreach (var name in manifest.PassEnv)
            if (_environment.TryGetValue(name, out var value)) environment.Add(new(name, value));
        foreach (var (name, value) in manifest.Env) environment.Add(new(name, Fill(value, manifest, projectDirectory)));
        if (manifest.Platforms.Count > 0) environment.Add(new(PlatformPackage.Variable, PlatformPackage.ToVariable(manifest.Platforms)));
        return environment;
    }

    /// <summary>Templates and not filled values where paths are concerned: the same project elsewhere has the same tasks.</summary>
    private KeyValuePair<string, string>[] Fingerprint(RunnerManifest manifest, string projectDirectory, string version, IResolutionWitness? witness)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = manifest.Fingerprint.Code };
        var part = manifest.Fingerprint.Version switch
        {
            VersionPart.None => "",
            VersionPart.Full => version,
            VersionPart.Major => VersionNumber.Leading(version)?.Take(1) ?? version,
            _ => VersionNumber.Leading(version)?.Take(2) ?? version,
        };
        if (part.Length > 0) pairs["version"] = part;
        foreach (var name in manifest.PassEnv)
            if (_environment.TryGetValue(name, out var value)) pairs[$"env:{name}"] = value;
        foreach (var (name, value) in manifest.Env) pairs[$"env:{name}"] = value;
        foreach (var file in manifest.Fingerprint.Files)
        {
            var path = Path.GetFullPath(Fill(file, manifest, projectDirectory), projectDirectory);
            witness?.File(path);
            pairs[$"file:{file}"] = ContentOf(path);
        }
        return [.. pairs.OrderBy(p => p.Key, StringComparer.Ordinal)];
    }

    private static string ContentOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "absent";
        }
    }

    private static bool IsAtLeast(string version, string minimum) =>
        VersionNumber.Leading(version) is { } found && VersionNumber.TryParse(minimum) is { } wanted && found.CompareTo(wanted) >= 0;

    private static string Fill(string text, RunnerManifest manifest, string projectDirectory) => Placeholders.Fill(text, name => name switch
    {
        Placeholders.RunnerDir => manifest.Directory,
        Placeholders.ProjectDir => projectDirectory,
        _ => null,
    });
}
