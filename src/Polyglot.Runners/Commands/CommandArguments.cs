using System.Text.RegularExpressions;

namespace Polyglot.Runners;

/// <summary>
/// Fills a command's placeholders. Inputs and output are paths relative to the task's folder (<c>inputs/NAME</c>, <c>output</c>) whose characters mean nothing to a
/// shell, so they need no quotes in a command text. An absolute path that would is refused there; as an argument of its own any path will do.
/// </summary>
internal sealed partial class CommandArguments
{
    /// <summary>The folder of the inputs, in the task's folder.</summary>
    public const string InputFolder = "inputs";

    /// <summary>The output, in the task's folder.</summary>
    public const string OutputName = "output";

    private readonly TaskRequest _request;
    private readonly CommandProgram _program;
    private readonly string _workDirectory;
    private string? _command;
    private string? _problem;

    private CommandArguments(TaskRequest request, string workDirectory)
    {
        _request = request;
        _program = (CommandProgram)request.Program;
        _workDirectory = workDirectory;
    }

    /// <summary>The argv to start and the text of the command, filled (null for a task without), or what is wrong with it.</summary>
    public static (IReadOnlyList<string> Argv, string? Command, string? Problem) Build(TaskRequest request, string workDirectory)
    {
        var arguments = new CommandArguments(request, workDirectory);
        var argv = arguments.Build();
        return (argv, arguments._command, arguments._problem);
    }

    private List<string> Build()
    {
        var manifest = _request.Runner.Manifest;
        var isScript = _program is { Command: null, ScriptPath: not null } && manifest.ScriptArgs is not null;
        var template = isScript ? [_request.Runner.Argv[0], .. manifest.ScriptArgs!] : _request.Runner.Argv;
        if (_program.Command is not null && !template.Any(a => Placeholders.Mentions(a, Placeholders.Command)))
            _problem = RunnersMessages.TakesNoCommand(_request.Runner.Id);
        var argv = new List<string>(template.Count) { template[0] };
        foreach (var argument in template.Skip(1))
            if (argument == $"{{{Placeholders.Inputs}}}") argv.AddRange(_request.Inputs.Select(InputPath));
            else argv.Add(Placeholders.Fill(argument, Argument));
        if (argv.Exists(a => a.Contains('\0'))) Refuse(RunnersMessages.NulInText);
        return argv;
    }

    private string? Argument(string name) => name switch
    {
        Placeholders.RunnerDir => _request.Runner.Manifest.Directory,
        Placeholders.ProjectDir => _request.Runner.ProjectDirectory,
        Placeholders.WorkDir => _workDirectory,
        Placeholders.Script => _program.ScriptPath ?? Refuse(RunnersMessages.NeedsScript(_request.Runner.Id)),
        Placeholders.Command => _program.Command is { } command ? CommandText(command) : Refuse(RunnersMessages.NeedsCommand(_request.Runner.Id)),
        _ => Relative(name),
    };

    private string CommandText(string command)
    {
        if (Placeholders.FirstUnknown(command, TextPlaceholders) is { } unknown) Refuse(RunnersMessages.UnknownPlaceholder(unknown, TextPlaceholders));
        return _command = Placeholders.Fill(command, name =>
        {
            if (Relative(name) is { } path) return path;
            var value = Argument(name);
            return value is null || Harmless().IsMatch(value) ? value : Refuse(RunnersMessages.PathInCommand(name, value));
        });
    }

    private static readonly string[] TextPlaceholders = [.. Placeholders.OfCommand.Where(p => p != Placeholders.Command)];

    /// <summary>Inputs and output; null for other names.</summary>
    private string? Relative(string name)
    {
        if (name == Placeholders.Output) return OutputName;
        if (name == Placeholders.Inputs) return string.Join(' ', _request.Inputs.Select(InputPath));
        if (!name.StartsWith(Placeholders.Inputs + ".", StringComparison.Ordinal)) return null;
        var wanted = name[(Placeholders.Inputs.Length + 1)..];
        var names = _request.Inputs.Select(i => i.Name).ToArray();
        return names.Contains(wanted, StringComparer.Ordinal) ? $"{InputFolder}/{wanted}" : Refuse(RunnersMessages.NoSuchInput(wanted, names));
    }

    private static string InputPath(TaskInput input) => $"{InputFolder}/{input.Name}";

    private string? Refuse(string problem)
    {
        _problem ??= problem;
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_@%+=:,./-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Harmless();
}
