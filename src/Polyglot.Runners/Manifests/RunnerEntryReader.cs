using System.Text.Json;
using System.Text.RegularExpressions;

namespace Polyglot.Runners;

/// <summary>Reads one entry of a <c>runners</c> section.</summary>
internal sealed class RunnerEntryReader
{
    private const int LargestConcurrency = 1024;

    private static readonly string[] SharedKeys =
        ["kind", "exec", "env", "passEnv", "probe", "requires", "interrupt", "timeouts", "fingerprint", "readable", "metadata"];

    private static readonly string[] WorkerKeys = [.. SharedKeys, "concurrency", "isolation", "launcher"];

    private static readonly string[] CommandKeys = [.. SharedKeys, "scriptArgs", "format", "output", "plainCommands"];

    private static readonly string[] ReservedVariables = ["POLYGLOT_PROTOCOL_FD", "POLYGLOT_SESSION", "POLYGLOT_WORK_DIR"];

    private readonly JsonReading _reading;
    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _members;
    private readonly RunnerKind _kind;

    private RunnerEntryReader(JsonReading reading, string path, Dictionary<string, JsonElement> members, RunnerKind kind)
    {
        _reading = reading;
        _path = path;
        _members = members;
        _kind = kind;
    }

    /// <summary>The manifest; null when it could not be read at all. Problems go to <paramref name="reading"/>.</summary>
    public static RunnerManifest? Read(string id, JsonElement entry, string path, string file, JsonReading reading)
    {
        if (reading.AnyObject(entry, path) is not { } members) return null;
        if (!members.ContainsKey("kind")) reading.Report(path, RunnersMessages.MissingKey("kind"));
        var kind = reading.OneOf(members, "kind", path, RunnerKind.Worker, except: RunnerKind.Host);
        ReportKeys(members, kind, path, reading);
        return new RunnerEntryReader(reading, path, members, kind).Build(id, file);
    }

    private static void ReportKeys(Dictionary<string, JsonElement> members, RunnerKind kind, string path, JsonReading reading)
    {
        var allowed = kind == RunnerKind.Command ? CommandKeys : WorkerKeys;
        foreach (var key in members.Keys.Where(k => !allowed.Contains(k)))
            if (WorkerKeys.Contains(key)) reading.Report(JsonReading.Join(path, key), RunnersMessages.OnlyForWorkers(key));
            else if (CommandKeys.Contains(key)) reading.Report(JsonReading.Join(path, key), RunnersMessages.OnlyForCommands(key));
            else reading.Report(path, RunnersMessages.UnknownKey(key, allowed));
    }

    private RunnerManifest Build(string id, string file) => new()
    {
        Id = id,
        Kind = _kind,
        File = file,
        Exec = ReadExec(),
        ScriptArgs = ReadScriptArgs(),
        Launcher = ReadLauncher(),
        Env = ReadEnv(),
        PassEnv = ReadPassEnv(),
        Probe = ReadProbe(),
        Requires = ReadRequires(),
        Concurrency = ReadConcurrency(),
        Isolation = _reading.OneOf(_members, "isolation", _path, IsolationMode.Shared),
        Interrupt = ReadInterrupt(),
        Timeouts = ReadTimeouts(),
        Fingerprint = ReadFingerprint(),
        Readable = ReadReadable(),
        Metadata = ReadMetadata(),
        Format = _reading.OneOf(_members, "format", _path, TaskFormat.Beast2),
        Output = _reading.OneOf(_members, "output", _path, OutputSource.File),
        PlainCommands = _reading.OneOf(_members, "plainCommands", _path, PlainCommands.Exec),
    };

    private List<IReadOnlyList<string>> ReadExec()
    {
        var path = At("exec");
        var alternatives = new List<IReadOnlyList<string>>();
        if (!_members.TryGetValue("exec", out var exec))
        {
            _reading.Report(_path, RunnersMessages.MissingKey("exec"));
            return alternatives;
        }
        var items = _reading.Items(exec, path).ToArray();
        if (items.Length > 0 && items[0].ValueKind == JsonValueKind.Array)
            for (var i = 0; i < items.Length; i++) AddAlternative(items[i], $"{path}[{i}]");
        else if (exec.ValueKind == JsonValueKind.Array) AddAlternative(exec, path);
        return alternatives;

        void AddAlternative(JsonElement element, string at)
        {
            var argv = _reading.Strings(element, at, mayBeEmpty: true);
            if (argv.Count == 0 || argv[0].Length == 0) _reading.Report(at, RunnersMessages.EmptyExec);
            for (var i = 0; i < argv.Count; i++)
                CheckPlaceholders(argv[i], $"{at}[{i}]", i == 0 || _kind != RunnerKind.Command ? Placeholders.OfRunner : Placeholders.OfCommand);
            alternatives.Add(argv);
        }
    }

    private IReadOnlyList<string>? ReadScriptArgs()
    {
        if (!_members.TryGetValue("scriptArgs", out var element)) return null;
        var args = _reading.Strings(element, At("scriptArgs"), mayBeEmpty: true);
        for (var i = 0; i < args.Count; i++) CheckPlaceholders(args[i], $"{At("scriptArgs")}[{i}]", Placeholders.OfCommand);
        return args;
    }

    private string? ReadLauncher()
    {
        if (Text(_members, _path, "launcher") is not { } program) return null;
        CheckPlaceholders(program, At("launcher"), Placeholders.OfRunner);
        return program;
    }

    private List<KeyValuePair<string, string>> ReadEnv()
    {
        var env = new List<KeyValuePair<string, string>>();
        if (!_members.TryGetValue("env", out var element) || _reading.AnyObject(element, At("env")) is not { } variables) return env;
        foreach (var (name, value) in variables)
        {
            var path = JsonReading.Join(At("env"), name);
            CheckVariable(name, path);
            if (_reading.String(value, path, mayBeEmpty: true) is not { } text) continue;
            CheckPlaceholders(text, path, Placeholders.OfRunner);
            env.Add(new(name, text));
        }
        return env;
    }

    private IReadOnlyList<string> ReadReadable()
    {
        if (!_members.TryGetValue("readable", out var element)) return [];
        var paths = _reading.Strings(element, At("readable"));
        for (var i = 0; i < paths.Count; i++) CheckPlaceholders(paths[i], $"{At("readable")}[{i}]", Placeholders.OfRunner);
        return paths;
    }

    private IReadOnlyList<string> ReadPassEnv()
    {
        if (!_members.TryGetValue("passEnv", out var element)) return [];
        var names = _reading.Strings(element, At("passEnv"));
        foreach (var name in names) CheckVariable(name, At("passEnv"));
        return names;
    }

    private void CheckVariable(string name, string path)
    {
        if (!ManifestNames.IsVariable(name)) _reading.Report(path, RunnersMessages.BadVariableName(name));
        else if (ReservedVariables.Contains(name)) _reading.Report(path, RunnersMessages.ReservedVariable(name));
    }

    private ProbeSpec? ReadProbe()
    {
        var path = At("probe");
        if (!_members.TryGetValue("probe", out var element) || _reading.Object(element, path, "args", "version", "minimum", "timeout") is not { } probe) return null;
        var args = ReadArgs(probe, path, Placeholders.OfRunner);
        var version = Text(probe, path, "version");
        if (version is not null && PatternProblem(version) is { } problem) _reading.Report(JsonReading.Join(path, "version"), problem);
        var minimum = Text(probe, path, "minimum");
        if (minimum is not null && VersionNumber.TryParse(minimum) is null) _reading.Report(JsonReading.Join(path, "minimum"), RunnersMessages.BadVersion);
        if (minimum is not null && version is null) _reading.Report(path, RunnersMessages.MinimumWithoutVersion);
        return new ProbeSpec(args, version, minimum, _reading.Seconds(probe, "timeout", path) ?? TimeSpan.FromSeconds(20));
    }

    private RequiresSpec? ReadRequires()
    {
        var path = At("requires");
        if (!_members.TryGetValue("requires", out var element) || _reading.Object(element, path, "args", "hint", "timeout") is not { } requires) return null;
        string[] allowed = [.. Placeholders.OfRunner, Placeholders.Requirement];
        var args = ReadArgs(requires, path, allowed);
        if (args.Count > 0 && !args.Any(a => Placeholders.Mentions(a, Placeholders.Requirement)))
            _reading.Report(JsonReading.Join(path, "args"), RunnersMessages.RequirementNotMentioned);
        var hint = Text(requires, path, "hint");
        if (hint is not null) CheckPlaceholders(hint, JsonReading.Join(path, "hint"), [Placeholders.Requirement]);
        return new RequiresSpec(args, hint, _reading.Seconds(requires, "timeout", path) ?? TimeSpan.FromSeconds(20));
    }

    private IReadOnlyList<string> ReadArgs(Dictionary<string, JsonElement> members, string path, string[] placeholders)
    {
        if (!members.TryGetValue("args", out var element))
        {
            _reading.Report(path, RunnersMessages.MissingKey("args"));
            return [];
        }
        path = JsonReading.Join(path, "args");
        var args = _reading.Strings(element, path, mayBeEmpty: true);
        for (var i = 0; i < args.Count; i++) CheckPlaceholders(args[i], $"{path}[{i}]", placeholders);
        return args;
    }

    private InterruptMode ReadInterrupt()
    {
        var isCommand = _kind == RunnerKind.Command;
        var mode = _reading.OneOf(_members, "interrupt", _path, isCommand ? InterruptMode.Signal : InterruptMode.Message);
        if (isCommand && mode == InterruptMode.Message) _reading.Report(At("interrupt"), RunnersMessages.MessageToCommand);
        return mode;
    }

    private int? ReadConcurrency()
    {
        if (!_members.TryGetValue("concurrency", out var element)) return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var count) && count is >= 1 and <= LargestConcurrency) return count;
        _reading.Report(At("concurrency"), RunnersMessages.BadConcurrency(LargestConcurrency));
        return null;
    }

    private RunnerTimeouts ReadTimeouts()
    {
        var path = At("timeouts");
        var fallback = RunnerTimeouts.Default;
        if (!_members.TryGetValue("timeouts", out var element)
            || _reading.Object(element, path, "start", "cancel", "interrupt", "kill", "idle", "task") is not { } timeouts) return fallback;
        return new RunnerTimeouts(
            Start: _reading.Seconds(timeouts, "start", path) ?? fallback.Start,
            Cancel: _reading.Seconds(timeouts, "cancel", path) ?? fallback.Cancel,
            Interrupt: _reading.Seconds(timeouts, "interrupt", path) ?? fallback.Interrupt,
            Kill: _reading.Seconds(timeouts, "kill", path) ?? fallback.Kill,
            Idle: _reading.Seconds(timeouts, "idle", path) ?? fallback.Idle,
            Task: _reading.Seconds(timeouts, "task", path));
    }

    private FingerprintSpec ReadFingerprint()
    {
        var path = At("fingerprint");
        var fallback = FingerprintSpec.Default;
        if (!_members.TryGetValue("fingerprint", out var element)
            || _reading.Object(element, path, "version", "code", "files") is not { } fingerprint) return fallback;
        var files = fingerprint.TryGetValue("files", out var list) ? _reading.Strings(list, JsonReading.Join(path, "files")) : [];
        foreach (var file in files) CheckPlaceholders(file, JsonReading.Join(path, "files"), Placeholders.OfRunner);
        return new FingerprintSpec(_reading.OneOf(fingerprint, "version", path, fallback.Version), Text(fingerprint, path, "code") ?? fallback.Code, files);
    }

    private RunnerMetadata ReadMetadata()
    {
        var path = At("metadata");
        if (!_members.TryGetValue("metadata", out var element)
            || _reading.Object(element, path, "name", "description", "extensions", "homepage", "install") is not { } metadata) return RunnerMetadata.Default;
        var extensions = metadata.TryGetValue("extensions", out var list) ? _reading.Strings(list, JsonReading.Join(path, "extensions")) : [];
        foreach (var extension in extensions)
            if (!ManifestNames.IsExtension(extension))
                _reading.Report(JsonReading.Join(path, "extensions"), RunnersMessages.BadExtension(extension));
        return new RunnerMetadata(
            Text(metadata, path, "name") ?? "", Text(metadata, path, "description") ?? "", extensions, Text(metadata, path, "homepage") ?? "", Text(metadata, path, "install") ?? "");
    }

    private void CheckPlaceholders(string text, string path, IReadOnlyCollection<string> allowed)
    {
        if (Placeholders.FirstUnknown(text, allowed) is { } name) _reading.Report(path, RunnersMessages.UnknownPlaceholder(name, allowed));
    }

    /// <summary>
    /// Patterns are held to what can be matched in linear time. Only one that might hold something else is given to the engine that knows: it
    /// takes longer to start than everything else that reading a manifest does.
    /// </summary>
    private static string? PatternProblem(string pattern)
    {
        try
        {
            var options = RegexOptions.CultureInvariant | (MayBacktrack(pattern) ? RegexOptions.NonBacktracking : RegexOptions.None);
            return new Regex(pattern, options).GetGroupNumbers().Length < 2 ? RunnersMessages.PatternWithoutGroup : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return RunnersMessages.BadPattern(e.Message);
        }
    }

    // Back-references begin with a backslash and a digit or k; everything else of the kind with (? and not (?:.
    private static bool MayBacktrack(string pattern)
    {
        for (var i = 0; i + 1 < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && (pattern[i + 1] is >= '1' and <= '9' or 'k' or 'G')) return true;
            if (pattern[i] == '(' && pattern[i + 1] == '?' && (i + 2 == pattern.Length || pattern[i + 2] != ':')) return true;
        }
        return false;
    }

    private string? Text(Dictionary<string, JsonElement> members, string path, string key) =>
        members.TryGetValue(key, out var element) ? _reading.String(element, JsonReading.Join(path, key)) : null;

    private string At(string key) => JsonReading.Join(_path, key);
}
