using System.Text;
using System.Text.RegularExpressions;

namespace Polyglot.Runners;

/// <summary>
/// The closed list of placeholders in manifests and commands: a name in braces, <c>{output}</c>. <c>${name}</c> is the shell's and braces around anything that is
/// not a name (<c>{ print }</c>, <c>{a,b}</c>) are the program's own; both stay as they are.
/// </summary>
internal static partial class Placeholders
{
    /// <summary>Folder of the manifest.</summary>
    public const string RunnerDir = "runnerDir";

    /// <summary>Folder of the project.</summary>
    public const string ProjectDir = "projectDir";

    /// <summary>Absolute path of the task's script.</summary>
    public const string Script = "script";

    /// <summary>The task's command text.</summary>
    public const string Command = "command";

    /// <summary>All inputs in order; <c>inputs.NAME</c> is one of them.</summary>
    public const string Inputs = "inputs";

    /// <summary>The file to write.</summary>
    public const string Output = "output";

    /// <summary>The task's own folder, where it starts.</summary>
    public const string WorkDir = "workDir";

    /// <summary>The library that is asked for, in a manifest's <c>requires</c>.</summary>
    public const string Requirement = "requirement";

    /// <summary>Those that are known before there is a task.</summary>
    public static readonly string[] OfRunner = [RunnerDir, ProjectDir];

    /// <summary>Those that a command's argv may hold.</summary>
    public static readonly string[] OfCommand = [RunnerDir, ProjectDir, Script, Command, Inputs, Output, WorkDir];

    /// <summary>The first placeholder of the text that is not allowed, without braces; null when all are.</summary>
    public static string? FirstUnknown(string text, IReadOnlyCollection<string> allowed)
    {
        foreach (Match match in Pattern().Matches(text))
        {
            var name = match.Groups[1].Value;
            if (allowed.Contains(name)) continue;
            if (name.StartsWith(Inputs + ".", StringComparison.Ordinal) && allowed.Contains(Inputs)) continue;
            return name;
        }
        return null;
    }

    /// <summary>True when the text holds the placeholder.</summary>
    public static bool Mentions(string text, string name) =>
        text.Contains('{') && Pattern().Matches(text).Any(m => m.Groups[1].Value == name);

    /// <summary>The text with placeholders replaced; those for which <paramref name="value"/> answers null stay. Replaced text is not looked at again.</summary>
    public static string Fill(string text, Func<string, string?> value)
    {
        if (!text.Contains('{')) return text;
        StringBuilder? result = null;
        var from = 0;
        foreach (Match match in Pattern().Matches(text))
        {
            if (value(match.Groups[1].Value) is not { } replacement) continue;
            result ??= new StringBuilder();
            result.Append(text, from, match.Index - from).Append(replacement);
            from = match.Index + match.Length;
        }
        return result is null ? text : result.Append(text, from, text.Length - from).ToString();
    }

    [GeneratedRegex(@"(?<!\$)\{([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)?)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
