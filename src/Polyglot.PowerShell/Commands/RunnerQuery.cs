using System.Security.Cryptography;
using Polyglot.Dataflow.Workspaces;
using Polyglot.PowerShell.Shell;
using Polyglot.Runners;
using Polyglot.Runners.Conformance;

namespace Polyglot.PowerShell.Commands;

/// <summary>Looks at runners and tests them: <c>Get-PolyglotRunner</c>, <c>Test-PolyglotRunner</c>.</summary>
/// <param name="at">Where.</param>
/// <param name="shell">Who is told.</param>
internal sealed class RunnerQuery(Surroundings at, IShell shell)
{
    /// <summary>Gives out the runners that a project may use.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder, where there is one.</param>
    /// <param name="ids">Ids, or patterns with <c>*</c> and <c>?</c>; null for all.</param>
    /// <param name="stop">Ends probes.</param>
    public void Get(string? project, IReadOnlyList<string>? ids, CancellationTokenSource stop)
    {
        var (catalog, folder) = Catalog(project);
        foreach (var problem in catalog.Problems) shell.Fail(Faults.Of(problem));
        using var thread = new CallingThread(stop);
        var found = Selected(catalog, ids).ToList();
        thread.Run(async () =>
        {
            var resolver = new RunnerResolver();
            foreach (var manifest in found)
            {
                var resolution = await resolver.ResolveAsync(manifest, folder, [], stop.Token).ConfigureAwait(false);
                thread.Post(() => shell.Write(Describe(manifest, resolution)));
            }
            return true;
        });
    }

    /// <summary>Tests a runner: whether it is there, and where it speaks the protocol every case of the conformance kit.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder, where there is one.</param>
    /// <param name="id">The runner.</param>
    /// <param name="filter">Only cases whose group or name contains this; null for all.</param>
    /// <param name="kit">The absolute path of the script whose functions the cases call; null for the runner's own.</param>
    /// <param name="stop">Kills the runtime that is being tested and ends it.</param>
    /// <returns>Null when it was stopped.</returns>
    /// <exception cref="FaultException">There is no such runner, or it has no script.</exception>
    public PolyglotRunnerTest? Test(string? project, string id, string? filter, string? kit, CancellationTokenSource stop)
    {
        var (catalog, folder) = Catalog(project);
        var manifest = catalog.Find(id) ?? throw new FaultException(Faults.NoRunner(id, catalog.UnknownRunner(id)));
        using var thread = new CallingThread(stop);
        return thread.Run<PolyglotRunnerTest?>(async () =>
        {
            var resolution = await new RunnerResolver().ResolveAsync(manifest, folder, [], stop.Token).ConfigureAwait(false);
            if (resolution is not RunnerResolution.Found found) return Report(id, false, [], ((RunnerResolution.NotFound)resolution).Message);
            if (manifest.Kind is RunnerKind.Command or RunnerKind.Host) return Report(id, true, [], "it does not speak the protocol, so only that it is there was tested");
            var script = kit ?? KitScript.Find(KitScript.FolderOf(manifest)) ?? throw new FaultException(Faults.NoKit(id, KitScript.FolderOf(manifest)));
            if (!File.Exists(script)) throw new FaultException(Faults.NoFile(script));
            return await TestAsync(id, found.Runner, script, filter, thread, stop.Token).ConfigureAwait(false);
        });
    }

    private async Task<PolyglotRunnerTest?> TestAsync(string id, ResolvedRunner runner, string script, string? filter, CallingThread thread, CancellationToken stop)
    {
        var scratch = Directory.CreateTempSubdirectory("polyglot-conformance-");
        try
        {
            var options = new ConformanceKitOptions(script, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(script, stop).ConfigureAwait(false))), scratch.FullName)
            {
                HostVersion = Surroundings.HostVersion.ToString(3),
                Filter = filter,
            };
            var target = new ConformanceTarget(runner.Argv, runner.Environment, scratch.FullName, at.Time);
            await using var disposal = target.ConfigureAwait(false);
            var cases = ConformanceCases.Load(Path.Combine(at.Installation, "ir", "conformance"));
            var results = new List<PolyglotRunnerCase>();
            await foreach (var result in new ConformanceKit(target.Start, options).RunAsync(cases, stop).ConfigureAwait(false))
            {
                results.Add(new PolyglotRunnerCase { Group = result.Group, Name = result.Name, Status = result.Status.ToString(), Message = result.Message });
                var step = new ProgressStep(1, $"Testing {id}", $"{results.Count} cases, {Count(results, ConformanceStatus.Failed)} failed") { Now = $"{result.Group}: {result.Name}" };
                thread.Post(() => shell.Progress(step));
                thread.Post(() => shell.Detail($"{result.Group}: {result.Name}: {result.Status.ToString().ToLowerInvariant()}{(result.Message.Length == 0 ? "" : $": {result.Message}")}"));
            }
            thread.Post(() => shell.Progress(new ProgressStep(1, $"Testing {id}", "done") { IsDone = true }));
            return Report(id, Count(results, ConformanceStatus.Failed) == 0 && results.Count > 0, results, results.Count == 0 ? "no case was chosen" : "");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private (RunnerCatalog Catalog, string Folder) Catalog(string? project)
    {
        var read = Places.ReadProject(at, project);
        return (InstallationFolder.Runners(at.Installation, read, Surroundings.HostVersion), read?.Directory ?? at.Folder);
    }

    private IEnumerable<RunnerManifest> Selected(RunnerCatalog catalog, IReadOnlyList<string>? ids)
    {
        if (ids is null) return catalog.Runners;
        var found = new List<RunnerManifest>();
        foreach (var id in ids)
        {
            if (id.AsSpan().ContainsAny('*', '?')) found.AddRange(catalog.Runners.Where(r => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(id, r.Id, ignoreCase: false)));
            else if (catalog.Find(id) is { } manifest) found.Add(manifest);
            else shell.Fail(Faults.NoRunner(id, catalog.UnknownRunner(id)));
        }
        return found;
    }

    private static PolyglotRunner Describe(RunnerManifest manifest, RunnerResolution resolution)
    {
        var there = resolution as RunnerResolution.Found;
        return new PolyglotRunner
        {
            Id = manifest.Id,
            Level = manifest.Kind.ToString(),
            Language = manifest.Metadata.Name,
            Extensions = [.. manifest.Metadata.Extensions],
            Available = there is not null,
            Version = there?.Runner.Version is { Length: > 0 } version ? version : null,
            Executable = there?.Runner.Argv is [var executable, ..] ? executable : null,
            Problem = (resolution as RunnerResolution.NotFound)?.Message,
            Install = there is null && manifest.Metadata.Install.Length > 0 ? manifest.Metadata.Install : null,
            Manifest = manifest.File,
        };
    }

    private static PolyglotRunnerTest Report(string id, bool succeeded, IReadOnlyList<PolyglotRunnerCase> cases, string message) => new()
    {
        Id = id,
        Succeeded = succeeded,
        Passed = Count(cases, ConformanceStatus.Passed),
        Failed = Count(cases, ConformanceStatus.Failed),
        Skipped = Count(cases, ConformanceStatus.Skipped),
        Cases = [.. cases],
        Message = message,
    };

    private static int Count(IReadOnlyList<PolyglotRunnerCase> cases, ConformanceStatus status) => cases.Count(c => c.Status == status.ToString());
}
