using Polyglot.Dataflow.Projects;
using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>
/// Builds what a task's identity is computed from (DESIGN 3). Names, timeouts, isolation and descriptions stay out. Keeps what tasks of one
/// runner share; not thread-safe.
/// </summary>
internal sealed class TaskDefinition
{
    private const string EnvironmentPrefix = "env:";
    private const string PackagePrefix = "platform:";

    private readonly Dictionary<ResolvedRunner, (Dictionary<string, string> Fingerprint, Dictionary<string, string> Environment)> _ofRunners = [];

    /// <summary>The definition.</summary>
    /// <param name="task">As declared.</param>
    /// <param name="runner">Its runner.</param>
    /// <param name="ir">The object of an East program; else null.</param>
    /// <param name="packages">The code of the plugins' packages of platform functions that it may call, by id.</param>
    /// <param name="files">The program's files.</param>
    /// <param name="inputNames">What the program calls its inputs.</param>
    /// <param name="inputTypes">Their types.</param>
    /// <param name="outputType">The result's type.</param>
    public TaskObject Of(
        ProjectTask task, ResolvedRunner runner, ObjectId? ir, IReadOnlyList<KeyValuePair<string, string>> packages, IReadOnlyList<ProgramFile> files, IReadOnlyList<string> inputNames,
        IReadOnlyList<EastType> inputTypes, EastType outputType)
    {
        var settings = task.Settings;
        var isCommand = runner.Manifest.Kind == RunnerKind.Command;
        var named = settings.Version is null ? files.Select(f => f.Named).ToList() : [];
        var (fingerprint, environment) = OfRunner(runner);
        if (settings.Environment.Count > 0)
        {
            environment = new(environment, StringComparer.Ordinal);
            foreach (var (name, value) in settings.Environment) environment[name] = value;
        }
        if (packages.Count > 0)
        {
            fingerprint = new(fingerprint, StringComparer.Ordinal);
            foreach (var (id, code) in packages) fingerprint[PackagePrefix + id] = code;
        }
        return new()
        {
            Runner = runner.Id,
            Fingerprint = fingerprint,
            Program = task.Program switch
            {
                FunctionReference function => new TaskProgram.Function(function.Function, named),
                IrReference => new TaskProgram.Ir(ir!.Value, settings.Platforms.ToList()),
                _ => new TaskProgram.Command(Arguments(task, runner.Manifest, inputNames), named),
            },
            InputTypes = inputTypes,
            OutputType = outputType,
            Environment = environment,
            Version = settings.Version,
            Format = isCommand ? FormatName(settings.Format ?? runner.Manifest.Format) : null,
        };
    }

    /// <summary>
    /// The definition of a task that returns a dataflow: beside its program's it says what that dataflow results in and what its tasks run on. Their files are
    /// among the program's.
    /// </summary>
    public static TaskObject Returning(TaskObject program, LaunchReturns returns)
    {
        var fingerprint = new Dictionary<string, string>(program.Fingerprint, StringComparer.Ordinal);
        foreach (var runner in returns.Runners.Values.Where(runner => runner.Id != program.Runner))
        {
            fingerprint[runner.Id] = "";
            foreach (var (name, value) in runner.Fingerprint) fingerprint[$"{runner.Id} {name}"] = value;
        }
        return program with { Fingerprint = fingerprint, Returns = program.OutputType, OutputType = returns.Result };
    }

    private (Dictionary<string, string> Fingerprint, Dictionary<string, string> Environment) OfRunner(ResolvedRunner runner)
    {
        if (_ofRunners.TryGetValue(runner, out var known)) return known;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        var fingerprint = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in runner.Fingerprint)
        {
            if (name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)) environment[name[EnvironmentPrefix.Length..]] = value;
            else fingerprint[name] = value;
        }
        return _ofRunners[runner] = (fingerprint, environment);
    }

    // What a command does depends on how its runner starts it and on the names of its inputs, which are file names to it. Nothing is
    // expanded, so that another machine or another folder has the same tasks.
    private static List<string> Arguments(ProjectTask task, RunnerManifest manifest, IReadOnlyList<string> inputNames)
    {
        var arguments = new List<string>();
        foreach (var alternative in manifest.Exec)
        {
            arguments.Add("exec");
            arguments.AddRange(alternative);
        }
        arguments.AddRange(task.Program is ScriptReference ? manifest.ScriptArgs ?? [] : []);
        arguments.Add(manifest.Output == OutputSource.Stdout ? "stdout" : "file");
        arguments.AddRange(inputNames.Select(name => "input " + name));
        arguments.AddRange(task.Program switch
        {
            CommandReference command => ["command", command.Command],
            ScriptReference script => ["script", script.Script],
            _ => [],
        });
        return arguments;
    }

    private static string FormatName(TaskFormat format) => format switch
    {
        TaskFormat.Beast2 => "beast2",
        TaskFormat.Json => "json",
        TaskFormat.Csv => "csv",
        _ => "raw",
    };
}
