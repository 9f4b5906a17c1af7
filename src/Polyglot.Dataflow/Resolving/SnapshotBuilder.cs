using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.Dataflow.Returning;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>
/// Takes the snapshot of a graph: finds runners, hashes files, asks scripts for types, checks every edge, computes every identity.
/// All problems are reported at once. One use.
/// </summary>
internal sealed class SnapshotBuilder(DataflowGraph graph, IRuntimes runtimes, FileImporter importer, DescribeCache cache, CodeIds codeIds, IObjectStore? store)
{
    private readonly SnapshotProblems _problems = new();
    private readonly ProgramFiles _files = new(importer);
    private readonly TaskRunners _runners = new(runtimes);
    private readonly EastType?[] _types = new EastType?[graph.Tasks.Count];
    private readonly TaskDefinition _definitions = new();
    private readonly AxisInputs _axes = new(graph, store);
    private TaskChecks _checks = null!;
    private EastPrograms _programs = null!;
    private ScriptCatalog? _scripts;

    /// <summary>The snapshot, or what is wrong: exactly one is not null.</summary>
    public async Task<(ResolvedSnapshot? Snapshot, IReadOnlyList<ProjectProblem> Problems)> BuildAsync(CancellationToken cancellationToken)
    {
        _scripts = new(runtimes, _files, cache, codeIds);
        _programs = new(runtimes, _files, cache);
        _checks = new(_problems, TypeOf, NameOf);
        foreach (var project in graph.Tasks.Select(t => t.Project).Distinct()) _problems.Add(runtimes.Problems(project));
        if (_problems.Any) return (null, _problems.InOrder());
        var (inputs, contents) = new SnapshotInputs(graph, importer, store, _problems).Read(TypeOf);
        await FindRunnersAsync(cancellationToken).ConfigureAwait(false);
        await DescribeAsync(cancellationToken).ConfigureAwait(false);
        var unnamed = new List<SnapshotTask>(graph.Tasks.Count);
        var launches = new List<TaskLaunch>(graph.Tasks.Count);
        for (var i = 0; i < graph.Tasks.Count; i++)
        {
            if (Resolve(i) is not { } resolved) continue;
            unnamed.Add(resolved.Task);
            launches.Add(resolved.Launch);
        }
        var outputs = ReadOutputs();
        _axes.Fill(inputs, contents);
        if (_problems.Any) return (null, _problems.InOrder());
        // Encoding and hashing definitions is most of the work where tasks are many.
        var tasks = new SnapshotTask[unnamed.Count];
        Parallel.For(0, tasks.Length, i => tasks[i] = Identify(unnamed[i]));
        return (new(new(graph.Name, inputs, tasks, outputs), launches, contents) { Programs = _files.Stamps() }, []);
    }

    /// <summary>Adds what <see cref="BuildAsync"/> looked at, also where it found problems.</summary>
    public void Report(LookedAt looked)
    {
        _files.Report(looked);
        foreach (var input in graph.Inputs)
            if (input.Declared.Source is FileSource file) looked.Add(Path.GetFullPath(file.Path, input.Project.Directory));
        foreach (var task in graph.Tasks)
        {
            foreach (var pattern in task.Declared.Settings.Depends) looked.AddPattern(task.Project.Directory, pattern.Pattern);
            // What a script loads is not known before it can be described: what is missing is most likely beside it.
            if (task.Declared.Program is FunctionReference { Script: var script } && _scripts?.IsUndescribed(Path.GetFullPath(script, task.Project.Directory)) == true)
                looked.AddPattern(Path.GetDirectoryName(Path.GetFullPath(script, task.Project.Directory))!, "*" + Path.GetExtension(script));
        }
    }

    private static SnapshotTask Identify(SnapshotTask task) => task with
    {
        Id = TaskObjectCodec.IdOf(task.Definition),
        Scatter = task.Scatter is { } scatter ? scatter with { Element = TaskObjectCodec.IdOf(scatter.Definition) } : null,
        Returns = task.Returns is { } returns ? returns with { Program = TaskObjectCodec.IdOf(returns.Definition) } : null,
    };

    // All runners at once, and each is asked for its scripts as soon as it is found: the one that starts slowest need not wait until another has said its version.
    private async Task FindRunnersAsync(CancellationToken cancellationToken)
    {
        var searches = new Dictionary<Task<RunnerAnswer>, List<GraphTask>>();
        foreach (var task in graph.Tasks)
        {
            Search(task.Declared.Runner, task.Declared.Settings.Requires).Add(task);
            foreach (var other in task.Declared.Returns?.Runners ?? []) Search(other.Id, []);

            List<GraphTask> Search(string runner, IReadOnlyList<string> requires)
            {
                var search = _runners.FindAsync(task.Project, runner, requires, cancellationToken);
                return searches.TryGetValue(search, out var known) ? known : searches[search] = [];
            }
        }
        try
        {
            await foreach (var found in Task.WhenEach(searches.Keys).ConfigureAwait(false))
                if ((await found.ConfigureAwait(false)).Runner is { Manifest.Kind: RunnerKind.Worker or RunnerKind.East } runner)
                    _scripts!.Begin(ScriptsOf(searches[found], runner), cancellationToken);
        }
        finally
        {
            // None is left behind, with a program that it has started.
            await Task.WhenAll(searches.Keys.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        foreach (var task in graph.Tasks)
        {
            await ReportAsync(task, task.Declared.Runner, task.Declared.RunnerPosition, task.Declared.Settings.Requires).ConfigureAwait(false);
            foreach (var other in task.Declared.Returns?.Runners ?? []) await ReportAsync(task, other.Id, other.Position, []).ConfigureAwait(false);
        }

        async ValueTask ReportAsync(GraphTask task, string runner, SourcePosition at, IReadOnlyList<string> requires)
        {
            var answer = await _runners.FindAsync(task.Project, runner, requires, cancellationToken).ConfigureAwait(false);
            if (answer.Problem is { } problem) _problems.Report(task.Project, at, problem, ResolveMessages.DoctorNext);
        }
    }

    private static IEnumerable<(ResolvedRunner, string, string)> ScriptsOf(IEnumerable<GraphTask> tasks, ResolvedRunner runner)
    {
        foreach (var task in tasks)
            if (task.Declared.Program is FunctionReference function)
                yield return (runner, Path.GetFullPath(function.Script, task.Project.Directory), task.Project.Directory);
    }

    private async Task DescribeAsync(CancellationToken cancellationToken)
    {
        await _scripts!.EndAsync().ConfigureAwait(false);
        var east = graph.Tasks.Where(t => t.Declared.Program is IrReference).Select(_runners.Of).OfType<ResolvedRunner>().ToHashSet();
        await _programs.LoadAsync(east, cancellationToken).ConfigureAwait(false);
    }

    private (SnapshotTask Task, TaskLaunch Launch)? Resolve(int index)
    {
        var task = graph.Tasks[index];
        var declared = task.Declared;
        if (_runners.Of(task) is not { } runner || !_checks.Kind(task, runner)) return null;
        FunctionSignature? signature = null;
        List<ProgramFile> files = [];
        ObjectId? program = null;
        if (declared.Program is IrReference ir)
        {
            if (FindProgram(task, runner, ir) is not { } found) return null;
            (signature, program) = found;
        }
        if (declared.Program is FunctionReference function)
        {
            if (FindFunction(task, runner, function, files) is not { } found) return null;
            signature = found;
        }
        else if (declared.Program is ScriptReference script)
        {
            AddFile(task, Path.GetFullPath(script.Script, task.Project.Directory), script.Position, files);
        }
        AddDepends(task, files);
        if (SignatureBinding.Bind(declared, signature, (at, message, next, suggestion) => _problems.Report(task.Project, at, message, next, suggestion)) is not { } order)
        {
            _types[index] = declared.Scatter is null ? declared.Output ?? signature?.Output : null;
            return null;
        }
        var scatter = BindScatter(task, signature, order);
        var output = declared.Returns is null ? _checks.Output(task, signature) : _checks.Returned(task, signature, runner);
        if (declared.Scatter is not null && scatter is null) return null;
        _types[index] = declared.Returns is not null ? declared.Output : output is null || scatter is null ? output : scatter.Gathered(output);
        if (!_checks.Edges(task, signature, order, scatter) || output is null) return null;
        return Assemble(index, task, runner, order, program, files, output, scatter);
    }

    private BoundScatter? BindScatter(GraphTask task, FunctionSignature? signature, int[] order)
    {
        var problems = new ProblemList(task.Project.File);
        var scatter = new ScatterBinding(_axes, graph, TypeOf).Bind(task, signature, order, problems);
        _problems.Add(problems.ToList());
        return scatter;
    }

    private (SnapshotTask, TaskLaunch)? Assemble(
        int index, GraphTask task, ResolvedRunner runner, int[] order, ObjectId? ir, List<ProgramFile> files, EastType output, BoundScatter? scatter)
    {
        var declared = task.Declared;
        var sources = order.Select(i => task.Sources[i]).ToArray();
        var programNames = order.Select(i => declared.Inputs[i].Parameter ?? declared.Inputs[i].Source).ToArray();
        var wholes = sources.Select(s => TypeOf(s)!).ToArray();
        var types = scatter is null ? wholes : wholes.Select((whole, place) => scatter.At(place, whole)).ToArray();
        if (!_checks.Command(task, runner, programNames)) return null;
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var packages = ir is null ? [] : runner.Manifest.Platforms.Where(p => declared.Settings.Platforms.Contains(p.Id)).Select(p => KeyValuePair.Create(p.Id, _files.FolderId(p.Module))).ToList();
        var definition = _definitions.Of(declared, runner, ir, packages, files, programNames, types, output);
        ProgramSpec program = declared.Program switch
        {
            FunctionReference f => new FunctionProgram(
                Path.GetFullPath(f.Script, task.Project.Directory), f.Function,
                codeIds.Of(Path.GetFullPath(f.Script, task.Project.Directory), files.Select(file => file.Named))),
            CommandReference c => new CommandProgram(c.Command),
            IrReference => new IrTaskProgram("", ir!.Value.ToString(), declared.Settings.Platforms),
            ScriptReference s => new CommandProgram(null, Path.GetFullPath(s.Script, task.Project.Directory)),
            _ => throw new InvalidOperationException("unknown kind of program"),
        };
        var settings = declared.Settings;
        var returns = ReturnsBinding.Bind(task, runner, other => _runners.Other(task, other));
        var whole = returns is not null ? TaskDefinition.Returning(definition, returns)
            : scatter is null ? definition
            : definition with { InputTypes = wholes, OutputType = scatter.Gathered(output), Scatter = scatter.Shape };
        return (
            new(index, task.Name, default, whole, sources, order.Select(i => declared.Inputs[i].Source).ToArray(), files.Select(f => f.Named).ToArray())
            {
                Scatter = scatter is null ? null : new(scatter.Shape, default, definition),
                Returns = returns is null ? null : new(default, definition),
            },
            new(runner, program, ir, programNames, types, output, settings.Environment, settings.Timeout, settings.Isolation, settings.Format, files)
            {
                DeclaresOutput = declared.Output is not null && returns is null,
                OutputFormat = returns is null ? null : TaskFormat.Raw,
                Returns = returns,
                Sandbox = declared.Sandbox,
                IrFile = declared.Program is IrReference reference ? () => _programs.Get(Path.GetFullPath(reference.Path, task.Project.Directory), task.Project.Directory, runner, settings.Platforms).Program?.File() : null,
            });
    }

    private FunctionSignature? FindFunction(GraphTask task, ResolvedRunner runner, FunctionReference function, List<ProgramFile> files)
    {
        var (info, problem) = _scripts!.Get(runner, Path.GetFullPath(function.Script, task.Project.Directory));
        if (info is null)
        {
            _problems.Report(task.Project, function.Position, problem!, null);
            return null;
        }
        files.AddRange(info.Files);
        if (info.Functions.FirstOrDefault(f => f.Name == function.Function) is { } found) return found;
        _problems.Report(task.Project, function.Position, ResolveMessages.UnknownFunction(function.Function, function.Script), null,
            DidYouMean.Among(function.Function, info.Functions.Select(f => f.Name)));
        return null;
    }

    /// <summary>An East program: read, checked against what its runner offers, and stored where there is a store.</summary>
    private (FunctionSignature, ObjectId)? FindProgram(GraphTask task, ResolvedRunner runner, IrReference reference)
    {
        var (program, problems) = _programs.Get(Path.GetFullPath(reference.Path, task.Project.Directory), task.Project.Directory, runner, task.Declared.Settings.Platforms);
        foreach (var problem in problems) _problems.Report(task.Project, reference.Position, ResolveMessages.Program(reference.Path, problem), null);
        if (program is null || problems.Count > 0) return null;
        if (store is not null && !store.Contains(program.Id))
        {
            if (program.File() is { } file) return (program.Signature, store.Put(file));
            _problems.Report(task.Project, reference.Position, ValueMessages.KeepsChanging(reference.Path), null);
            return null;
        }
        return (program.Signature, program.Id);
    }

    private void AddDepends(GraphTask task, List<ProgramFile> files)
    {
        foreach (var pattern in task.Declared.Settings.Depends)
        {
            var matched = ProgramFiles.Match(pattern.Pattern, task.Project.Directory);
            if (matched.Count == 0) _problems.Report(task.Project, pattern.Position, ResolveMessages.NothingMatches(pattern.Pattern), ResolveMessages.FileNext);
            foreach (var path in matched) AddFile(task, path, pattern.Position, files);
        }
    }

    private void AddFile(GraphTask task, string path, SourcePosition at, List<ProgramFile> files)
    {
        if (files.Any(f => f.Path == path)) return;
        var (file, problem) = _files.Get(path, task.Project.Directory);
        if (file is null) _problems.Report(task.Project, at, problem!, ResolveMessages.FileNext);
        else files.Add(file);
    }

    private List<SnapshotOutput> ReadOutputs()
    {
        var outputs = new List<SnapshotOutput>(graph.Outputs.Count);
        var read = new ReadFiles(graph, _files);
        foreach (var output in graph.Outputs)
        {
            CheckOverwrites(output.Declared, read);
            if (TypeOf(output.Source) is not { } type) continue;
            if (ValueFile.WhyNotWritable(output.Declared.Path, type) is { } problem)
                _problems.Report(graph.Project, output.Declared.Position, problem, ValueMessages.OutputFormatNext);
            outputs.Add(new(output.Declared.Path, output.Source, NameOf(output.Source), type));
        }
        return outputs;
    }

    // A run must never change what it reads.
    private void CheckOverwrites(ProjectOutput output, ReadFiles read)
    {
        if (read.WhyNotWritable(output.Path, Path.GetFullPath(output.Path, graph.Project.Directory)) is { } problem)
            _problems.Report(graph.Project, output.Position, problem, GraphMessages.OutputOverNext);
    }

    private EastType? TypeOf(GraphSource source) => source.IsTask ? _types[source.Index] : graph.Inputs[source.Index].Declared.Source switch
    {
        FileSource file => file.Type,
        ValueSource value => value.Type,
        GivenSource given => given.Type,
        _ => _axes.TypeOf(source.Index),
    };

    private string NameOf(GraphSource source) => source.IsTask ? graph.Tasks[source.Index].Name : graph.Inputs[source.Index].Name;
}
