using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects;

/// <summary>What reading a project file gave.</summary>
/// <param name="Project">Null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, in file order; empty when all is well.</param>
public sealed record ProjectResult(Project? Project, IReadOnlyList<ProjectProblem> Problems);

/// <summary>
/// Reads <c>polyglot.yaml</c> or the same content as <c>.json</c>. The rules are those of <c>ir/schema/project.schema.json</c>; names
/// are looked up later, when the graph is built. Pure but for <see cref="ReadFile(string)"/>.
/// </summary>
public static class ProjectReader
{
    /// <summary>The file names looked for in a folder, in this order.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["polyglot.yaml", "polyglot.yml", "polyglot.json"];

    /// <summary>Reads a file; a file that cannot be read is a problem like any other.</summary>
    /// <param name="path">A project file, or a folder that holds one of <see cref="FileNames"/>.</param>
    public static ProjectResult ReadFile(string path) => ReadFile(path, null);

    /// <summary>As <see cref="ReadFile(string)"/>, with parsed documents from a cache.</summary>
    internal static ProjectResult ReadFile(string path, DocumentCache? cache)
    {
        var file = Path.GetFullPath(path);
        if (Directory.Exists(file))
        {
            var found = FileNames.Select(name => Path.Combine(file, name)).FirstOrDefault(File.Exists);
            if (found is null) return Problem(file, ProjectFileMessages.NoProjectFile, ProjectFileMessages.NoProjectFileNext);
            file = found;
        }
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > DocumentLimits.Bytes)
                return Problem(file, ProjectMessages.TooLarge(info.Length, DocumentLimits.Bytes), ProjectMessages.TooLargeNext);
            return Read(file, File.ReadAllBytes(file), cache);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Problem(file, ProjectFileMessages.Unreadable(e.Message), ProjectFileMessages.UnreadableNext);
        }
    }

    /// <summary>Reads the content of a project file.</summary>
    /// <param name="file">Its absolute path; the extension <c>.json</c> chooses JSON. Nothing is opened.</param>
    /// <param name="content">The bytes, not trusted.</param>
    public static ProjectResult Read(string file, ReadOnlySpan<byte> content) => Read(file, content, null);

    private static ProjectResult Read(string file, ReadOnlySpan<byte> content, DocumentCache? cache)
    {
        var root = cache?.Find(file, content);
        if (root is null)
        {
            var document = ProjectDocument.Read(file, content);
            if (document.Root is null) return new(null, [document.Problem!]);
            root = document.Root;
            cache?.Add(file, content, root);
        }
        var problems = new ProblemList(file);
        var project = ReadRoot(root, problems);
        return problems.Count == 0 ? new(project, []) : new(null, problems.ToList());
    }

    private static ProjectResult Problem(string file, string message, string next) => new(null, [new(file, 0, 0, message, NextStep: next)]);

    private static Project? ReadRoot(DocumentNode root, ProblemList problems)
    {
        if (MapReader.Of(root, ProjectFileMessages.TheProject, problems) is not { } map) return null;
        var name = map.TakeText("name");
        if (name is null && map.Take("name") is null) problems.Add(map.Position, ProjectMessages.MissingName, ProjectMessages.MissingNameNext);
        if (name is not null) CheckName(name.Text, "a dataflow", name.Position, problems);
        map.TakeText("$schema");
        var description = map.TakeText("description")?.Text;
        var uses = map.TakeEntries("uses").Select(entry => ReadUse(entry, problems)).OfType<ProjectUse>().ToList();
        var inputs = map.TakeEntries("inputs").Select(entry => InputReader.Read(entry, problems)).OfType<ProjectInput>().ToList();
        var axes = new List<ProjectInput>();
        var sandbox = map.TakeBoolean("sandbox") ?? false;
        var tasks = map.TakeEntries("tasks").Select(entry => TaskReader.Read(entry, sandbox, axes, problems)).OfType<ProjectTask>().ToList();
        var outputs = OutputReader.Read(map.TakeEntries("outputs"), problems);
        var resources = ResourceReader.ReadNamed(map, problems);
        var runners = map.Take("runners");
        if (runners is not (null or MapNode))
            problems.Add(runners.Position, ProjectMessages.Expected("a mapping for `runners`", runners.Describe()));
        map.Finish();
        CheckUnique(inputs, tasks, problems);
        CheckResources(resources, tasks, problems);
        inputs.AddRange(axes);
        return new(problems.File, Path.GetDirectoryName(problems.File)!, name?.Text ?? "", description, uses, inputs, tasks, outputs,
            runners is null ? null : NodeJson.Convert(runners), runners?.Position ?? default)
        {
            Resources = resources,
        };
    }

    private static ProjectUse? ReadUse(MapEntry entry, ProblemList problems)
    {
        if (!CheckName(entry.Key, "another dataflow", entry.KeyPosition, problems)) return null;
        return MapReader.Text(entry.Value, entry.Key, problems) is { } path ? new(entry.Key, path.Text, path.Position) : null;
    }

    /// <summary>Reports tasks that have the name of an input.</summary>
    internal static void CheckUnique(List<ProjectInput> inputs, List<ProjectTask> tasks, ProblemList problems)
    {
        var seen = inputs.ToDictionary(input => input.Name, input => input.Position);
        foreach (var task in tasks)
            if (seen.TryGetValue(task.Name, out var at)) problems.Add(task.Position, ProjectMessages.DuplicateNode(task.Name, at.Line));
    }

    /// <summary>Reports what tasks take and the file does not have.</summary>
    internal static void CheckResources(IReadOnlyList<NamedResource> resources, List<ProjectTask> tasks, ProblemList problems)
    {
        foreach (var wanted in tasks.SelectMany(task => task.Resources.Named))
        {
            if (resources.FirstOrDefault(r => r.Name == wanted.Name) is not { } there)
                problems.Add(wanted.Position, ProjectMessages.UnknownResource(wanted.Name), ProjectMessages.UnknownResourceNext, DidYouMean.Among(wanted.Name, resources.Select(r => r.Name)));
            else if (wanted.Amount > there.Amount) problems.Add(wanted.Position, ProjectMessages.TooMuchResource(wanted.Name, wanted.Amount, there.Amount));
        }
    }

    /// <summary>Reports a name that breaks the rule; true when it keeps it.</summary>
    internal static bool CheckName(string name, string what, SourcePosition at, ProblemList problems)
    {
        if (Names.IsValid(name)) return true;
        problems.Add(at, ProjectMessages.BadName(what, name), ProjectMessages.NameRule);
        return false;
    }
}
