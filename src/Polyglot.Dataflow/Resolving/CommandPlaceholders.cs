using System.Text.RegularExpressions;

namespace Polyglot.Dataflow.Resolving;

/// <summary>The inputs that a command's text names, so that a wrong name is found before anything runs.</summary>
internal static partial class CommandPlaceholders
{
    /// <summary>The names in <c>{inputs.name}</c>, in order; <c>${inputs.name}</c> is the shell's.</summary>
    public static IEnumerable<string> Inputs(string command) => Pattern().Matches(command).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"(?<!\$)\{inputs\.([A-Za-z_][A-Za-z0-9_-]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
