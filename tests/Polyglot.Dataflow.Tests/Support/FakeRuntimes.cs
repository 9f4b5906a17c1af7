using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Tests.Support;

/// <summary>Runtimes that start nothing: scripts offer what the test says.</summary>
internal sealed class FakeRuntimes : IRuntimes
{
    private readonly TaskCompletionSource _described = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, (List<FunctionDescription> Functions, List<string> Dependencies)> _scripts = [];

    public Dictionary<string, ResolvedRunner> Runners { get; } = new()
    {
        ["python"] = Runner("python", RunnerKind.Worker),
        ["shell"] = Runner("shell", RunnerKind.Command),
        ["julia"] = Runner("julia", RunnerKind.East),
        ["dotnet"] = Runner("dotnet", RunnerKind.Host, ("code", "1")),
    };

    public List<ProjectProblem> FileProblems { get; } = [];

    /// <summary>The code ids under which scripts were described.</summary>
    public List<string> Described { get; } = [];

    public TaskError? Refusal { get; set; }

    public static ResolvedRunner Runner(string id, RunnerKind kind, params (string, string)[] fingerprint) => new(
        new() { Id = id, Kind = kind, File = "/runners.json", Exec = [["/bin/sh", "-c", "{command}"]] },
        ["/bin/sh"], "/p", [], "1.0", fingerprint.Select(p => new KeyValuePair<string, string>(p.Item1, p.Item2)).ToArray());

    /// <summary>A function as <c>name(a: Integer, b?, c: Float = ) -> Type</c>: <c>?</c> has no annotation, <c>=</c> a default.</summary>
    public FakeRuntimes Script(string path, params string[] functions)
    {
        if (!_scripts.TryGetValue(path, out var script)) _scripts[path] = script = ([], []);
        script.Functions.AddRange(functions.Select(Parse));
        return this;
    }

    public FakeRuntimes Loads(string path, params string[] dependencies)
    {
        _scripts[path].Dependencies.AddRange(dependencies);
        return this;
    }

    public IReadOnlyList<ProjectProblem> Problems(Project project) => FileProblems;

    /// <summary>A runner that is found when another one has been asked for a script.</summary>
    public string? FoundLast { get; set; }

    public async Task<RunnerAnswer> FindAsync(Project project, string runner, IReadOnlyList<string> requires, CancellationToken cancellationToken)
    {
        if (runner == FoundLast) await _described.Task.WaitAsync(cancellationToken);
        return Runners.TryGetValue(runner, out var found) ? new RunnerAnswer(found, null) : new(null, $"no runner {runner}");
    }

    public Task<DescribeResult> DescribeAsync(ResolvedRunner runner, string script, string codeId, CancellationToken cancellationToken)
    {
        Described.Add(codeId);
        _described.TrySetResult();
        if (Refusal is { } error) return Task.FromResult<DescribeResult>(new DescribeResult.Refused(error));
        var (functions, dependencies) = _scripts[script];
        return Task.FromResult<DescribeResult>(new DescribeResult.Described(new(functions, dependencies)));
    }

    /// <summary>How often a runtime was asked what it offers to East programs.</summary>
    public int Announcements { get; private set; }

    public List<PlatformSignature> Functions { get; } = [.. BuiltInPackages.All];

    public List<string> IrVersions { get; } = [IrTypes.Version];

    public Task<AnnounceResult> AnnounceAsync(ResolvedRunner runner, CancellationToken cancellationToken)
    {
        Announcements++;
        return Task.FromResult<AnnounceResult>(Refusal is { } error ? new AnnounceResult.Refused(error) : new AnnounceResult.Announced([.. IrVersions], [.. Functions]));
    }

    private static FunctionDescription Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var arrow = text.IndexOf("->", StringComparison.Ordinal);
        var close = (arrow < 0 ? text : text[..arrow]).LastIndexOf(')');
        var output = arrow < 0 ? default : Schema(text[(arrow + 2)..]);
        var parameters = text[(open + 1)..close].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p =>
        {
            var optional = p.EndsWith('=');
            p = p.TrimEnd('=');
            return p.EndsWith('?')
                ? new ParameterDescription(p.TrimEnd('?'), default, optional, "no annotation")
                : new ParameterDescription(p[..p.IndexOf(':', StringComparison.Ordinal)], Schema(p[(p.IndexOf(':', StringComparison.Ordinal) + 1)..]), optional, "");
        });
        return new(text[..open], parameters.ToList(), output, arrow < 0 ? "no annotation" : "", "", 1);
    }

    private static ReadOnlyMemory<byte> Schema(string type) => TypeCodec.Encode(TypeSyntax.Parse(type.Trim()).Value);
}
