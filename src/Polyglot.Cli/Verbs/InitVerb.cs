using System.CommandLine;
using System.Text;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Init;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot init</c>.</summary>
internal sealed class InitVerb : Verb
{
    private readonly Argument<string?> _folder = new("dir") { HelpName = "DIR", Description = "Where; made when missing (default: here)", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string> _template = new("--template")
    {
        Description = "auto uses the languages that are there; shell needs nothing else",
        HelpName = string.Join('|', StarterProject.Templates),
        DefaultValueFactory = _ => "auto",
    };

    public InitVerb() : base("init", "Make a small project that runs at once")
    {
        Command.Arguments.Add(_folder);
        Command.Options.Add(_template);
    }

    public override string Details => "Nothing that is there is overwritten.";

    public override IReadOnlyList<Example> Examples => [new("init hello", "in a new folder"), new("init --template shell", "here, with shell commands only")];

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var template = arguments.GetValue(_template) ?? "auto";
        if (!StarterProject.Templates.Contains(template))
            throw CliFailure.Usage(CliMessages.UnknownTemplate(template), CliMessages.SeeHelp("init"), NearestNames.Of(template, StarterProject.Templates));
        var folder = Path.GetFullPath(arguments.GetValue(_folder) ?? session.Options.Project ?? Directory.GetCurrentDirectory());
        if (ProjectReader.FileNames.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists) is { } existing)
            throw new CliFailure(ExitCode.Usage, new Problem(CliMessages.ProjectExists, existing, CliMessages.InitElsewhere));
        var files = StarterProject.Files(NameOf(folder), await LanguagesAsync(template, folder).ConfigureAwait(false));
        if (files.Select(f => Path.Combine(folder, f.Path)).Where(p => !IsIgnoreFile(p)).FirstOrDefault(Path.Exists) is { } taken)
            throw new CliFailure(ExitCode.Usage, new Problem(CliMessages.FileExists, taken, CliMessages.InitElsewhere));

        foreach (var (path, content) in files) Write(Path.Combine(folder, path), content);
        var enter = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder);
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("folder", folder);
                writer.WriteStartArray("files");
                foreach (var (path, _) in files) writer.WriteStringValue(path);
                writer.WriteEndArray();
            });
            return ExitCode.Ok;
        }
        foreach (var (path, _) in files) session.Say($"  {path}");
        session.Say($"{session.Palette.Cyan("next:")} {(enter == "." ? "" : $"cd {Word(enter)} && ")}polyglot run");
        return ExitCode.Ok;
    }

    // One word for the shells that people have: quoted where it would be several or mean something else.
    private static string Word(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or ':' or '_' or '-' or '+' or '@' || c == Path.DirectorySeparatorChar) ? path
        : OperatingSystem.IsWindows() ? $"\"{path}\""
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static async Task<IReadOnlyList<StarterScript>> LanguagesAsync(string template, string folder)
    {
        if (template == "shell") return [];
        if (template != "auto") return [.. StarterScript.All.Where(s => s.Runner == template)];
        var (catalog, resolver) = (Installation.Runners(null), new RunnerResolver());
        // No program starts in a folder that is still to be made.
        if (!Directory.Exists(folder)) folder = Directory.GetCurrentDirectory();
        var found = new List<StarterScript>();
        foreach (var script in StarterScript.All)
            if (catalog.Find(script.Runner) is { } manifest && await resolver.ResolveAsync(manifest, folder, []).ConfigureAwait(false) is RunnerResolution.Found) found.Add(script);
        // Two languages show what Polyglot is for; a third would only make the first run slower.
        return [.. found.Take(2)];
    }

    /// <summary>The folder's name where it can be a dataflow's.</summary>
    private static string NameOf(string folder)
    {
        var name = string.Concat(Path.GetFileName(folder).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-')).Trim('-');
        return Names.IsValid(name) ? name : Names.IsValid("_" + name) ? "_" + name : "hello";
    }

    private static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (IsIgnoreFile(path) && File.Exists(path))
        {
            var there = File.ReadAllText(path);
            if (there.Split('\n').Any(line => line.Trim().TrimEnd('/') == Store.Repository.FolderName)) return;
            File.AppendAllText(path, (there.Length == 0 || there.EndsWith('\n') ? "" : "\n") + content);
            return;
        }
        File.WriteAllText(path, content, new UTF8Encoding(false));
    }

    private static bool IsIgnoreFile(string path) => Path.GetFileName(path) == ".gitignore";
}
