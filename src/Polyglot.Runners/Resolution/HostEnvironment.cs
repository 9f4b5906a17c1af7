using System.Collections;

namespace Polyglot.Runners;

/// <summary>The variables of this process.</summary>
internal static class HostEnvironment
{
    /// <summary>A copy of them.</summary>
    public static IReadOnlyDictionary<string, string> Current() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
}
