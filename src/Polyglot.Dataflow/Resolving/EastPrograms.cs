using System.Security.Cryptography;
using System.Text;
using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>An East program as a task needs it.</summary>
/// <param name="Signature">Its parameters and result.</param>
/// <param name="Id">The object that it is: its beast2 file, whatever form it was read from.</param>
/// <param name="File">Makes the bytes of that object; null when the file cannot be read any more.</param>
internal sealed record ResolvedProgram(FunctionSignature Signature, ObjectId Id, Func<byte[]?> File);

/// <summary>
/// The East programs of a snapshot, checked against the platform functions of the runner that each is for. A verdict is remembered with the
/// content that it is of, so that an up-to-date run reads no program and starts no runtime. Not thread-safe.
/// </summary>
internal sealed class EastPrograms(IRuntimes runtimes, ProgramFiles files, DescribeCache cache)
{
    private readonly Dictionary<ResolvedRunner, (IReadOnlyList<PlatformSignature>? Functions, string? Problem)> _announced = [];
    private readonly Dictionary<(string Path, string Platform), (ResolvedProgram?, IReadOnlyList<string>)> _known = [];

    /// <summary>Learns what runtimes offer to programs; those that must be asked are asked side by side.</summary>
    public async Task LoadAsync(IReadOnlyCollection<ResolvedRunner> runners, CancellationToken cancellationToken)
    {
        var asked = new List<(ResolvedRunner Runner, string Key, Task<AnnounceResult> Answer)>();
        foreach (var runner in runners.Where(r => r.Manifest.Kind == RunnerKind.East).Distinct())
        {
            var key = KeyOf(runner);
            if (cache.FindPlatform(key) is { } known) _announced[runner] = (known, null);
            else asked.Add((runner, key, runtimes.AnnounceAsync(runner, cancellationToken)));
        }
        foreach (var (runner, key, answer) in asked)
        {
            switch (await answer.ConfigureAwait(false))
            {
                case AnnounceResult.Announced announced when announced.IrVersions.Contains(IrTypes.Version):
                    cache.AddPlatform(key, announced.Functions);
                    _announced[runner] = (announced.Functions, null);
                    break;
                case AnnounceResult.Announced other:
                    _announced[runner] = (null, ResolveMessages.NoIrVersion(runner.Id, IrTypes.Version, other.IrVersions));
                    break;
                case AnnounceResult.Refused refused:
                    _announced[runner] = (null, refused.Error.Summary);
                    break;
            }
        }
    }

    /// <summary>A program by absolute path, or what is wrong with it, each problem with its place in the author's source.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="projectDirectory">Where the project is.</param>
    /// <param name="runner">Where it is to run.</param>
    /// <param name="platforms">The packages that the task names.</param>
    public (ResolvedProgram? Program, IReadOnlyList<string> Problems) Get(string path, string projectDirectory, ResolvedRunner runner, IReadOnlyList<string> platforms)
    {
        var (functions, problem) = Offered(runner, BuiltInPackages.Of(platforms));
        if (functions is null) return (null, [problem!]);
        var platform = IdOf(functions);
        return _known.TryGetValue((path, platform), out var known) ? known : _known[(path, platform)] = Load(path, projectDirectory, functions, platform);
    }

    /// <summary>The functions that a program may call, or which package the runner does not have.</summary>
    private (IReadOnlyList<PlatformSignature>? Functions, string? Problem) Offered(ResolvedRunner runner, IReadOnlyList<string> packages)
    {
        var isHost = runner.Manifest.Kind == RunnerKind.Host;
        IReadOnlyCollection<string> known = isHost ? HostPlatform.Packages : [.. BuiltInPackages.Names, .. runner.Manifest.Platforms.Select(p => p.Id)];
        if (packages.FirstOrDefault(p => !known.Contains(p)) is { } unknown) return (null, ResolveMessages.NoPlatform(runner.Id, unknown, known));
        if (isHost) return ([.. packages.Distinct(StringComparer.Ordinal).SelectMany(p => BuiltInPackages.Find(p)!)], null);
        if (_announced[runner] is not { Functions: { } announced }) return (null, _announced[runner].Problem);
        var builtIn = BuiltInPackages.All.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var mine = packages.Select(BuiltInPackages.Find).OfType<IReadOnlyList<PlatformSignature>>().SelectMany(p => p).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var usesPlugins = packages.Any(p => BuiltInPackages.Find(p) is null);
        return ([.. announced.Where(f => mine.Contains(f.Name) || (usesPlugins && !builtIn.Contains(f.Name))).DistinctBy(f => f.Name)], null);
    }

    private (ResolvedProgram?, IReadOnlyList<string>) Load(string path, string projectDirectory, IReadOnlyList<PlatformSignature> functions, string platform)
    {
        var (file, unread) = files.Get(path, projectDirectory);
        if (file is null) return (null, [unread!]);
        var key = $"{file.Id} {platform} {Path.GetExtension(path)}";
        if (cache.FindVerdict(key) is { } known)
            return (new(known.Signature with { Name = Path.GetFileName(path) }, known.Program, () => Read(path).Program is { } again ? IrWriter.ToBeast2(again.Root) : null), []);
        try
        {
            var (program, problem) = Read(path);
            if (program is null) return (null, [problem!]);
            var problems = IrChecker.Check(program.Root, new PlatformSignatures(functions));
            var bytes = IrWriter.ToBeast2(program.Root);
            var (signature, id) = (SignatureOf(path, program.Root), Hashing.Object(bytes));
            if (problems.IsEmpty) cache.AddVerdict(key, new(id, signature));
            return (new(signature, id, () => bytes), [.. problems.Select(p => p.ToString())]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [e.Message]);
        }
    }

    private static (IrProgram? Program, string? Problem) Read(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".json" or ".east")
        {
            var text = File.ReadAllText(path);
            var parsed = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? IrReader.FromJson(text) : IrReader.FromText(text);
            return parsed.IsSuccess ? (parsed.Value, null) : (null, parsed.Error.ToString());
        }
        var decoded = IrReader.FromBeast2(File.ReadAllBytes(path));
        return decoded.IsSuccess ? (decoded.Value, null) : (null, decoded.Error.Message);
    }

    private static FunctionSignature SignatureOf(string path, FunctionNode root) => new(
        Path.GetFileName(path), [.. root.Parameters.Select(p => new ParameterSignature(p.Name, p.Type, Optional: false))], root.Type.Output, "");

    private static string IdOf(IReadOnlyList<PlatformSignature> functions)
    {
        var text = new StringBuilder();
        foreach (var f in functions.OrderBy(f => f.Name, StringComparer.Ordinal))
            text.Append(f.Name).Append(f.IsAsync ? " async (" : " (").AppendJoin(", ", f.Inputs.Select(TypeText.Print)).Append(") ").Append(TypeText.Print(f.Output)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private string KeyOf(ResolvedRunner runner) => string.Join('\n', [
        runner.Id, runner.Version, .. runner.Fingerprint.Select(p => $"{p.Key}={p.Value}"), .. runner.Manifest.Platforms.Select(p => $"{p.Id}={files.FolderId(p.Module)}")]);
}
