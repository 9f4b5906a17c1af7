using System.Collections;

namespace Polyglot.Runners;

/// <summary>The variables of this process.</summary>
public static class HostEnvironment
{
    /// <summary>A copy of them; later changes do not show in it.</summary>
    public static IReadOnlyDictionary<string, string> Current() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
}
