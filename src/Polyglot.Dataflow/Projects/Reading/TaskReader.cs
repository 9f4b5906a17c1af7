using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads one entry of <c>tasks</c>.</summary>
internal static class TaskReader
{
    private static readonly IReadOnlyList<(string, IsolationMode)> _isolations =
        [("shared", IsolationMode.Shared), ("fork", IsolationMode.Fork), ("process", IsolationMode.Process)];

    private static readonly IReadOnlyList<(string, TaskFormat)> _formats =
        [("beast2", TaskFormat.Beast2), ("json", TaskFormat.Json), ("csv", TaskFormat.Csv), ("raw", TaskFormat.Raw)];

    /// <summary>The task, or null after reporting what is wrong with it.</summary>
    /// <param name="entry">As written.</param>
    /// <param name="sandbox">What the file says of tasks that do not say themselves whether they run in a sandbox.</param>
    /// <param name="axes">Gets the lists of the task's matrix as inputs of the file.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static ProjectTask? Read(MapEntry entry, bool sandbox, List<ProjectInput> axes, ProblemList problems)
    {
        var before = problems.Count;
        if (!ProjectReader.CheckName(entry.Key, "a task", entry.KeyPosition, problems)) return null;
        if (MapReader.Of(entry.Value, $"the task `{entry.Key}`", problems) is not { } map) return null;

        var runner = map.TakeText("runner");
        if (map.Take("runner") is null) problems.Add(entry.KeyPosition, ProjectMessages.MissingRunner);
        var program = ReadProgram(map, entry.KeyPosition, problems);
        var inputsNode = map.Take("inputs");
        var (inputs, named) = ReadInputs(inputsNode, problems);
        var output = map.TakeText("output");
        var outputType = output is null ? null : TypeField.Read(output, problems);
        var settings = ReadSettings(map, problems);
        var resources = ResourceReader.Read(map, problems);
        var ownSandbox = map.TakeBoolean("sandbox");
        var retry = RetryReader.Read(map, problems);
        var scatter = ScatterReader.Read(map, entry.Key, inputs, axes, problems);
        var returns = ReturnsReader.Read(map, problems);
        map.Finish();
        if (runner is null || program is null || problems.Count != before) return null;
        return new(entry.Key, entry.KeyPosition, runner.Text, runner.Position, program, inputs, named,
            inputsNode?.Position ?? entry.KeyPosition, outputType, output?.Position ?? entry.KeyPosition, settings)
        {
            Scatter = scatter,
            Returns = returns,
            Resources = resources,
            Sandbox = ownSandbox ?? sandbox,
            Retry = retry,
        };
    }

    private static ProgramReference? ReadProgram(MapReader map, SourcePosition at, ProblemList problems)
    {
        string[] keys = ["function", "ir", "command", "script"];
        var given = keys.Where(key => map.Take(key) is not null).ToList();
        if (given.Count != 1)
        {
            problems.Add(at, ProjectMessages.OneProgram(given.Count), ProjectMessages.ProgramNext);
            return null;
        }
        if (map.TakeText(given[0]) is not { } text) return null;
        return given[0] switch
        {
            "function" => ReadFunction(text, problems),
            "ir" => new IrReference(text.Text, text.Position),
            "command" => new CommandReference(text.Text, text.Position),
            _ => new ScriptReference(text.Text, text.Position),
        };
    }

    private static FunctionReference? ReadFunction(ScalarNode text, ProblemList problems)
    {
        var hash = text.Text.LastIndexOf('#');
        if (hash > 0 && hash < text.Text.Length - 1) return new(text.Text[..hash], text.Text[(hash + 1)..], text.Position);
        problems.Add(text.Position, ProjectMessages.BadFunction(text.Text), ProjectMessages.FunctionNext);
        return null;
    }

    private static (List<TaskArgument>, bool) ReadInputs(DocumentNode? node, ProblemList problems)
    {
        var arguments = new List<TaskArgument>();
        switch (node)
        {
            case null:
                break;
            case ListNode list:
                foreach (var item in list.Items)
                    if (MapReader.Text(item, "inputs", problems) is { } text)
                        arguments.Add(new(null, text.Text, text.Position, text.Position));
                break;
            case MapNode map:
                foreach (var entry in map.Entries)
                    if (ProjectReader.CheckName(entry.Key, "a parameter", entry.KeyPosition, problems)
                        && MapReader.Text(entry.Value, entry.Key, problems) is { } text)
                        arguments.Add(new(entry.Key, text.Text, text.Position, entry.KeyPosition));
                return (arguments, true);
            default:
                problems.Add(node.Position, ProjectMessages.Expected("a list or a mapping for `inputs`", node.Describe()));
                break;
        }
        return (arguments, false);
    }

    private static TaskSettings ReadSettings(MapReader map, ProblemList problems) => new(
        map.TakeTexts("requires").Select(node => node.Text).ToList(),
        map.TakeTexts("platforms").Select(node => node.Text).ToList(),
        map.TakeTexts("depends").Select(node => new DependsPattern(node.Text, node.Position)).ToList(),
        ReadEnvironment(map.TakeEntries("environment"), problems),
        map.TakeOneOf("isolation", _isolations),
        map.Take("timeout") is { } timeout ? DurationField.Read(timeout, problems) : null,
        map.TakeText("version")?.Text,
        map.TakeOneOf("format", _formats),
        map.TakeText("description")?.Text);

    private static List<KeyValuePair<string, string>> ReadEnvironment(IReadOnlyList<MapEntry> entries, ProblemList problems)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var entry in entries)
        {
            if (entry.Key.Length == 0 || entry.Key.Contains('=') || entry.Key.Contains('\0'))
                problems.Add(entry.KeyPosition, ProjectMessages.EnvironmentKey);
            else if (entry.Value is not ScalarNode { Kind: not ScalarKind.Null } value)
                problems.Add(entry.Value.Position, ProjectMessages.Expected($"text for `{entry.Key}`", entry.Value.Describe()));
            else if (value.Text.Contains('\0'))
                problems.Add(value.Position, ProjectMessages.NulCharacter);
            else
                pairs.Add(new(entry.Key, value.Text));
        }
        pairs.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return pairs;
    }
}
