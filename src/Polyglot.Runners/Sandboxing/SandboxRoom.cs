namespace Polyglot.Runners;

/// <summary>
/// The folders of one try at a task in a sandbox, and what it sees. The task writes its result where nothing else is, and the host takes it from there when the
/// task's processes are gone.
/// </summary>
internal sealed class SandboxRoom : IDisposable
{
    private readonly string _folder;

    /// <summary>Makes the folders.</summary>
    /// <param name="services">Where.</param>
    /// <param name="request">Has a <see cref="TaskRequest.Sandbox"/>.</param>
    public SandboxRoom(WorkerServices services, TaskRequest request)
    {
        _folder = services.MakeDirectory("sandbox");
        var (temp, results) = (Path.Combine(_folder, "tmp"), Path.Combine(_folder, "out"));
        Directory.CreateDirectory(temp);
        Directory.CreateDirectory(results);
        OutputPath = Path.Combine(results, "output.beast2");
        View = new SandboxView { Readable = [.. Readable(request)], Hidden = [.. Hidden(request)], Writable = [results], Temp = temp };
    }

    /// <summary>What the task sees.</summary>
    public SandboxView View { get; }

    /// <summary>Where a worker is to write its result.</summary>
    public string OutputPath { get; }

    /// <summary>Puts the result of a worker that is gone into its place. What is missing or not a file stays away from there.</summary>
    public void TakeOutput(string path)
    {
        // A link would lead the host to where the task itself may not look.
        if (IsPlainFile(OutputPath)) File.Move(OutputPath, path);
    }

    /// <summary>False for links, and for what is not there.</summary>
    public static bool IsPlainFile(string path) => File.Exists(path) && new FileInfo(path).LinkTarget is null;

    /// <summary>Removes the folders.</summary>
    public void Dispose() => WorkerServices.RemoveDirectory(_folder);

    private static IEnumerable<string> Readable(TaskRequest request)
    {
        foreach (var path in RuntimeFiles.Of(request.Runner, Home, [.. request.Sandbox!.Hidden.Append(request.Runner.ProjectDirectory).Where(path => path != "/")])) yield return path;
        foreach (var path in request.Sandbox.Files) yield return path;
        foreach (var input in request.Inputs) yield return input.Path;
        if (ProgramFile(request.Program) is { } program) yield return program;
    }

    private static string? ProgramFile(ProgramSpec program) => program switch
    {
        FunctionProgram function => function.ScriptPath,
        IrTaskProgram east => east.Path,
        CommandProgram command => command.ScriptPath,
        _ => null,
    };

    /// <summary>By every name that leads there.</summary>
    private static IEnumerable<string> Hidden(TaskRequest request) =>
        request.Sandbox!.Hidden.Append(Home).Where(path => path is not ("" or "/")).SelectMany(path => new[] { path, RealPath(path) }).Distinct();

    private static string Home { get; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The path without links, as far as it is there.</summary>
    private static string RealPath(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null) return path;
        var here = Path.Combine(RealPath(parent), Path.GetFileName(path));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
    }
}
