using System.Text.Json;

namespace Polyglot.Runners.Conformance;

/// <summary>
/// One case: a conversation with a runtime, as data (<c>ir/conformance/worker/*.json</c>). Immutable.
/// </summary>
public sealed record ConformanceCase
{
    /// <summary>The file's name without its extension.</summary>
    public required string Group { get; init; }

    /// <summary>A sentence.</summary>
    public required string Name { get; init; }

    /// <summary>Runs only on runtimes that announce this feature in <c>Ready</c>; empty for all.</summary>
    public string Feature { get; init; } = "";

    /// <summary>Runs only on runtimes that take this many requests at a time; 0 for all.</summary>
    public int Concurrency { get; init; }

    /// <summary>False when the case does the handshake itself.</summary>
    public bool Handshake { get; init; } = true;

    /// <summary>False when the runtime is started without <c>POLYGLOT_PROTOCOL_FD</c>, as by hand.</summary>
    public bool ProtocolDescriptor { get; init; } = true;

    /// <summary>What to do and to expect, in order.</summary>
    public required IReadOnlyList<ConformanceStep> Steps { get; init; }
}

/// <summary>One step: its kind (<c>execute</c>, <c>expect</c>, …) and what belongs to it.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Body">The JSON under that key.</param>
public sealed record ConformanceStep(string Kind, JsonElement Body)
{
    /// <summary>Every kind of step.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["hello", "ready", "execute", "describe", "ping", "cancel", "shutdown", "raw", "closeInput", "expect", "exit"];
}

/// <summary>Values of one type that a runtime must give back unchanged (<c>ir/conformance/values/*.json</c>).</summary>
/// <param name="File">The file's name without its extension.</param>
/// <param name="Type">In the friendly syntax.</param>
/// <param name="Values">In East's JSON mapping.</param>
public sealed record ConformanceValues(string File, string Type, IReadOnlyList<JsonElement> Values);
