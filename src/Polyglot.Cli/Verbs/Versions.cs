namespace Polyglot.Cli.Verbs;

/// <summary>The versions of the contracts that this program keeps.</summary>
internal static class Versions
{
    /// <summary>The runner protocol (<c>ir/protocol.md</c>).</summary>
    public const int Protocol = 1;

    /// <summary>The East IR.</summary>
    public const string Ir = "0.0.1-beta.25";

    /// <summary>What <c>.e3/format</c> says.</summary>
    public const int Repository = 1;
}
