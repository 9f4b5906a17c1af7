using System.Runtime.InteropServices;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests;

/// <summary>A host over a temporary folder, and requests to the fake runner. One per test.</summary>
internal sealed class Fake : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<WorkerReport> _ended = [];
    private int _requests;

    public Fake(Func<RunnerHostOptions, RunnerHostOptions>? options = null)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(_directory.Path, "scratch")).FullName;
        var plain = new RunnerHostOptions { ScratchDirectory = scratch, OnWorkerEnded = report => { lock (_ended) _ended.Add(report); } };
        Host = new RunnerHost(options is null ? plain : options(plain));
    }

    public RunnerHost Host { get; }

    public string Folder => _directory.Path;

    public IReadOnlyList<WorkerReport> Ended
    {
        get
        {
            lock (_ended) return [.. _ended];
        }
    }

    /// <summary>The fake runner, started in one of its ways.</summary>
    public static ResolvedRunner Runner(string how = "good", Func<RunnerManifest, RunnerManifest>? change = null)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        string[] argv = [dotnet, Path.Combine(AppContext.BaseDirectory, "FakeRunner.dll"), how];
        var manifest = new RunnerManifest { Id = "fake", Kind = RunnerKind.East, File = "/nowhere/runners.json", Exec = [argv] };
        return new ResolvedRunner(change is null ? manifest : change(manifest), argv, "/", [new("DOTNET_TieredPGO", "0"), new("PATH", "/usr/bin:/bin")], "1.2", []);
    }

    /// <summary>A runner of kind command that runs shell text.</summary>
    public static ResolvedRunner Shell(Func<RunnerManifest, RunnerManifest>? change = null)
    {
        string[] argv = ["/bin/sh", "-euc", "{command}"];
        var manifest = new RunnerManifest
        {
            Id = "shell",
            Kind = RunnerKind.Command,
            File = "/nowhere/runners.json",
            Exec = [argv],
            ScriptArgs = ["-eu", "{script}", "{output}", "{inputs}"],
            Format = TaskFormat.Raw,
            Interrupt = InterruptMode.Signal,
        };
        return new ResolvedRunner(change is null ? manifest : change(manifest), argv, "/", [new("PATH", "/usr/bin:/bin")], "", []);
    }

    public static RunnerTimeouts Quick { get; } = RunnerTimeouts.Default with
    {
        Cancel = TimeSpan.FromMilliseconds(150),
        Interrupt = TimeSpan.FromMilliseconds(150),
    };

    /// <summary>A task of the fake runner with an Integer result.</summary>
    public TaskRequest Request(string function, ResolvedRunner? runner = null) => new()
    {
        Name = function,
        Runner = runner ?? Runner(),
        Program = new FunctionProgram("/project/x.fake", function, "1"),
        OutputPath = NextPath(),
        OutputType = EastType.Integer,
    };

    /// <summary>A shell task with a Blob result.</summary>
    public TaskRequest Command(string command, ResolvedRunner? runner = null) => new()
    {
        Name = "command",
        Runner = runner ?? Shell(),
        Program = new CommandProgram(command),
        OutputPath = NextPath(),
        OutputType = EastType.Blob,
    };

    /// <summary>A file of the store's kind.</summary>
    public TaskInput Input(string name, EastType type, object value)
    {
        var path = NextPath();
        File.WriteAllBytes(path, Beast2.Encode(type, value));
        return new TaskInput(name, new string('a', 64), path, type);
    }

    public string NextPath() => Path.Combine(_directory.Path, $"file-{Interlocked.Increment(ref _requests)}");

    /// <summary>Runs a task that succeeds and reads its result.</summary>
    public async Task<T> ValueAsync<T>(TaskRequest request)
    {
        var result = await Host.ExecuteAsync(request);
        Assert.That(result, Is.InstanceOf<TaskResult.Succeeded>(), result.ToString());
        return (T)Beast2.Decode(File.ReadAllBytes(request.OutputPath), request.OutputType).Value;
    }

    public Task<string> TextAsync(string function, ResolvedRunner? runner = null, Func<TaskRequest, TaskRequest>? change = null)
    {
        var request = Request(function, runner) with { OutputType = EastType.String };
        return ValueAsync<string>(change is null ? request : change(request));
    }

    /// <summary>Asserts that a task is a runner's fault with that code, and that its output does not exist.</summary>
    public async Task<TaskError> FaultAsync(TaskRequest request, string code, FaultSide side = FaultSide.Runner)
    {
        var result = await Host.ExecuteAsync(request);
        Assert.That(result, Is.InstanceOf<TaskResult.Faulted>(), result.ToString());
        var fault = (TaskResult.Faulted)result;
        Assert.Multiple(() =>
        {
            Assert.That(fault.Error.Code, Is.EqualTo(code), fault.Error.Summary);
            Assert.That(fault.Side, Is.EqualTo(side));
            Assert.That(fault.Error.Side, Is.EqualTo(side));
            Assert.That(File.Exists(request.OutputPath), Is.False);
        });
        return fault.Error;
    }

    public async Task<TaskError> FailureAsync(TaskRequest request, string code, ITaskEvents? events = null)
    {
        var result = await Host.ExecuteAsync(request, events);
        Assert.That(result, Is.InstanceOf<TaskResult.Failed>(), result.ToString());
        var error = ((TaskResult.Failed)result).Error;
        Assert.Multiple(() =>
        {
            Assert.That(error.Code, Is.EqualTo(code), error.Summary);
            Assert.That(error.Side, Is.EqualTo(FaultSide.Task));
            Assert.That(File.Exists(request.OutputPath), Is.False);
        });
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Assert.That(Directory.EnumerateFileSystemEntries(Host.Options.ScratchDirectory), Is.Empty, "the scratch directory is left empty");
        _directory.Dispose();
    }
}
