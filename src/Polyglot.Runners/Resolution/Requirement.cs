using System.Text.RegularExpressions;

namespace Polyglot.Runners;

/// <summary>Names of libraries that tasks require. They become arguments of a probe, so they are held to harmless characters.</summary>
internal static partial class Requirement
{
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z_@][A-Za-z0-9_./@-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
