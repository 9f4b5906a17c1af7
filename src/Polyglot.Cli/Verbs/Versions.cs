namespace Polyglot.Cli.Verbs;

/// <summary>The versions of the contracts that this program keeps.</summary>
internal static class Versions
{
    /// <summary>The runner protocol (<c>ir/protocol.md</c>).</summary>
    public const int Protocol = 1;

    /// <summary>The East IR.</summary>
    public const string Ir = global::Polyglot.East.IrTypes.Version;

    /// <summary>What <c>.e3/format</c> says.</summary>
    public const int Repository = 1;
}
