using Polyglot.Dataflow.Tests.Support;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Indexing;

/// <summary>A project with one of everything that a run looks at, evaluated as the command line does: each time by a new evaluator, and by a clock that is ahead of the files.</summary>
internal sealed class IndexedProject : IDisposable
{
    public const string Text = """
        name: p
        uses: { lib: lib, through: through }
        inputs:
          text: { file: in.txt, type: Blob }
          far: { file: linked.txt, type: Blob }
          word: { from: lib.word }
          passed: { from: through.word }
          many: { value: ["a", "b"], type: "Array<String>" }
          n: { value: 3, type: Integer }
          axis: { file: axis.json, type: "Array<Integer>" }
        tasks:
          upper: { runner: tool, command: "tr a-z A-Z < {inputs.text} > {output}", inputs: [text], output: Blob }
          twice: { runner: sh, script: twice.sh, inputs: [upper], output: Blob, depends: ["parts/*.txt", extra.txt] }
          both: { runner: found, command: "cat {inputs.far} {inputs.word} {inputs.passed} > {output}", inputs: [far, word, passed], output: Blob }
          each: { runner: sh, command: "cat {inputs.x} > {output}", inputs: { x: many }, foreach: x, format: raw, output: Blob }
          sum: { runner: dotnet, ir: add.beast2, inputs: { a: n, b: n } }
          sums: { runner: dotnet, ir: add.beast2, matrix: { a: axis, b: [1, 2] } }
        outputs: { out/twice.txt: twice, out/both.txt: both }
        """;

    public const string Manifests = """
        { "schemaVersion": 1, "runners": {
          "sh": { "kind": "command", "exec": ["/bin/sh", "-euc", "{command}"], "scriptArgs": ["-eu", "{script}", "{output}", "{inputs}"], "passEnv": ["MODE"], "format": "raw", "fingerprint": { "files": ["{projectDir}/lock.txt"] } },
          "found": { "kind": "command", "exec": ["gadget", "-euc", "{command}"], "format": "raw" },
          "tool": { "kind": "command", "exec": ["./tool", "-euc", "{command}"], "format": "raw", "probe": { "args": ["--version"], "version": "tool ([0-9.]+)" }, "fingerprint": { "version": "full" } } } }
        """;

    /// <summary>How many tasks there are.</summary>
    public const int Tasks = 6;

    private readonly TempDirectory _folder = new();

    public IndexedProject()
    {
        Repository = Repository.Init(PathOf(".e3"), Time);
        Write("runners.json", Manifests);
        Write("polyglot.yaml", Text);
        Write("lib/polyglot.json", """{ "name": "lib", "inputs": { "word": { "file": "word.txt", "type": "Blob" } }, "tasks": {} }""");
        Write("lib/word.txt", "word\n");
        Write("through/polyglot.yaml", "name: through\nuses: { lib: ../lib }\ninputs: { word: { from: lib.word } }\ntasks: {}\n");
        Write("in.txt", "hello\n");
        Write("far.txt", "far\n");
        Write("other.txt", "odd\n");
        Write("twice.sh", "cat \"$2\" \"$2\" > \"$1\"\n");
        Write("parts/a.txt", "a\n");
        Write("extra.txt", "extra\n");
        Write("lock.txt", "1\n");
        Write("axis.json", "[\"1\", \"2\"]\n");
        WriteProgramOfEast(Programs.Add());
        File.CreateSymbolicLink(PathOf("linked.txt"), PathOf("far.txt"));
        WriteProgram("tool", Tool("1.0"));
        WriteProgram("second/gadget", Gadget);
        Environment = new Dictionary<string, string> { ["PATH"] = $"{PathOf("first")}:{PathOf("second")}:/usr/bin:/bin", ["MODE"] = "a" };
    }

    public static string Gadget => "#!/bin/sh\nexec /bin/sh \"$@\"\n";

    public ManualTimeProvider Time { get; set; } = At(TimeProvider.System.GetUtcNow().AddHours(1));

    public Repository Repository { get; }

    public Dictionary<string, string> Environment { get; set; }

    public string? PluginPath { get; set; }

    public Version HostVersion { get; set; } = new(0, 1, 0);

    public string IndexFile => PathOf(".e3/index/up-to-date");

    public string LatestFile => PathOf(".e3/index/latest-run");

    public static string Tool(string version) => $"#!/bin/sh\nif [ \"$1\" = --version ]; then echo tool {version}; else exec /bin/sh \"$@\"; fi\n";

    public static ManualTimeProvider At(DateTimeOffset moment)
    {
        var time = new ManualTimeProvider();
        time.Advance(moment - time.GetUtcNow());
        return time;
    }

    public void Dispose()
    {
        Repository.Dispose();
        _folder.Dispose();
    }

    public string PathOf(string relative) => Path.Combine(_folder.Path, relative);

    public string Read(string relative) => File.ReadAllText(PathOf(relative));

    public void Write(string relative, string text) => _folder.Write(relative, text);

    public void WriteProgram(string relative, string text)
    {
        Write(relative, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(PathOf(relative), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void WriteProgramOfEast(FunctionNode program) => _folder.Write("add.beast2", IrWriter.ToBeast2(program));

    /// <summary>Removes what the repository keeps read-only.</summary>
    public static void Delete(string path)
    {
        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
    }

    public EvaluationOptions Options() => new() { ProjectPath = PathOf("polyglot.yaml"), Parallelism = 2, UseIndex = true };

    public Evaluator Evaluator() =>
        new(new() { Repository = Repository, Installation = _folder.Path, Time = Time, Environment = Environment, PluginPath = PluginPath, HostVersion = HostVersion });

    /// <summary>Whether a plan of these options comes from the index.</summary>
    public async Task<bool> AnswersPlan(Func<EvaluationOptions, EvaluationOptions>? change = null)
    {
        await using var evaluator = Evaluator();
        return await evaluator.PlanAsync(change is null ? Options() : change(Options()), default) is PlanResult.Planned { Resolved: null };
    }

    public async Task<PlanResult.Planned> Plan(Func<EvaluationOptions, EvaluationOptions>? change = null)
    {
        await using var evaluator = Evaluator();
        return (PlanResult.Planned)await evaluator.PlanAsync(change is null ? Options() : change(Options()), default);
    }

    /// <summary>A run, a second after the last one.</summary>
    public async Task<RunSummary> Run(RecordingObserver? observer = null, Func<EvaluationOptions, EvaluationOptions>? change = null, TimeSpan? step = null)
    {
        Time.Advance(step ?? TimeSpan.FromSeconds(1));
        await using var evaluator = Evaluator();
        var result = await evaluator.RunAsync(change is null ? Options() : change(Options()), observer ?? new RecordingObserver(), default, default);
        if (result is RunResult.Refused refused) Assert.Fail(string.Join('\n', refused.Problems));
        return ((RunResult.Completed)result).Summary;
    }

    /// <summary>Makes the project, so that the index answers.</summary>
    public async Task Settle()
    {
        var run = await Run();
        Assert.That(run.Verdict, Is.EqualTo(RunVerdict.Succeeded), string.Join('\n', run.Rows.Select(r => r.Error)));
        Assert.That(await AnswersPlan(), Is.True);
    }

    public RunRecord Record(RunId id) => ((RunRead.Found)Repository.Runs.Read(id)).Run;
}
